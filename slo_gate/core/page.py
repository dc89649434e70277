"""What the documentation says of a rule of `validate`: the source of docs/rules and of `slo-gate explain`."""

from typing import NamedTuple

from slo_gate.core.finding import Severity


class Page(NamedTuple):
    """`bad` and `good` are YAML; `severities` those its findings can have, the first the usual one.

    A rule that is not `on` speaks only where the configuration asks for it. `commentable` tells whether a comment can
    silence it: not where it is about a file that cannot be read, or about the comments themselves.
    A rule that is not `adjustable` holds whatever level the configuration gives it.
    `across` tells that other files may decide: of one file alone, it may find nothing where the whole set has something.
    """

    title: str
    why: str
    bad: str
    good: str
    severities: tuple[Severity, ...] = (Severity.ERROR,)
    on: bool = True
    commentable: bool = True
    across: bool = False
    adjustable: bool = True
