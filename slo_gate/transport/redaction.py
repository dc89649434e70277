"""What an answer may not repeat: its texts are shown, and some servers quote what they were sent."""

from base64 import b64decode
from collections.abc import Iterable

_SHORTEST_SECRET = 8
"""Characters: shorter ones may be words of any answer."""


def without(secrets: Iterable[str], body: bytes) -> bytes:
    """The body with stars in place of credentials, both as headers have them and as they were given."""
    for secret in secrets:
        word = secret.rpartition(" ")[2]
        for form in (secret.encode(), word.encode(), _password(word)):
            if len(form) >= _SHORTEST_SECRET:
                body = body.replace(form, b"***")
    return body


def _password(word: str) -> bytes:
    """What follows the user in the credentials of basic authentication; empty for other words."""
    try:
        return b64decode(word, validate=True).partition(b":")[2]
    except ValueError:
        return b""
