"""Requests are signed as Amazon publishes it, and as its own library does."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.sources.prometheus_sigv4 import Keys, Scope, signed
from tests.support.properties import tried

KEYS = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
SCOPE = Scope("us-east-1", "service")
AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "address", "signature"),
    [
        pytest.param("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", id="get-vanilla"),
        pytest.param(
            "POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b", id="post-vanilla"
        ),
        pytest.param(
            "GET",
            "/?Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            id="get-vanilla-query-order-key-case",
        ),
    ],
)
def test_signatures_that_amazon_published(method: str, address: str, signature: str) -> None:
    headers = signed(method, f"https://example.amazonaws.com{address}", b"", (KEYS, SCOPE, AT))
    assert headers == {
        "X-Amz-Date": "20150830T123600Z",
        "Authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders=host;x-amz-date, Signature={signature}",
    }


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
SEGMENTS = st.text("abcXYZ019-_~ ä:@+", min_size=1, max_size=8).map(lambda text: quote(text, safe=""))


@tried(300)
@given(
    method=st.sampled_from(["GET", "POST"]),
    host=st.sampled_from(["aps-workspaces.eu-central-1.amazonaws.com", "localhost:8443", "aps.example:443"]),
    path=st.lists(SEGMENTS, max_size=4).map("/".join),
    params=st.dictionaries(TEXTS, TEXTS, max_size=4),
    body=st.binary(max_size=40),
    session=st.sampled_from(["", "a/token+of=a//session"]),
)
def test_amazons_own_library_makes_the_same_headers(
    method: str, host: str, path: str, params: dict[str, str], body: bytes, session: str
) -> None:
    query = urlencode(params, quote_via=quote, safe="")
    url = f"https://{host}/{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method, url, data=body)
    SigV4Auth(Credentials(KEYS.access, KEYS.secret, session or None), "aps", "eu-central-1").add_auth(request)
    at = datetime.strptime(request.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    by = (KEYS._replace(session=session), Scope("eu-central-1", "aps"), at)
    assert signed(method, url, body, by) == dict(request.headers.items())
