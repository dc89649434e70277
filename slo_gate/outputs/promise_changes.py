"""What a change does to the promises, in sentences: what it changes, and what that does to today's budget."""

from slo_gate.core.promise_change import PromiseChange, Today, Way
from slo_gate.outputs import numbers
from slo_gate.outputs.change_wording import ChangeWording
from slo_gate.outputs.wording import Wording


def mark(change: PromiseChange, words: Wording) -> str:
    """`weakened` rather than `changed`, since that is what a reviewer must not miss."""
    weaker = change.weakens and change.way is Way.CHANGED
    return words.say("way.weakened" if weaker else f"way.{change.way}")


def effect(change: PromiseChange, words: Wording) -> str:
    """`target 99.9 % → 99.5 %: five times the budget; today 12.5 % over → 71.0 % left`; empty where nothing is told of it."""
    told = (aspect for aspect in change.aspects if aspect.code != change.way)
    wording = ChangeWording(*words)
    aspects = ", ".join(wording.sentence(aspect) for aspect in told)
    return "; ".join(part for part in (aspects, _today(change, words)) if part)


def _today(change: PromiseChange, words: Wording) -> str:
    before, after = _left(change.before, words), _left(change.after, words)
    if not before and not after:
        return ""
    if change.before and change.after:
        unknown = words.say("changed.unknown")
        return words.say("changed.today", before=before or unknown, after=after or unknown)
    return words.say("changed.today.only", left=before or after)


def _left(today: Today | None, words: Wording) -> str:
    """`71.0 % left` or `12.5 % over`; empty where it was not measured."""
    if today is None or today.remaining is None:
        return ""
    share = today.remaining
    text = numbers.remaining(share).removeprefix(numbers.MINUS)
    return words.say("changed.over" if share < 0 else "changed.left", share=text)
