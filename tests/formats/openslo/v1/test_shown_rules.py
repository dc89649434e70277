"""Every rule of all formats is shown by the corpus of OpenSLO v1, or by a test that is named."""

from slo_gate.core.pages import PAGES
from slo_gate.rulebook import RULEBOOK
from tests.formats.openslo.subjects import corpus_of

CORPUS = corpus_of("v1")
NAMED_TESTS = {
    "SLO006": "tests/test_files_refused.py: a link or a pipe is no file to read",
    "SLO007": "tests/engine/test_templates.py: only the gate wants templates rendered",
    "SLO011": "tests/engine/test_exclusions.py: only the gate has an instant at which an exclusion has expired",
    "SLO012": "tests/engine/test_freezes_and_exemptions.py: only the gate has an instant at which an exemption ends",
    "SLO013": "tests/engine/test_freezes_and_exemptions.py: an exemption stands in the configuration",
    "SLO014": "tests/policy_tests/test_command.py: a policy test stands in a file of its own",
    "SLO203": "test_whole_set.py: an object that nothing uses",
}
"""Rules about what no text file can show, or what is no more than a notice, and the tests that show it."""


def test_every_rule_of_all_formats_is_shown() -> None:
    shown = {rule for rule, _ in CORPUS.shown()}
    assert set(PAGES) <= shown | set(NAMED_TESTS) <= set(RULEBOOK)
    assert not shown & set(NAMED_TESTS)


def test_every_severity_of_every_rule_of_all_formats_is_shown() -> None:
    ruled = {(rule, str(severity)) for rule, page in PAGES.items() for severity in page.severities}
    assert ruled - CORPUS.shown() == {
        (rule, str(severity)) for rule in NAMED_TESTS for severity in PAGES[rule].severities
    }
