"""What a change does to the promises, in sentences: what it changes, and what that does to today's budget."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from slo_gate.core.promise_change import Aspect, PromiseChange, Way
from slo_gate.core.report import ObjectiveReport
from slo_gate.outputs import numbers
from slo_gate.outputs.wording import Wording


def mark(change: PromiseChange, words: Wording) -> str:
    """`weakened` rather than `changed`, since that is what a reviewer must not miss."""
    weaker = change.weakens and change.way is Way.CHANGED
    return words.say("changed.weakened" if weaker else f"changed.{change.way}")


def effect(change: PromiseChange, words: Wording) -> str:
    """`target 99.9 % → 99.5 %, 5× the budget; today 12.5 % over → 71.0 % left`; empty where nothing is told of it."""
    told = (aspect for aspect in change.aspects if aspect.code != change.way)
    aspects = ", ".join(_aspect(aspect, words) for aspect in told)
    return "; ".join(part for part in (aspects, _today(change, words)) if part)


def _aspect(aspect: Aspect, words: Wording) -> str:
    shown = {key: _shown(value, words) for key, value in aspect.evidence.items()}
    return ", ".join((_said(aspect.code, shown, words), *_budget_grows(aspect, words)))


def _said(aspect: str, shown: Mapping[str, str], words: Wording) -> str:
    code = f"change.aspect.{aspect}"
    if words.knows(code):
        return words.say(code, **shown)
    named = words.say(f"aspect.{aspect}") if words.knows(f"aspect.{aspect}") else words.quote(aspect)
    pair = shown.keys() >= {"before", "after"}
    return words.say("changed.from_to" if pair else "changed.other", what=named, **shown)


def _shown(value: object, words: Wording) -> str:
    """Decimals are targets and other shares, as files state them."""
    if value is None or value == "":
        return words.say("changed.nothing")
    if isinstance(value, Decimal):
        return numbers.exact(value)
    return numbers.length(value) if isinstance(value, timedelta) else words.quote(str(value))


def _budget_grows(aspect: Aspect, words: Wording) -> Iterator[str]:
    """How many times the error budget a new target gives: (1 - after) / (1 - before)."""
    before, after = aspect.evidence.get("before"), aspect.evidence.get("after")
    if aspect.code == "target" and isinstance(before, Decimal) and isinstance(after, Decimal) and before < 1:
        times = (1 - after) / (1 - before)
        yield words.say("changed.times", times=numbers.count(times) + numbers.TIMES)


def _today(change: PromiseChange, words: Wording) -> str:
    before, after = _left(change.before, words), _left(change.after, words)
    if not before and not after:
        return ""
    if change.before and change.after:
        unknown = words.say("changed.unknown")
        return words.say("changed.today", before=before or unknown, after=after or unknown)
    return words.say("changed.today.only", left=before or after)


def _left(objective: ObjectiveReport | None, words: Wording) -> str:
    """`71.0 % left` or `12.5 % over`; empty where it was not measured."""
    if objective is None or objective.budget is None:
        return ""
    share = objective.budget.remaining
    text = numbers.remaining(share).removeprefix(numbers.MINUS)
    return words.say("changed.over" if share < 0 else "changed.left", share=text)
