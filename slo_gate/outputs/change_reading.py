"""What a change does to the promises, read back from a gate's JSON report: as untrusted as the rest of it."""

from slo_gate.core.measurement import Reason
from slo_gate.core.promise_change import Aspect, PromiseChange, Today, Way
from slo_gate.core.verdict import Verdict
from slo_gate.outputs.told import Told
from slo_gate.outputs.wording import TOLD, Wording

_WORDS = Wording()


def read_change(one: Told) -> PromiseChange:
    """Raises UnreadableError."""
    before, after = one.maybe_inner("before"), one.maybe_inner("after")
    return PromiseChange(
        way=one.word("way", Way),
        service=one.maybe_text("service"),
        slo=one.maybe_text("slo"),
        objective=one.maybe_text("objective"),
        location=one.place("file", "line"),
        aspects=tuple(_aspect(each, one.text("file")) for each in one.objects("aspects")),
        weakens=one.flag("weakens"),
        before=_today(before) if before else None,
        after=_today(after) if after else None,
    )


def _aspect(one: Told, file: str) -> Aspect:
    """With the sentence that the other run told it in, and its values as that run wrote them."""
    code = one.text("code")
    if not _WORDS.knows(f"aspect.{code}"):
        raise one.wrong("code")
    values = {key: one.text(key) for key in ("before", "after") if one.has(key)}
    place = Told({**one.entries, "file": file}, one.path).place("file", "line") if one.has("line") else None
    return Aspect(code, {TOLD: one.text("text"), **values}, one.flag("weakens"), place)


def _today(one: Told) -> Today:
    return Today(
        verdict=one.word("verdict", Verdict),
        target=one.ratio("target"),
        sli=one.maybe_ratio("sli"),
        remaining=one.maybe_ratio("remaining"),
        no_data=one.maybe_word("no_data", Reason),
    )
