"""What holds of slo-generator's SLOs and configurations beyond their shapes, each taken by itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.checking import UNKNOWN_KEY
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar, span_within
from slo_gate.core.shape import Field
from slo_gate.core.target import Target
from slo_gate.formats.slo_generator import pages
from slo_gate.formats.slo_generator.classes import BACKENDS, EXPORTERS, class_of, is_custom
from slo_gate.formats.slo_generator.objects import POLICIES, Shared
from slo_gate.formats.slo_generator.recognising import ALIASES, VERSION
from slo_gate.formats.slo_generator.shapes import CONFIG, METADATA, SLO, SPEC
from slo_gate.formats.slo_generator.spelling import Speller
from slo_gate.formats.slo_generator.values import has_variable, number_of

_NEAR = 0.75
_CLASSES: Mapping[str, tuple[str, ...]] = {"backends": BACKENDS, "exporters": EXPORTERS}
_PERCENTAGE = re.compile(
    r"(?P<compared>(?:\b(?:below|under|above|over|than|exceeds?)|[<>]=?)\s{0,3})?"
    r"(?<![\d.])(?P<share>\d{1,3}(?:\.\d{1,9})?)\s?%"
)
_PROMISED = Decimal(90)
"""A lower percentage in a description is rarely a promise."""


def check_slo(slo: Declared) -> Iterator[Finding]:
    yield from _keys(slo.file, slo.root, SLO.fields, "the document")
    yield from _keys(slo.file, slo.spec, SPEC.fields, "spec")
    metadata = slo.root.get("metadata")
    if isinstance(metadata, node.Mapping):  # the rest of it goes into reports
        yield from (each for each in _keys(slo.file, metadata, METADATA.fields, "metadata") if each.is_error)
    if "apiVersion" not in slo.root.entries:
        yield from _unversioned(slo)
    yield from _goal(slo)
    yield from _description(slo)


def check_config(config: Declared) -> Iterator[Finding]:
    yield from _keys(config.file, config.root, CONFIG.fields, "the document")
    for section, known in _CLASSES.items():
        found = config.root.get(section)
        keys = [entry.key for entry in found.entries.values()] if isinstance(found, node.Mapping) else []
        yield from _without_class(config.file, section, keys, known)
    yield from _twins(config)


def check_classes(slo: Declared, shared: Shared) -> Iterator[Finding]:
    """Classes that an SLO names, where no configuration tells whether the names are right."""
    backend = slo.spec.get("backend")
    named = {"backends": [backend] if backend else [], "exporters": slo.spec.items("exporters")}
    for section, known in _CLASSES.items():
        if section not in shared.names:
            names = [name for name in named[section] if isinstance(name, Scalar)]
            yield from _without_class(slo.file, section, names, known)


def _keys(file: str, value: node.Mapping, known: Mapping[str, Field], where: str) -> Iterator[Finding]:
    speller = Speller(known)
    for key, entry in value.entries.items():
        if key in known:
            continue
        meant = speller.meant(key, _NEAR)
        location = Location(file, entry.key.span)
        shown = f"`{key[:80]}`"
        if meant:
            message, hint = f"unknown key {shown} in `{where}`", f"did you mean `{meant}`?"
            yield Finding(UNKNOWN_KEY, Severity.ERROR, location, message, hint)
        else:
            message = f"slo-generator passes over the key {shown} in `{where}`"
            hint = f"remove it; known keys: {', '.join(name for name in known if name not in ALIASES)}"
            yield Finding(pages.STRAY_KEY, Severity.WARNING, location, message, hint)


def _unversioned(slo: Declared) -> Iterator[Finding]:
    first = next((slo.root.entries[key].key for key in (*ALIASES, "kind") if key in slo.root.entries), None)
    location = Location(slo.file, first.span if first else slo.root.span)
    message = "the file has no `apiVersion`"
    yield Finding(pages.UNVERSIONED, Severity.WARNING, location, message, f"write `apiVersion: {VERSION}`")


def _goal(slo: Declared) -> Iterator[Finding]:
    location = slo.location("spec", "goal")
    goal = slo.spec.get("goal")
    if number_of(goal) == 0:
        message = "`spec.goal` is 0: it is met where not one event is good"
        yield Finding(pages.NO_PROMISE, Severity.WARNING, location, message, "write the share to promise: 0.999")
    elif isinstance(goal, Scalar) and has_variable(goal):
        message = f"`spec.goal` is {goal.text[:60]}, which only slo-generator's environment knows"
        hint = "write the number; without it, the goal is not checked, and `gate` stops"
        yield Finding(pages.UNKNOWN_GOAL, Severity.WARNING, location, message, hint)


def _description(slo: Declared) -> Iterator[Finding]:
    described, goal = slo.spec.get("description"), number_of(slo.spec.get("goal"))
    if not isinstance(described, Scalar) or goal is None or not Target(1).takes(described.meaning(goal)):
        return
    promised = 100 * goal
    said = [match for match in _PERCENTAGE.finditer(described.text) if not match["compared"]]
    shares = [Decimal(match["share"]) for match in said]
    if {promised, 100 - promised} & set(shares):
        return
    for match, share in zip(said, shares, strict=True):
        if share >= _PROMISED:
            span = span_within(described.text, described.span, described.indent, *match.span())
            message = f"the description says {match[0]}, and the goal is {promised.normalize():f} %"
            hint = "make both say the same"
            yield Finding(pages.CONTRADICTION, Severity.WARNING, Location(slo.file, span), message, hint)
            return


def _without_class(file: str, section: str, names: Sequence[Scalar], known: tuple[str, ...]) -> Iterator[Finding]:
    speller = Speller(known)
    for name in names:
        text = name.text
        if not text or class_of(text, known) or is_custom(text) or has_variable(name):
            continue
        meant = speller.meant(text.partition("/")[0])
        message = f"slo-generator has no class for the {section.removesuffix('s')} `{text[:80]}`"
        hint = f"it has {', '.join(known)}; a class of your own is a path such as `team.backends.OurBackend`"
        hint = f"did you mean `{meant}`? {hint}" if meant else hint
        yield Finding(pages.UNKNOWN_CLASS, Severity.WARNING, Location(file, name.span), message, hint)


def _twins(config: Declared) -> Iterator[Finding]:
    policies = config.root.get(POLICIES)
    for name, entry in policies.entries.items() if isinstance(policies, node.Mapping) else ():
        first: dict[node.Plain, node.Mapping] = {}
        for step in entry.value.mappings("steps") if isinstance(entry.value, node.Mapping) else ():
            window = step.get("window")
            if isinstance(window, Scalar) and not has_variable(window):
                before = first.setdefault(window.value, step)
                if before is not step:
                    yield _twin(Location(config.file, window.span), name, window.text, before.text("name"))


def _twin(location: Location, policy: str, window: str, first: str) -> Finding:
    message = f"two steps of `{policy[:80]}` have a window of {window[:20]} s; the first is `{first[:80]}`"
    hint = "give each step a window of its own, or remove one"
    return Finding(pages.TWIN_STEPS, Severity.WARNING, location, message, hint)
