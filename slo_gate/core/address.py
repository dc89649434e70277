"""Where a secret may be sent, and where nothing may be asked."""

from ipaddress import ip_address

_METADATA = frozenset({"metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal"})

TO_METADATA = "leads to where a cloud keeps the credentials of its machines"
"""What is said of a host that `is_metadata`."""


def is_private(scheme: str, host: str) -> bool:
    """Whether nobody between can read what is sent: HTTPS, or this very machine."""
    return scheme == "https" or (scheme == "http" and is_loopback(host))


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_metadata(host: str) -> bool:
    """Whether a host is link-local, or named as the server is where a cloud hands out its machines' credentials."""
    try:
        return ip_address(host.partition("%")[0]).is_link_local
    except ValueError:
        return host.lower().rstrip(".") in _METADATA
