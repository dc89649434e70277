"""Arrows point one way: the shell knows all, the engine and the adapters know the core, the core knows nobody.

Each third-party library has one door, and a command imports no library that it does not need.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import slo_gate
from tests.support.imports import House, Rule

ROOT = Path(slo_gate.__file__).parent
CORE = "slo_gate.core"
SHELL = (
    "__main__",
    "cli",
    "cli_gate",
    "cli_aside",
    "answering",
    "options",
    "action",
    "action_inputs",
    "shell",
    "request",
    "validating",
    "gating",
    "running",
    "action_run",
    "hosting",
    "sourcing",
    "testing",
    "changed",
    "ahead",
    "gating_changes",
    "comparing",
    "feeding",
    "diffing",
    "weakening",
    "published",
    "publishing",
    "commenting",
    "rulebook",
    "crash",
    "terminal",
    "termination",
    "mending",
    "loading",
)

HOUSE = House(
    rules=(
        Rule(CORE),
        Rule("slo_gate.engine", (CORE,)),
        Rule("slo_gate.config", (CORE,)),
        Rule("slo_gate.documents", (CORE,)),
        Rule("slo_gate.files", (CORE,)),
        Rule("slo_gate.git", (CORE,)),
        Rule("slo_gate.collecting", ()),
        Rule("slo_gate.leaving", ()),
        Rule("slo_gate.sharing_out", ()),
        Rule("slo_gate.transport", (CORE,)),
        Rule("slo_gate.formats.*", (CORE,)),
        Rule("slo_gate.formats", (CORE, "slo_gate.formats.*")),
        Rule("slo_gate.rules.*", (CORE, "slo_gate.promql")),
        Rule("slo_gate.rules", (CORE, "slo_gate.rules.*")),
        Rule("slo_gate.promql", (CORE,)),
        Rule("slo_gate.sources.inside", (CORE,)),
        Rule("slo_gate.sources.sql*", (CORE, "slo_gate.sources.inside")),
        Rule(
            "slo_gate.sources.prom*",
            (CORE, "slo_gate.transport", "slo_gate.promql", "slo_gate.sources.in_parallel", "slo_gate.sources.inside"),
        ),
        Rule("slo_gate.sources.recorded*", (CORE, "slo_gate.promql", "slo_gate.sources.prom*")),
        Rule("slo_gate.sources.in_parallel", ()),
        Rule("slo_gate.sources.file*", (CORE, "slo_gate.files", "slo_gate.snapshot", "slo_gate.sources.inside")),
        Rule("slo_gate.sources", (CORE, "slo_gate.sources.*")),
        Rule("slo_gate.snapshot", (CORE, "slo_gate.documents")),
        Rule("slo_gate.policy_tests", (CORE, "slo_gate.documents")),
        Rule("slo_gate.outputs", (CORE,)),
        Rule("slo_gate.github", (CORE, "slo_gate.transport")),
        *(Rule(f"slo_gate.{name}", ("slo_gate.*",)) for name in SHELL),
    ),
    doors={
        "ruamel": "slo_gate.documents",
        "yaml": "slo_gate.documents",
        "requests": "slo_gate.transport",
        "urllib3": "slo_gate.transport",
        "jinja2": "slo_gate.outputs",
        "duckdb": "slo_gate.sources.sql_duckdb",
        "sqlalchemy": "slo_gate.sources.sql_server",
        "certifi": "slo_gate.sources.sql_server",
        "clickhouse_connect": "slo_gate.sources.sql_drivers",
        "trino": "slo_gate.sources.sql_drivers",
        "google": "slo_gate.sources.sql_drivers",
        "promql_parser": "slo_gate.promql",
    },
    pure=(CORE, "slo_gate.engine"),
    worldly=frozenset(
        {"asyncio", "glob", "http", "io", "locale", "logging", "os", "random", "secrets", "shutil", "signal", "socket"}
        | {"sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib"}
    ),
)


def test_every_import_is_allowed() -> None:
    assert list(HOUSE.violations(ROOT)) == []


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(
        ROOT, tmp_path_factory.mktemp("copy") / "slo_gate", ignore=shutil.ignore_patterns("__pycache__")
    )


@contextmanager
def planted(path: Path, line: str) -> Iterator[None]:
    """A file, which may be a new one, with a line at its end."""
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((before or b"") + f"\n{line}\n".encode())
    try:
        yield
    finally:
        path.unlink() if before is None else path.write_bytes(before)


@pytest.mark.parametrize(
    ("module", "line", "violation"),
    [
        pytest.param("core/budget.py", "from slo_gate import documents", "slo_gate.core.budget imports slo_gate.documents", id="the core knows the YAML door"),
        pytest.param("core/budget.py", "import slo_gate.engine.gating", "slo_gate.core.budget imports slo_gate.engine.gating", id="the core knows the engine"),
        pytest.param("core/budget.py", "from ..engine import gating", "slo_gate.core.budget imports slo_gate.engine.gating", id="the core knows the engine by a relative import"),
        pytest.param("core/__init__.py", "from ..engine import gating", "slo_gate.core imports slo_gate.engine.gating", id="a package's own file does"),
        pytest.param("core/budget.py", "import requests", "slo_gate.core.budget imports requests, whose door is slo_gate.transport", id="the core knows a library"),
        pytest.param("core/budget.py", "import os", "slo_gate.core.budget imports os", id="the core knows the environment"),
        pytest.param("core/window.py", "NOW = datetime.now(UTC)", "slo_gate.core.window calls datetime.now", id="the core reads the clock"),
        pytest.param("engine/gating.py", "FILE = open('x')", "slo_gate.engine.gating calls open", id="the engine reads a file"),
        pytest.param("engine/gating.py", "from slo_gate.sources import SOURCES", "slo_gate.engine.gating imports slo_gate.sources", id="the engine knows an adapter"),
        pytest.param("formats/openslo/checks.py", "from slo_gate.documents import parse", "slo_gate.formats.openslo.checks imports slo_gate.documents", id="a format knows the YAML door"),
        pytest.param("formats/sloth.py", "from slo_gate.formats.openslo.values import DURATION", "slo_gate.formats.sloth imports slo_gate.formats.openslo.values", id="a format knows another"),
        pytest.param("sources/sql.py", "from slo_gate.transport import Client", "slo_gate.sources.sql imports slo_gate.transport", id="a source knows a door it does not need"),
        pytest.param("sources/sql.py", "from slo_gate.sources import prometheus", "slo_gate.sources.sql imports slo_gate.sources.prometheus", id="a source knows another"),
        pytest.param("outputs/text.py", "from slo_gate.github import commands", "slo_gate.outputs.text imports slo_gate.github.commands", id="an output knows another adapter"),
        pytest.param("outputs/text.py", "from slo_gate.shell import Request", "slo_gate.outputs.text imports slo_gate.shell", id="an output knows the shell"),
        pytest.param("outputs/text.py", "def late() -> None:\n    import duckdb", "slo_gate.outputs.text imports duckdb, whose door is slo_gate.sources.sql_duckdb", id="a library through another door, late"),
        pytest.param("cli.py", "import jinja2.sandbox", "slo_gate.cli imports jinja2, whose door is slo_gate.outputs", id="the shell opens a library itself"),
        pytest.param("cli.py", "import msgspec", "slo_gate.cli imports msgspec, whose door is nowhere", id="a library without a door"),
        pytest.param("shell.py", "import importlib\nimportlib.import_module('x')", "slo_gate.shell imports importlib-by-name, whose door is nowhere", id="an import by name"),
        pytest.param("helpers.py", "from slo_gate.core import slo", "slo_gate.helpers has no place in the table", id="a module that the table does not know"),
    ],
)  # fmt: skip
def test_a_planted_import_is_found(copy: Path, module: str, line: str, violation: str) -> None:
    with planted(copy / module, line):
        found = list(HOUSE.violations(copy))
    assert found == [violation]


SLO = """\
apiVersion: openslo/v1
kind: Service
metadata: {name: checkout}
spec: {}
"""
HEAVY = ("requests", "urllib3", "jinja2", "duckdb", "sqlalchemy", "promql_parser")
SLOW = ("dataclasses", "inspect")
"""Of the standard library: they and what they make take a sixth of the time that one file takes."""


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import slo_gate.documents", id="the YAML door"),
        pytest.param("import slo_gate.cli", id="the command line"),
        pytest.param("import slo_gate.action", id="the action"),
        pytest.param("from slo_gate.cli import main; assert main(['validate', 'slo.yaml']) == 0", id="validate"),
        pytest.param("from slo_gate.cli import main; assert main(['validate', '.']) == 1", id="validate a folder with an error"),
        pytest.param("from slo_gate.cli import main; assert main(['validate', '--format', 'json', 'slo.yaml']) == 0", id="validate as JSON"),
        pytest.param("from slo_gate.cli import main; assert main(['validate', '--format', 'github', '.']) == 1", id="validate as annotations"),
        pytest.param("from slo_gate.cli import main; assert main(['gate', '--change', 'rollback']) == 0", id="gate a rollback"),
    ],
)  # fmt: skip
def test_no_library_is_imported_that_is_not_needed(tmp_path: Path, program: str) -> None:
    """Each costs more to import than a file takes to validate."""
    (tmp_path / "slo.yaml").write_text(SLO, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(SLO.replace("name: checkout", "nmae: other"), encoding="utf-8")
    assert loaded(program, tmp_path, HEAVY) == "[]"


def test_a_right_file_is_validated_without_the_slow_parts_of_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(SLO, encoding="utf-8")
    program = "from slo_gate.cli import main; assert main(['validate', 'slo.yaml']) == 0"
    assert loaded(program, tmp_path, SLOW) == "[]"


PROMISE = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: checkout}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  indicator:
    metadata: {name: checkout}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {metricSourceRef: metrics, type: Prometheus, spec: {query: sum(good_total)}}}
        total: {metricSource: {metricSourceRef: metrics, type: Prometheus, spec: {query: sum(all_total)}}}
  objectives: [{displayName: checkout, target: 0.99}]
"""


def test_a_gate_measures_and_reports_without_the_slow_parts_of_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(PROMISE, encoding="utf-8")
    config = "version: 1\nsources: {metrics: {type: prometheus, url: 'http://127.0.0.1:1', timeout_seconds: 1}}\n"
    (tmp_path / ".slo-gate.yaml").write_text(config, encoding="utf-8")
    program = "from slo_gate.cli import main; assert main(['gate']) == 3"
    assert loaded(program, tmp_path, (*SLOW, "zoneinfo", "jinja2")) == "[]"


OTHERS = ("slo_gate.sources.recorded", "slo_gate.sources.sql", "slo_gate.sources.file", "slo_gate.core.snapshot")


def test_a_gate_imports_the_sources_that_are_configured_alone(tmp_path: Path) -> None:
    (tmp_path / "slo.yaml").write_text(SLO.replace("Service", "SLO"), encoding="utf-8")
    config = "version: 1\nsources: {metrics: {type: prometheus, url: 'http://127.0.0.1:1'}}\n"
    (tmp_path / ".slo-gate.yaml").write_text(config, encoding="utf-8")
    assert loaded("from slo_gate.cli import main; assert main(['gate']) == 2", tmp_path, OTHERS) == "[]"


RUN_OF_ACTION = {
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_REPOSITORY": "acme/shop",
    "INPUT_COMMAND": "gate",
    "INPUT_CHANGE": "fix",
}


@pytest.mark.parametrize(
    ("module", "environ"),
    [
        pytest.param("slo_gate", {}, id="the command line"),
        pytest.param("slo_gate.action", RUN_OF_ACTION, id="the action"),
    ],
)
def test_the_program_looks_for_no_cycles(tmp_path: Path, module: str, environ: dict[str, str]) -> None:
    (tmp_path / "slo.yaml").write_text(SLO, encoding="utf-8")
    program = f"""
import gc, os, runpy
passes = []
gc.callbacks.append(lambda *_: passes.append(1) if "slo_gate.crash" in sys.modules else None)
sys.argv[1:] = ["validate", "slo.yaml"]
os.environ.update({environ})
try:
    runpy.run_module({module!r}, run_name="__main__", alter_sys=True)
except SystemExit as ended:
    assert not ended.code, ended.code
assert not passes
"""
    assert loaded(program, tmp_path, ("requests",)) == "[]"


def loaded(program: str, folder: Path, names: tuple[str, ...]) -> str:
    """Which of some modules a program has imported at its end."""
    shown = f"print([name for name in {names} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT.parent)!r})\n{program}\n{shown}"],
        cwd=folder,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
