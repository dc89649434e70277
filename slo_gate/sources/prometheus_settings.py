"""The settings of a `prometheus` source. docs/sources/prometheus.md says what each is for."""

from decimal import Decimal

from slo_gate.core.constraints import ExactlyOne
from slo_gate.core.duration import MEANING, PATTERN
from slo_gate.core.scalar_shapes import Choice, Number, Text
from slo_gate.core.secret import SECRET
from slo_gate.core.shape import Either, Field, MapOf, Record
from slo_gate.sources.prometheus_url import Url

NAME = "prometheus"
DEFAULT_STALE_AFTER = "15m"
DEFAULT_DEADLINE = 120
DEFAULT_MAX_SAMPLES = 20_000_000
DEFAULT_METHOD = "POST"
DEFAULT_PARAMETERS = {"timeout": "30s", "partial_response": "false", "deny_partial_response": "1", "nocache": "1"}
"""No server need go on with a question after we have given it up (ATTEMPT in `transport`). Thanos and a cluster of VictoriaMetrics leave out what a component of theirs does not answer, unless told not to. And
for its cache's sake, VictoriaMetrics answers for other instants than those that were asked, unless told not to.
"""
DEFAULT_SERVICE = "aps"
AWS_VARIABLES = {
    "access_key_id": "AWS_ACCESS_KEY_ID",
    "secret_access_key": "AWS_SECRET_ACCESS_KEY",
    "session_token": "AWS_SESSION_TOKEN",
}
"""Where Amazon's own tools, and the action that signs a workflow in, put what a request is signed with."""


def _but_not(*names: str) -> str:
    """A negative look-ahead for names in any case; `.*` in a name stands for anything."""
    caseless = ("".join(f"[{char.upper()}{char}]" if char.isalpha() else char for char in name) for name in names)
    return f"(?!(?:{'|'.join(caseless)})$)"


_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110's word for such a name
_FRAMING = ("host", "connection", "content-.*", "transfer-encoding")
_HEADER = Text(
    pattern=rf"^{_but_not(*_FRAMING)}{_TOKEN}$", meaning="the name of a header that HTTP itself does not need"
)
_OTHER_HEADER = Text(
    pattern=rf"^{_but_not(*_FRAMING, 'authorization', 'x-scope-orgid')}{_TOKEN}$",
    meaning="the name of a header: not one that HTTP itself needs, nor Authorization (see `auth`) or X-Scope-OrgID (see `tenant`)",
)
_PARAMETER = Text(
    pattern=rf"^{_but_not('query', 'time', 'start', 'end', 'step')}[A-Za-z_][A-Za-z0-9_.-]*$",
    meaning="the name of a parameter other than those of the question itself: query, time, start, end, step",
)
_LINE = Text(pattern=r"^[ -~]{1,500}$", meaning="a line of ASCII")
_BASIC = Record({"username": Field(Text(min_length=1), required=True), "password": Field(SECRET, required=True)})
_SIGV4 = Record(
    {
        "region": Field(
            Text(pattern=r"^[a-z]{2,4}(-[a-z]+)+-[0-9]+$", meaning="a region of Amazon's, such as eu-central-1"),
            required=True,
            doc="The workspace's region, such as eu-central-1.",
        ),
        "service": Field(
            Text(pattern=r"^[a-z0-9-]{1,40}$", meaning="the name of a service of Amazon's"), default=DEFAULT_SERVICE
        ),
        **{key: Field(SECRET, default={"env": variable}) for key, variable in AWS_VARIABLES.items()},
    },
    doc="Amazon's signature, version 4.",
)
_AUTH = Record(
    {
        "bearer": Field(SECRET),
        "basic": Field(_BASIC),
        "header": Field(Record({"name": Field(_HEADER, required=True), "value": Field(SECRET, required=True)})),
        "sigv4": Field(_SIGV4),
    },
    (ExactlyOne(("bearer", "basic", "header", "sigv4")),),
)
_FILE = Text(min_length=1)
_CERTIFICATE = Record(
    {
        "cert_file": Field(
            _FILE, required=True, doc="A PEM file: the certificate, and those between it and its authority."
        ),
        "key_file": Field(_FILE, required=True, doc="A PEM file: the certificate's key, not encrypted."),
    }
)

SETTINGS = Record(
    {
        "type": Field(Choice((NAME,)), required=True),
        "url": Field(
            Url(), required=True, doc="Such as https://prometheus.example.com; a path before /api/v1 belongs to it."
        ),
        "auth": Field(_AUTH, doc="How to sign in."),
        "tenant": Field(
            Text(pattern=r"^[!-~]{1,150}$", meaning="a name"), doc="The X-Scope-OrgID of Mimir and its like."
        ),
        "headers": Field(MapOf(Either(_LINE, SECRET), _OTHER_HEADER), doc="Further headers; a secret is {env: NAME}."),
        "parameters": Field(
            MapOf(_LINE, _PARAMETER),
            default=DEFAULT_PARAMETERS,
            doc="What is sent with each question, in place of what is asked of servers that answer in part.",
        ),
        "method": Field(Choice(("POST", "GET")), default=DEFAULT_METHOD, doc="GET for servers that take nothing else."),
        "ca_file": Field(_FILE, doc="A PEM file of certificates to trust, from the configuration's folder."),
        "client_certificate": Field(
            _CERTIFICATE, doc="What to show a server that asks for a certificate, from the configuration's folder."
        ),
        "stale_after": Field(
            Text(pattern=PATTERN, meaning=MEANING), default=DEFAULT_STALE_AFTER, doc="How old the newest sample may be."
        ),
        "max_samples": Field(
            Number(meaning="a whole number above 0", above=Decimal(0), integer=True),
            default=DEFAULT_MAX_SAMPLES,
            doc="How many samples of each series one query may make the server read, at one sample a minute.",
        ),
        "timeout_seconds": Field(
            Number(meaning="above 0 and at most 3600", above=Decimal(0), maximum=Decimal(3600)),
            default=DEFAULT_DEADLINE,
            doc="How long all questions of a run may take together.",
        ),
    },
    doc="Prometheus, and what speaks its query API.",
)
