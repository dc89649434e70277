"""The `overrides` section of the configuration: how somebody lets a change through, and who may."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.change import Change
from slo_gate.core.constraints import AtLeastOne
from slo_gate.core.duration import MEANING, PATTERN, Duration
from slo_gate.core.override import ROLES, Allowed, Overriding, Quota
from slo_gate.core.policy import REPAIRS
from slo_gate.core.scalar_shapes import Boolean, Choice, Number, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record

_GRANTED = ROLES[ROLES.index("triage") :]
_NAME = Text(min_length=1, meaning="a name")
_LENGTH = Text(pattern=PATTERN, meaning=MEANING)
_WHO = Text(
    pattern=rf"^({'|'.join(_GRANTED)}|@[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9._-]+)?)$",
    meaning=f"one of {', '.join(_GRANTED)}, or @user, or @organisation/team",
)
_DEFAULT = Overriding()
SHAPE = Record(
    {
        "label": Field(_NAME, doc="A label on the pull request, such as slo-gate:override."),
        "trailer": Field(
            Text(pattern=r"^[A-Za-z][A-Za-z0-9-]*$", meaning="letters, digits and hyphens"),
            doc="A trailer of the head commit, such as SLO-Gate-Override. The commit must be signed.",
        ),
        "input": Field(
            Boolean(), default=False, doc="Whether the action's input override-reason counts in a run started by hand."
        ),
        "environment": Field(
            _NAME, doc="An environment of GitHub whose approval counts, such as production-budget-spent."
        ),
        "allowed": Field(
            ListOf(_WHO, minimum=1),
            default=[_DEFAULT.allowed.role],
            doc="Who may: a role and those above it, @user, @organisation/team.",
        ),
        "require_reason": Field(Boolean(), default=True, doc="Whether an override needs a reason."),
        "max_age": Field(_LENGTH, default="1d", doc="How long an override holds."),
        "not_the_author": Field(
            Boolean(), default=True, doc="Whether it must be by another than who wrote the change."
        ),
        "quota": Field(
            Record(
                {
                    "count": Field(
                        Number(meaning="a whole number from 1 on", minimum=Decimal(1), integer=True),
                        required=True,
                        doc="How many overrides.",
                    ),
                    "per": Field(_LENGTH, required=True, doc="In which time."),
                }
            ),
            doc="The most overrides in a time. Counted are those by label and by approval; no other way is then open.",
        ),
        "change_labels": Field(
            MapOf(Choice(tuple(sorted(REPAIRS))), key=_NAME),
            doc="Labels that tell that a pull request is a repair: fix, rollback or security.",
        ),
    },
    (AtLeastOne(("label", "trailer", "input", "environment", "change_labels")),),
    doc="How somebody lets a change through, whatever the budgets are. Read from the trusted configuration alone.",
)


def read_overriding(section: node.Node | None) -> Overriding | None:
    """The settings of a section that fits SHAPE; None where there is none."""
    if not isinstance(section, node.Mapping):
        return None
    return Overriding(
        label=section.text("label"),
        trailer=section.text("trailer"),
        input=section.value("input") is True,
        environment=section.text("environment"),
        allowed=_allowed([item.text for item in section.items("allowed") if isinstance(item, node.Scalar)]),
        require_reason=section.value("require_reason") is not False,
        max_age=_length(section, "max_age") or _DEFAULT.max_age,
        not_the_author=section.value("not_the_author") is not False,
        quota=_quota(section),
        change_labels=dict(_changes(section.get("change_labels"))),
    )


def _allowed(said: list[str]) -> Allowed:
    if not said:
        return _DEFAULT.allowed
    named = [who.removeprefix("@") for who in said if who.startswith("@")]
    roles = [role for role in ROLES if role in said]
    users = frozenset(who for who in named if "/" not in who)
    return Allowed(roles[0] if roles else "", users, tuple(who for who in named if "/" in who))


def _length(section: node.Mapping, *path: str) -> timedelta | None:
    text = section.text(*path)
    return Duration.parse(text).nominal if text else None


def _quota(section: node.Mapping) -> Quota | None:
    per = _length(section, "quota", "per")
    return Quota(int(section.text("quota", "count")), per) if per else None


def _changes(labels: node.Node | None) -> Iterator[tuple[str, Change]]:
    entries: Mapping[str, node.Entry] = labels.entries if isinstance(labels, node.Mapping) else {}
    for name, entry in entries.items():
        if isinstance(entry.value, node.Scalar):
            yield name, Change(entry.value.text)
