import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Matcher
from slo_gate.promql.queries import asked

ID = "SLO411"
PAGE = Page(
    "A threshold is one bucket",
    "Buckets are cumulative: that of 0.3 s holds those of 0.1 s too. Matched by anything but one value of `le`, events are "
    "counted several times. And since version 3, Prometheus writes whole numbers with a point when it scrapes: a matcher "
    'such as `le="1"` then finds nothing that is newer.',
    'query: sum(http_request_duration_seconds_bucket{le!="1.0"})',
    'query: sum(http_request_duration_seconds_bucket{le="1.0"})',
    (Severity.ERROR, Severity.WARNING),
)
_WHOLE = re.compile(r"[0-9]+")
_BOTH = re.compile(r"\((?:\?:)?\\?\.0\)\?|(?<=[0-9])\\?\.0(?![0-9])")
"""What makes a regular expression take a whole number with and without a point."""


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, facts in asked(slo).sound:
            for selector in facts.selectors:
                for matcher in selector.matchers:
                    for message, hint, severity in _judge(matcher) if matcher.label == "le" else ():
                        yield Found(query.at(matcher.start, matcher.end), message, hint, severity=severity)


def _judge(matcher: Matcher) -> Iterator[tuple[str, str, Severity]]:
    if matcher.op != "=" and not _is_one(matcher):
        message = f"`le{matcher.op}` takes several buckets, and each holds those below it: events are counted again"
        yield message, 'take one bucket: le="0.3"', Severity.ERROR
    elif matcher.op == "=" and _WHOLE.fullmatch(matcher.value):
        value = matcher.value[:40]
        message = f'`le="{value}"` finds nothing that Prometheus 3 scraped: it writes `le="{value}.0"`'
        yield message, f'write le="{value}.0"; or le=~"{value}(\\\\.0)?" for both', Severity.WARNING


def _is_one(matcher: Matcher) -> bool:
    """Whether a regular expression takes one number, however that is written."""
    choices = {_number(choice) for choice in _BOTH.sub("", matcher.value).split("|")}
    return matcher.op == "=~" and len(choices) == 1 and None not in choices


def _number(text: str) -> Decimal | None:
    plain = text.replace("\\", "")
    return Decimal(plain) if re.fullmatch(r"[0-9]{1,30}(\.[0-9]{1,30})?", plain) else None
