"""A team whose Prometheus has records, gating by them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.program import called
from tests.support.prometheus import AT
from tests.support.recording import FOLDER

SLOTH, PYRRA = FOLDER / "sloth.yaml", FOLDER / "pyrra"


class Team:
    """A folder with SLO files and a configuration, and a gate that is run in it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        (folder / "slo").mkdir()

    def promising(self, *files: Path, **words: str) -> "Team":
        """The files, with some words replaced by others."""
        for file in files:
            text = file.read_text()
            for old, new in words.items():
                assert old in text
                text = text.replace(old, new)
            (self.folder / "slo" / file.name).write_text(text)
        return self

    def given(self, name: str, text: str) -> "Team":
        (self.folder / "slo" / name).write_text(text)
        return self

    def gate(self, settings: Mapping[str, object] = {}, **more: object) -> dict[str, Any]:
        """The objectives of the report, by the SLO's name and series."""
        self.configured(settings, **more)
        report = json.loads(self.called("gate", "--format", "json"))
        assert report["objectives"], report
        return {"/".join([one["slo"], *(one["series"] or {}).values()]): one for one in report["objectives"]}

    def configured(self, settings: Mapping[str, object] = {}, **more: object) -> "Team":
        source = {"type": "recorded", "url": self.url, **settings}
        config = {"version": 1, "at": f"{AT:%Y-%m-%dT%H:%M:%SZ}", "slos": ["slo"], "sources": {"rules": source}, **more}
        (self.folder / ".slo-gate.yaml").write_text(json.dumps(config))
        return self

    def called(self, *arguments: str) -> str:
        """What the program prints."""
        return called(*arguments, cwd=self.folder).out
