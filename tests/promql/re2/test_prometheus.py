"""The table is what a real Prometheus says, where one is installed: `promtool` has its parser."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from slo_gate.promql.analysis import analysed
from tests.promql.re2.test_table import REFUSED, TAKEN, TAKING_NOTHING
from tests.support.require import require

VARYING = {r"\pN\PL\p{Greek}\P{^Lu}\p{Old_Italic}", r"\p{Letter}\p{greek}\p{Any}", r"\Qa", r"\Q", "(?<name>a)"}
"""What depends on the release: names of classes, names of groups, and a quotation without an end."""
BYTES = re.compile("[\udc80-\udcff]")


def quoted(expression: str) -> str:
    escaped = expression.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + BYTES.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", escaped) + '"'


def taken_by_promtool(queries: Sequence[str], folder: Path) -> list[bool]:
    require(bool(shutil.which("promtool")), "Debian's package prometheus is not installed")
    rules = [{"record": f"r{number}", "expr": query} for number, query in enumerate(queries)]
    file = folder / "rules.yaml"
    file.write_text(json.dumps({"groups": [{"name": "all", "rules": rules}]}))
    done = subprocess.run(["promtool", "check", "rules", str(file)], capture_output=True, check=False)
    refused = {int(number) for number in re.findall(rb'"r([0-9]+)": could not parse', done.stdout + done.stderr)}
    return [number not in refused for number in range(len(queries))]


def test_prometheus_takes_and_refuses_the_same(tmp_path: Path) -> None:
    refused = [one.replace("«", "").replace("»", "") for every in REFUSED.values() for one in every]
    expressions = sorted({*TAKEN, *TAKING_NOTHING, *refused} - VARYING)
    queries = [f"{{l{operator}{quoted(one)}}}" for one in expressions for operator in ("=~", "!~")]
    here = {query: analysed(query).fault is None for query in queries}
    there = dict(zip(queries, taken_by_promtool(queries, tmp_path), strict=True))
    assert len(set(there.values())) == len({True, False})
    assert [query for query in queries if here[query] != there[query]] == []
