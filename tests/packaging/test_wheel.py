"""The wheel as somebody installs it: without this repository, in a folder that holds the examples alone."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import Finished, run
from tests.support.prometheus import history, running_prometheus
from tests.support.prometheus_promises import DEAD, SPENT, WHOLE, write_workspace
from tests.support.repository import ROOT
from tests.support.wheels import fetched

pytestmark = pytest.mark.xdist_group("packaging")
CONFIG = "examples/.slo-gate.yaml"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the source distribution, so that neither lacks a file."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "uv", "build", "--quiet", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*build, "--out-dir", folder, ROOT], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def installed(folder: Path, wheel: Path, extra: str) -> Path:
    """The program of a fresh environment that has the wheel, and what it needs in the pinned versions."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    install = f"{sys.executable} -m uv pip install --quiet --python {folder}/venv/bin/python --no-index --find-links"
    subprocess.run([*install.split(), fetched(), f"{wheel}{extra}"], check=True, capture_output=True)
    return folder / "venv/bin/slo-gate"


@pytest.fixture(scope="module")
def base(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("base"), wheel, "")


@pytest.fixture(scope="module")
def complete(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("all"), wheel, "[all]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_prometheus(tmp_path_factory.mktemp("prometheus"), history()) as url:
        yield url


def gate(program: Path, folder: Path, config: str = CONFIG, *arguments: str) -> Finished:
    environ = {"PROM_TOKEN": "a-token"}
    return run("gate", "--config", config, "--format", "json", *arguments, cwd=folder, program=program, env=environ)


def test_schemas_and_templates_travel_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    schemas = {f"slo_gate/schemas/{path.relative_to(ROOT / 'schemas')}" for path in (ROOT / "schemas").rglob("*.json")}
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "slo_gate/outputs/templates").iterdir()}
    assert schemas
    assert templates
    assert schemas | templates | {"slo_gate/py.typed"} <= names


def test_nothing_of_the_repository_travels_but_the_package(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert [top for top in sorted(tops) if not top.endswith(".dist-info")] == ["slo_gate"]


@pytest.mark.parametrize("install", ["base", "complete"])
def test_the_examples_are_valid(install: str, folder: Path, request: pytest.FixtureRequest) -> None:
    done = run("validate", "examples/", cwd=folder, program=request.getfixturevalue(install))
    assert done.code == 0, done.out + done.err


def test_the_examples_gate_with_the_extra(complete: Path, folder: Path) -> None:
    done = gate(complete, folder, CONFIG, "--output", "markdown=budgets.md")
    report = json.loads(done.out)
    assert (done.code, report["outcome"]) == (1, "fail"), done.err
    assert {one["verdict"] for one in report["objectives"]} == {"pass", "warn", "fail"}
    assert "checkout-availability" in (folder / "budgets.md").read_text()


def test_the_base_install_names_the_extra_that_a_source_needs(base: Path, folder: Path) -> None:
    done = run("gate", "--config", CONFIG, cwd=folder, program=base)
    assert done.code == 2
    assert 'pip install "slo-gate[sql]"' in done.out + done.err


@pytest.mark.parametrize(
    ("targets", "code"),
    [
        pytest.param(WHOLE, 0, id="a whole budget exits 0"),
        pytest.param(SPENT, 1, id="a spent budget exits 1"),
        pytest.param(DEAD, 3, id="a service that stopped is unknown and exits 3"),
    ],
)
def test_the_base_install_gates_on_prometheus(
    base: Path, prometheus: str, tmp_path: Path, targets: dict[str, str], code: int
) -> None:
    done = gate(base, write_workspace(tmp_path, prometheus, targets), ".slo-gate.yaml", "--environment", "production")
    assert done.code == code, done.out + done.err


def test_each_schema_is_at_hand(base: Path, tmp_path: Path) -> None:
    """One process prints them all, by the installed package's own command."""
    names = run("schema", cwd=tmp_path, program=base).out.split()
    assert names == sorted(path.name for path in (ROOT / "schemas").iterdir())
    program = (
        "import sys; from slo_gate.cli import main; sys.exit(any([main(['schema', one]) for one in sys.argv[1:]]))"
    )
    shown = run("-I", "-c", program, *names, cwd=tmp_path, program=base.with_name("python"))
    assert (shown.code, shown.out) == (0, "".join((ROOT / "schemas" / name).read_text() for name in names))
