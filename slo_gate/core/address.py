"""Where a secret may be sent."""

from ipaddress import ip_address


def is_private(scheme: str, host: str) -> bool:
    """Whether nobody between can read what is sent: HTTPS, or this very machine."""
    return scheme == "https" or (scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
