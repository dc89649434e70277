"""What holds of an object that fits its shape.

Source: Pyrra, `slo/rules.go`, `Windows`: burn rates are measured over parts of the window, rounded to minutes. The first
alert's are 1/672 and 1/8064, which is 1h and 5m of 28d.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from slo_gate.core.finding import Edit, Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.core.prometheus_duration import parse
from slo_gate.core.target_text import DIGITS, percentage
from slo_gate.formats.pyrra.declared import Declared
from slo_gate.formats.pyrra.pages import DEPRECATED, ONLY_FROM_FILES, PROMISES_NOTHING, SHORT_WINDOW

_HALF_A_MINUTE = timedelta(seconds=30)
_LONG, _SHORT = 672, 8064
_OBJECT_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def check(slo: Declared) -> Iterator[Finding]:
    yield from _name(slo)
    yield from _target(slo)
    yield from _window(slo)
    yield from _deprecated(slo)


def _name(slo: Declared) -> Iterator[Finding]:
    name = slo.scalar("metadata", "name").text
    if not _OBJECT_NAME.fullmatch(name):
        message = f"Kubernetes takes no object of the name {name[:60]!r}, though Pyrra reads it from a file"
        hint = "use lower-case letters, digits, `-` and `.`, with a letter or digit first and last"
        yield Finding(ONLY_FROM_FILES, Severity.WARNING, slo.location("metadata", "name"), message, hint)


def _target(slo: Declared) -> Iterator[Finding]:
    target = slo.scalar("spec", "target")
    location = Location(slo.file, target.span)
    if not isinstance(target.value, str):
        message = (
            f"`spec.target` is {target.text[:60]}, a number: Kubernetes takes a string alone, Pyrra's files take both"
        )
        quoted = _quoted(target)
        hint = (
            f"put it in quotes: {quoted}"
            if quoted
            else f"put it in quotes, with at most {DIGITS} digits behind its point"
        )
        edit = Edit(target.span, quoted) if quoted else None
        yield Finding(ONLY_FROM_FILES, Severity.WARNING, location, message, hint, edit)
    if percentage(target) == 0:
        message = f"`spec.target` is {target.text}: such a promise is always kept"
        hint = 'write the percentage of good events that is promised, such as "99"'
        yield Finding(PROMISES_NOTHING, Severity.WARNING, location, message, hint)


def _quoted(target: Scalar) -> str:
    """The same number as a string that Pyrra reads: `9.95e1` as "99.5"; empty where it has too many digits for that."""
    share = percentage(target)
    assert share is not None
    short = round(share, DIGITS)
    return f'"{short.normalize():f}"' if short == share else ""


def _window(slo: Declared) -> Iterator[Finding]:
    text = slo.scalar("spec", "window").text
    length = parse(text)
    severity = Severity.ERROR
    if length % timedelta(minutes=1):
        message, hint = f"`spec.window` is {text}, which is no whole number of minutes", "write whole minutes or more"
    elif length / _LONG < _HALF_A_MINUTE:
        message = (
            f"a window of {text} is too short for Pyrra's alerts: the burn rates of the first would cover 0 minutes"
        )
        hint = "use 3d or more, such as 7d or 4w"
    elif length / _SHORT < _HALF_A_MINUTE:
        message = f"in a window of {text}, the shortest burn rate that Pyrra alerts on would cover 0 minutes"
        hint, severity = "use 3d or more, such as 7d or 4w", Severity.WARNING
    else:
        return
    yield Finding(SHORT_WINDOW, severity, slo.location("spec", "window"), message, hint)


def _deprecated(slo: Declared) -> Iterator[Finding]:
    disabled = slo.root.get("spec", "alerting", "disabled")
    if isinstance(disabled, Scalar):
        instead = str(disabled.value is not True).lower()
        location = Location(slo.file, disabled.span)
        yield Finding(
            DEPRECATED, Severity.WARNING, location, "`alerting.disabled` is deprecated", f"write `burnrates: {instead}`"
        )
