"""Who let a change through, as what, and until when."""

from collections.abc import Iterator

from slo_gate.core.report import Override
from slo_gate.outputs import numbers
from slo_gate.outputs.wording import Wording


def override_sentence(override: Override, words: Wording) -> str:
    """One or more sentences."""
    actor, at = words.quote(override.actor), numbers.instant(override.at)
    if not override.way:
        change = words.say(f"change.{override.change}")
        return words.say("override" if override.actor else "override.nobody", change=change, actor=actor, at=at)
    by = words.say("overridden.by", actor=actor, at=at, way=words.say(_way(override.way, words)))
    return " ".join((by, *_terms(override, words)))


def _way(way: str, words: Wording) -> str:
    code = f"overridden.way.{way}"
    return code if words.knows(code) else "overridden.way.other"


def _terms(override: Override, words: Wording) -> Iterator[str]:
    if override.approver:
        yield words.say("overridden.approver", approver=words.quote(override.approver))
    if override.reason:
        yield words.say("overridden.reason", reason=words.quote(override.reason))
    if override.expires:
        yield words.say("overridden.until", at=numbers.instant(override.expires))
