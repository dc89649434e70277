"""CHANGELOG.md keeps its form, so that a release can be cut from it."""

import re

from packaging.version import Version

from slo_gate import __version__
from tests.support.repository import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
RELEASE = re.compile(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})")


def test_changes_to_come_stand_first() -> None:
    assert HEADINGS[0] == "[Unreleased]"


def test_releases_have_a_version_and_a_date_and_go_back_in_time() -> None:
    releases = [RELEASE.fullmatch(heading) for heading in HEADINGS[1:]]
    assert None not in releases
    dates = [release[2] for release in releases if release]
    assert dates == sorted(dates, reverse=True)


def test_kinds_of_change_are_the_usual_ones() -> None:
    kinds = set(re.findall(r"^### (.+)$", TEXT, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_version_is_the_newest_release_or_one_to_come() -> None:
    released = [Version(match[0]) for match in RELEASE.findall(TEXT)]
    assert Version(__version__) >= max(released, default=Version("0"))
