"""Every catalogue says all that the English one says, with the same values, and reports speak the language asked for."""

import re
import string

import pytest

from slo_gate.core.language import Language
from slo_gate.outputs import GATE_OUTPUTS
from slo_gate.outputs.english import ENGLISH
from slo_gate.outputs.languages import CATALOGUES
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.style import Style
from tests.outputs.reports import GATE_REPORTS, spoken

OTHERS = [language for language in Language if language is not Language.ENGLISH]
SAME = {
    *("at", "lead", "action", "column.burn", "fact.data", "fact.burn"),
    *("fact.budget", "kind.other", "footer.commit", "footer.run", "header.environment", "change.rollback", "file.one"),
    *("aspect.target", "aspect.target.factor", "aspect.label", "aspect.titled"),
}
"""Sentences that are the same in both, since they are names or hold nothing but values."""


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_language_has_a_catalogue() -> None:
    assert set(CATALOGUES) == set(Language)


@pytest.mark.parametrize("language", OTHERS)
def test_catalogue_has_the_codes_of_the_english_one(language: Language) -> None:
    assert set(CATALOGUES[language]) == set(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("code", ENGLISH)
def test_sentence_takes_the_values_of_the_english_one(language: Language, code: str) -> None:
    sentence = CATALOGUES[language][code]
    assert placeholders(sentence) == placeholders(ENGLISH[code])
    assert sentence.count("`") == ENGLISH[code].count("`")
    assert sentence.endswith(".") == ENGLISH[code].endswith(".")
    assert sentence == ENGLISH[code] if code in SAME else sentence != ENGLISH[code]


@pytest.mark.parametrize("language", Language)
def test_plural_forms_come_in_pairs(language: Language) -> None:
    catalogue = CATALOGUES[language]
    ones, others = ({code.removesuffix(end) for code in catalogue if code.endswith(end)} for end in (".one", ".other"))
    assert ones == others - {"changed", "kind", "overridden.way"}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", ENGLISH)
def test_sentence_is_plain_words_for_every_kind_of_page(language: Language, code: str) -> None:
    """Markdown, HTML and charts take sentences as they are."""
    sentence = re.sub(r"`[^`]*`", "", CATALOGUES[language][code])
    assert not re.search(r'[<>&"*_\[\]@#]', re.sub(r"\{\w+\}", "", sentence))


@pytest.mark.parametrize("name", ["text", "markdown"])
@pytest.mark.parametrize("report", GATE_REPORTS)
def test_indonesian_report_has_no_english_sentence(name: str, report: str) -> None:
    text = GATE_OUTPUTS[name].render(spoken(GATE_REPORTS[report], Language.INDONESIAN), Style())
    assert not re.search(r"\b(error budgets|remains|promise|blocked|recovers|the rule|What you can do)\b", text)


@pytest.mark.parametrize("name", ["json", "github"])
def test_what_machines_and_reviewers_of_code_read_stays_english(name: str) -> None:
    """JSON tells which language others speak, and nothing else in it differs."""
    output, report = GATE_OUTPUTS[name], GATE_REPORTS["changed"]
    text = output.render(spoken(report, Language.INDONESIAN), Style())
    assert text.replace('"language": "id"', '"language": "en"') == output.render(report, Style())


def test_comment_speaks_the_language_of_the_report() -> None:
    comment = render_comment(spoken(GATE_REPORTS["fail"], Language.INDONESIAN), Style())
    assert "### ⛔ Deploy ke `production` diblokir: 1 dari 5 error budget sudah habis" in comment
