"""A gate over a metrics server, and what must hold however that goes: it ends in time, and no secret is anywhere."""

import base64
import json
import time
import urllib.parse
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.running import CANARY, put, ran
from tests.support.faults import Deed, Script, answering, json_reply
from tests.support.prometheus import AT

CONFIG = """\
version: 1
slos: ["slo/**"]
at: {at}
sources:
  metrics: {{type: prometheus, url: "{url}", auth: {{bearer: {{env: PROM_TOKEN}}}}, timeout_seconds: {seconds}{more}}}
"""
QUICK, SLOW = 10.0, 1.0
"""Seconds that the questions of a run may take together: where no time should pass, and where all of it does."""


class Gate:
    """Gates one SLO over a server that is told where to find."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, url: str, seconds: float = QUICK, at: datetime | None = AT, more: str = "") -> tuple[int, Any]:
        """The exit status and the report. Ends in time, and the secret is in nothing that was written."""
        config = CONFIG.format(url=url, seconds=seconds, more=more, at=f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else "")
        put(self.folder, {".slo-gate.yaml": config if at else config.replace("at: \n", "")})
        outputs = [f"--output={kind}=report.{kind}" for kind in ("json", "markdown", "text", "github")]
        begun = time.monotonic()
        done = ran(self._capsys, "gate", *outputs)
        assert time.monotonic() - begun < seconds + 3
        written = [path.read_text() for path in self.folder.glob("report.*")]
        assert len(written) == len(outputs)
        for text in (*written, done.out, done.err):
            assert not [form for form in FORMS if form in text]
        return done.code, json.loads((self.folder / "report.json").read_text())


FORMS = (CANARY, base64.b64encode(CANARY.encode()).decode(), urllib.parse.quote(f"Bearer {CANARY}"), CANARY[::-1])


def verdict_of(report: Any) -> str:
    """The reason for not knowing, else the verdict, of a report's only objective."""
    (objective,) = report["objectives"]
    reason = (objective["no_data"] or {}).get("reason")
    assert (objective["verdict"] == "unknown") is bool(reason)
    return reason or str(objective["verdict"])


def refusal(status: int, kind: str, text: str) -> Deed:
    return json_reply({"status": "error", "errorType": kind, "error": text}, status)


ECHO = f"no such thing: Authorization: Bearer {CANARY}"
"""Some proxies quote the request that they refuse."""


def gated(gate: Gate, script: Script, **settings: Any) -> tuple[int, Any]:
    """What `Gate.run` answers, over a server that plays a script."""
    with answering(script) as server:
        return gate.run(server.url, **settings)
