"""The only YAML door: bytes to trees that know where everything stands.

Semantics are the core schema of YAML 1.2 (`no` is a string, 12:30 is a string, dates are strings), numbers keep their
text. A tree is made of the nodes that libyaml composes, where the file is small and ordinary, and else of libyaml's events, in
one pass, so that a bomb is refused before anything is expanded.
"""

import re

from slo_gate.core.finding import Skipped
from slo_gate.core.node import Node
from slo_gate.core.ports import Parsed
from slo_gate.core.suppression import suppressions
from slo_gate.core.template import is_template, may_be_template
from slo_gate.documents.building import Builder
from slo_gate.documents.composing import composed
from slo_gate.documents.events import events_of, refusal_for
from slo_gate.documents.refusal import DUPLICATE_KEY, NOT_YAML, REFUSED, TOO_BIG, NotYaml, Refusal
from slo_gate.documents.text import MAX_BYTES, decode, refuse_ambiguous_breaks

__all__ = ["DUPLICATE_KEY", "MAX_BYTES", "NOT_YAML", "REFUSED", "TOO_BIG", "json_tree", "parse"]

_FILLED_LATER = re.compile(rb"\{\{-? *\.window *-?\}\}")
"""What Sloth fills in, and no template engine does: files that hold it are YAML all the same."""


def json_tree(data: bytes) -> Node | None:
    """The tree of a large JSON file, quickly, and without places: `parse` finds those where something is wrong.

    None where it is no JSON.
    """
    from slo_gate.documents import quick_json  # noqa: PLC0415 - SLO files are not read so

    return quick_json.tree(data)


def parse(data: bytes, file: str) -> Parsed:
    """The documents of a file, or the finding that says why it has none. Never raises for what a file holds."""
    try:
        text = decode(data)
        refuse_ambiguous_breaks(text)
        parsed = composed(text, file) or _built(text, file)
    except Refusal as refusal:
        if isinstance(refusal, NotYaml) and b"{{" in _FILLED_LATER.sub(b"", data):
            reason = "a template (it holds `{{`) and no YAML before it is rendered: render first"
            return Parsed(file, (), (), Skipped(file, reason), template=True)
        return Parsed(file, (), (refusal.finding(file),))
    template = may_be_template(text) and any(is_template(document.root) for document in parsed.documents)
    silenced = tuple(suppressions(text, file))
    return parsed._replace(template=template, suppressions=silenced) if template or silenced else parsed


def _built(text: str, file: str) -> Parsed:
    source = events_of(text)
    try:
        return Builder(file, text, source.events, source.classes).run()
    except source.error as error:
        raise refusal_for(error, text) from None
