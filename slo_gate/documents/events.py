"""The events and the nodes of a YAML stream: from libyaml, or from the pure parser where PyYAML was built without it."""

import operator
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple

import yaml

from slo_gate.core.node import START, Span
from slo_gate.documents.refusal import NOT_YAML, NotYaml, Refusal, too_deep
from slo_gate.documents.text import BREAK, span_of_offset

try:
    from yaml._yaml import CParser, get_version
except ImportError:  # a PyYAML that was built without libyaml
    CParser = None  # type: ignore[assignment,misc]
else:

    class _Composer(CParser):
        """Composes nodes, and leaves open what those without a tag are: that is said here, and by YAML 1.2."""

        resolve = memoryview(b"").__exit__
        """Their tag: takes whatever it is given, and answers nothing."""
        descend_resolver = staticmethod(operator.is_)
        ascend_resolver = bool
        """These follow where `resolve` is asked, and do nothing. It is asked for every node, and of functions that do nothing,
        those in C are the quickest."""

    _LIMITS_NESTING = get_version() >= (0, 2, 6)
    """The composer calls itself for what is nested, on the stack of C, where nobody but libyaml can stop it."""

_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""YAML 1.2, rule 1: what a stream may not hold. Written as what is left over, which compiles in a tenth of the time.
libyaml counts its position in bytes, so we look for ourselves."""

_LIBYAMLS_LIMIT = "exceeded maximum nesting depth"


class Events(NamedTuple):
    """A parser's events, the module that has their classes, and what it raises where there is no YAML."""

    events: Iterator[Any]
    classes: ModuleType
    error: type[Exception]


def events_of(text: str) -> Events:
    if CParser is None:
        return _pure_events(text)
    return Events(iter(CParser(text).get_event, None), yaml.events, yaml.YAMLError)


def roots_of(text: str) -> Iterator[Any] | None:
    """The nodes of the documents, with aliases as the nodes that they stand for; None where no libyaml composes safely.

    They raise yaml.YAMLError.
    """
    return _roots(_Composer(text)) if CParser is not None and _LIMITS_NESTING else None


def _roots(composer: "_Composer") -> Iterator[Any]:
    while composer.check_node():
        yield composer.get_node()


def _pure_events(text: str) -> Events:
    """Of ruamel.yaml, since PyYAML's own pure parser knows YAML 1.1 alone."""
    import ruamel.yaml  # noqa: PLC0415 - only where libyaml is missing

    parser = ruamel.yaml.YAML(typ="safe", pure=True)
    return Events(parser.parse(text), ruamel.yaml.events, ruamel.yaml.error.YAMLError)


def refusal_for(error: Exception, text: str) -> Refusal:
    """What either parser complains about, with its place."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        if _LIBYAMLS_LIMIT in str(error):
            return too_deep(_point(mark, text))
        hint = "indent with blanks, not with tabs" if _character(text, mark.line, mark.column) == "\t" else ""
        problem = getattr(error, "problem", "") or getattr(error, "context", "")
        return NotYaml(NOT_YAML, _point(mark, text), f"not YAML: {problem}", hint)
    if found := _NOT_PRINTABLE.search(text):
        message = f"the character U+{ord(found[0]):04X} is not allowed in YAML"
        hint = "remove it, or write it as an escape in double quotes"
        return NotYaml(NOT_YAML, span_of_offset(text, found.start()), message, hint)
    return NotYaml(NOT_YAML, START, "not YAML")


def _character(text: str, line: int, column: int) -> str:
    lines = BREAK.split(text)
    return lines[line][column : column + 1] if line < len(lines) else ""


def _point(mark: Any, text: str) -> Span:
    """One character; the end of the last line for the line that parsers imagine after a file without a final break."""
    if mark.line > len(BREAK.findall(text)):
        return span_of_offset(text, len(text))
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
