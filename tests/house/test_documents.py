"""What README.md and CONTRIBUTING.md tell people to type and to paste is what this repository has."""

import importlib
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from slo_gate import config as configuration
from slo_gate import documents
from slo_gate.core.suppression import suppressions
from slo_gate.outputs import VALIDATION_OUTPUTS
from slo_gate.rulebook import RULEBOOK
from tests.support.program import called
from tests.support.repository import ROOT, fences, load, load_file, yaml_examples
from tests.support.require import require

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ACTION = load_file("action.yml")
THIS = "slo-gate/slo-gate"
UPLOAD = "github/codeql-action/upload-sarif@"


def command_lines(document: str) -> list[list[str]]:
    """The words of each command line in the document's shell blocks."""
    shells = (fence.text for fence in fences(document) if fence.language in {"sh", "bash", "console", "shell"})
    lines = (line.removeprefix("$ ") for text in shells for line in text.replace("\\\n", " ").splitlines())
    parts = (part for line in lines for part in line.split("&&"))
    return [words for part in parts if (words := shlex.split(part, comments=True))]


RECIPES = sorted(path for path in (ROOT / "docs" / "recipes").glob("*.yml") if "\njobs:" in path.read_text())


def workflow_texts() -> list[str]:
    """Of the README, and of the recipes."""
    shown = [fence.text for fence in fences("README.md") if fence.language == "yaml" and "\njobs:" in fence.text]
    return [*shown, *(path.read_text(encoding="utf-8") for path in RECIPES)]


def workflows() -> list[Any]:
    return [load(text) for text in workflow_texts()]


def test_every_recipe_is_listed() -> None:
    listed = set(re.findall(r"\]\(([\w.-]+)\)", (ROOT / "docs/recipes/README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in (ROOT / "docs" / "recipes").iterdir()} - {"README.md"}


def own_steps(workflow: Any) -> Iterator[Any]:
    for job in workflow["jobs"].values():
        yield from (step for step in job.get("steps", []) if step.get("uses", "").startswith(f"{THIS}@"))


def needed(workflow: Any) -> Iterator[tuple[str, str]]:
    """The permissions that a workflow's steps need."""
    texts = str(workflow["jobs"])
    if "actions/checkout@" in texts or ".github/workflows/" in texts:
        yield "contents", "read"
    if "github.event.workflow_run.id" in texts:
        yield "actions", "read"
    comments = [step.get("with", {}).get("comment") != "never" for step in own_steps(workflow)]
    if {"pull_request", "workflow_run"} & set(workflow["on"]) and any(comments):
        yield "pull-requests", "write"
    steps = [step for job in workflow["jobs"].values() for step in job.get("steps", [])]
    if any(step.get("uses", "").startswith(UPLOAD) for step in steps):
        yield "security-events", "write"


def test_readme_opens_with_the_demo_and_the_tests() -> None:
    first = [words for words in command_lines("README.md") if words[0] == "make"]
    assert first[:2] == [["make", "demo"], ["make", "test"]]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {words[1] for words in command_lines(document) if words[0] == "make"} | set(
        re.findall(r"`make (\w+)`", text)
    )
    assert named
    assert named <= set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))


def test_every_make_target_is_explained() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert targets
    explained = set(re.findall(r"^# make (\w+) ", MAKEFILE, re.MULTILINE))
    assert explained == set(targets[1].split()) - {"clean"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_program_has_the_commands_and_options(document: str) -> None:
    lines = [words for words in command_lines(document) if words[0].rpartition("/")[2] == "slo-gate"]
    for _, command, *arguments in lines:
        shown = called(command, "--help")
        assert shown.code == 0, command
        options = {word.split("=")[0] for word in arguments if word.startswith("--")}
        assert {option for option in options if option not in shown.out} == set(), command


def test_readme_shows_a_gated_deploy_and_a_pull_request() -> None:
    triggers = [workflow["on"] for workflow in workflows() if any(own_steps(workflow))]
    assert any("pull_request" in trigger for trigger in triggers)
    assert any("pull_request" not in trigger for trigger in triggers)


def test_workflows_use_inputs_that_the_action_has() -> None:
    steps = [step for workflow in workflows() for step in own_steps(workflow)]
    assert steps
    for step in steps:
        assert set(step.get("with", {})) <= set(ACTION["inputs"])


def test_workflows_use_outputs_that_the_action_has() -> None:
    for workflow in workflows():
        ids = {step["id"] for step in own_steps(workflow) if "id" in step}
        used = re.findall(r"steps\.([\w-]+)\.outputs\.([\w-]+)", str(workflow))
        assert {output for step, output in used if step in ids} <= set(ACTION["outputs"])


def test_workflows_ask_for_no_more_than_they_need() -> None:
    for workflow in workflows():
        scopes = [workflow.get("permissions"), *(job.get("permissions") for job in workflow["jobs"].values())]
        asked = {pair for scope in scopes if scope for pair in scope.items()}
        assert asked == set(needed(workflow))


def test_workflows_pass_the_workflow_linter() -> None:
    linter = str(ROOT / "tools" / "actionlint")
    built = subprocess.run([linter, "--version"], capture_output=True, check=False)
    require(built.returncode == 0, "actionlint could not be built")
    for text in workflow_texts():
        checked = subprocess.run([linter, "-"], input=text, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout


def test_workflows_use_the_actions_of_others_by_commit() -> None:
    used = [
        use for text in workflow_texts() for use in re.findall(r"uses: *(.+)", text) if not use.startswith((THIS, "./"))
    ]
    assert [use for use in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_what_is_uploaded_is_what_the_action_writes() -> None:
    for workflow in workflows():
        steps = [step for job in workflow["jobs"].values() for step in job.get("steps", [])]
        uploaded = [step["with"]["sarif_file"] for step in steps if step.get("uses", "").startswith(UPLOAD)]
        assert uploaded == [file for step in own_steps(workflow) if (file := step.get("with", {}).get("sarif-file"))]


def test_formats_are_those_of_validate() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("## What `validate` gives")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(VALIDATION_OUTPUTS)


def test_levels_and_suppressions_are_such_as_are_read(tmp_path: Path) -> None:
    texts = [fence.text for fence in fences("README.md") if fence.language == "yaml"]
    (levels,) = (text for text in texts if text.startswith("validate:"))
    config = configuration.read(documents.parse(f"version: 1\n{levels}".encode(), "c.yaml"), tmp_path, {})
    (found,) = (one for text in texts for one in suppressions(text, "README.md"))
    assert {*config.validation.rules, *found.rules} <= set(RULEBOOK)
    assert found.reason


def test_pre_commit_example_names_hooks_that_exist() -> None:
    repos = [repo for example in yaml_examples("README.md", "repos") for repo in example["repos"]]
    own = [hook["id"] for repo in repos if THIS in repo["repo"] for hook in repo["hooks"]]
    assert own
    assert set(own) <= {hook["id"] for hook in load_file(".pre-commit-hooks.yaml")}


def test_tables_to_extend_are_where_contributing_says() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`([A-Z_]+)` in `(slo_gate/[\w/]+)/__init__\.py`", text)
    assert {table for table, _ in named} >= {"FORMATS", "SOURCES", "CONDITIONS", "GATE_OUTPUTS", "VALIDATION_OUTPUTS"}
    for table, folder in named:
        assert hasattr(importlib.import_module(folder.replace("/", ".")), table), f"{folder} has no {table}"
