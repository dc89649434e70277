"""What of the policy does not speak in a run, and what speaks because nobody knows better: notes, so that a pass is no accident."""

from collections.abc import Iterator, Sequence

from slo_gate.core.conditions.subject import About
from slo_gate.core.freeze import Freeze
from slo_gate.core.policy import Context, Policy, Rule
from slo_gate.core.slo import Slo
from slo_gate.core.spelling import closest

_SHOWN = 500
"""How many characters of names from elsewhere stand in a note."""


def unheard(policy: Policy, freezes: Sequence[Freeze], context: Context, slos: Sequence[Slo]) -> Iterator[str]:
    """`slos` are those that are judged."""
    yield from _blind(policy, context)
    yield from _elsewhere((*policy.rules, *freezes), context)
    yield from _unruled(policy, context, slos)


def _blind(policy: Policy, context: Context) -> Iterator[str]:
    """Which rules ask for what nobody knows."""
    names = [repr(rule.name) for rule in policy.rules if rule.match.paths]
    if names and context.paths is None:
        yield f"nobody knows which files the change touches, so rules with `paths` speak of it: {_listed(names)}"


def _elsewhere(entries: Sequence[Rule | Freeze], context: Context) -> Iterator[str]:
    """That an environment is not named, or is none that any entry knows, where some entries speak of environments alone."""
    asking = [one for one in entries if one.match.environments]
    if not asking or any(one.match.accepts_environment(context) for one in asking):
        return
    known = sorted({glob for one in asking for glob in one.match.environments})
    close = closest(context.environment, known) if context.environment else ""
    why = f"{context.environment[:80]!r} is none of theirs" if context.environment else "the run names none"
    hint = f"; did you mean {close}?" if close else ""
    yield f"rules and freezes of an environment are silent, since {why}: {_listed([repr(one.name) for one in asking])}{hint}"


def _unruled(policy: Policy, context: Context, slos: Sequence[Slo]) -> Iterator[str]:
    """For which SLOs no budget could stop or warn of anything."""
    rules = [rule for rule in policy.rules if not rule.is_about(About.ABSENCE)]
    every = {f"{slo.service} / {slo.name}": slo for slo in slos}
    found = [name for name, slo in every.items() if not any(rule.speaks_for(slo, context) for rule in rules)]
    if found:
        yield f"no rule speaks of the budgets of {len(found)} of {len(every)} SLOs: {_listed(sorted(found))}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)[:_SHOWN]
