"""The catalogues, by language. To add a language: a catalogue, its line here, and its code in `core.language`."""

# ruff: noqa: PLC0415 - a run speaks one language
from collections.abc import Mapping

from slo_gate.core.language import Language
from slo_gate.core.lazily import Lazily
from slo_gate.outputs.english import ENGLISH
from slo_gate.outputs.wording import Quote, Wording, as_is, in_backticks

Catalogue = Mapping[str, str]


def _indonesian() -> Catalogue:
    from slo_gate.outputs.indonesian import INDONESIAN

    return INDONESIAN


CATALOGUES: Mapping[str, Catalogue] = Lazily({Language.ENGLISH: lambda: ENGLISH, Language.INDONESIAN: _indonesian})


def speaking(language: Language, quote: Quote = in_backticks, retell: Quote = as_is) -> Wording:
    """Sentences of a language, safe for the place that `quote` and `retell` write for."""
    return Wording(quote, retell, CATALOGUES[language])
