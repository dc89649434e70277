"""Workflow commands and step files, read back as the runner reads them."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.workflow_command import command, escape_data, escape_property
from slo_gate.github.commands import commands_stopped, masks
from slo_gate.github.step_files import SUMMARY_LIMIT, write_outputs, write_summary
from tests.support import runner
from tests.support.properties import tried

PIECES = [":", "::", "##[", "]", "%", "0A", "25", ",", "=", ";", "\r", "\n", " ", "\u2028", "\u00a0"]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.characters()).map("".join)
PAYLOADS = ["::error::x", "##[add-mask]x", "\u00a0::set-output name=a::b", "a\r::stop-commands::x", "::stop-commands::"]


@tried(100)
@given(HOSTILE, HOSTILE)
def test_command_of_any_text_is_one_command_with_that_text(message: str, title: str) -> None:
    line = command("error", message, file="slo.yaml", title=title, line=3)
    assert len(runner.log_lines(line)) == 1
    read = runner.parse(line)
    assert read is not None
    assert (read.name, read.data) == ("error", message)
    carried = title.lstrip("=")
    assert read.properties == {"file": "slo.yaml", "line": "3"} | ({"title": carried} if carried else {})


@pytest.mark.parametrize(
    ("escape", "text", "escaped"),
    [
        pytest.param(escape_data, "100%\r\n", "100%25%0D%0A", id="the ends of lines and % in data"),
        pytest.param(escape_data, "%0A", "%250A", id="what looks escaped already"),
        pytest.param(escape_data, "a:b,c", "a:b,c", id="colons and commas in data stay"),
        pytest.param(escape_property, "a:b,c%", "a%3Ab%2Cc%25", id="colons and commas in a property"),
    ],
)
def test_escaping(escape: type[str], text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_masks_tell_the_runner_each_secret_once() -> None:
    log = runner.Log().read(masks(["s3cret-one", "two\nlines%", "s3cret-one"]))
    assert [(read.name, read.data) for read in log.obeyed] == [
        ("add-mask", "s3cret-one"),
        ("add-mask", "two\nlines%"),
    ]


@pytest.mark.parametrize("short", ["", "abc", "    ", "\n"])
def test_masks_leave_out_what_would_star_out_the_log(short: str) -> None:
    assert masks([short]) == ""


@tried(100)
@given(st.lists(st.one_of(HOSTILE, st.sampled_from(PAYLOADS))))
def test_nothing_written_while_commands_are_stopped_is_obeyed(texts: list[str]) -> None:
    stream = io.StringIO()
    with commands_stopped(stream):
        stream.write("\n".join(texts))
    stream.write(command("notice", "after"))
    log = runner.Log().read(stream.getvalue())
    assert not log.stopped
    assert [read.data for read in log.obeyed] == ["after"]


def test_payloads_would_be_obeyed_without_the_stop() -> None:
    assert len(runner.Log().read("\n".join(PAYLOADS[:3])).obeyed) == 3


def test_commands_resume_after_a_failure() -> None:
    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt), commands_stopped(stream):
        raise KeyboardInterrupt
    assert not runner.Log().read(stream.getvalue()).stopped


def test_each_stop_has_its_own_token() -> None:
    first, second = io.StringIO(), io.StringIO()
    for stream in (first, second):
        with commands_stopped(stream):
            pass
    assert first.getvalue() != second.getvalue()


@tried(100)
@given(st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True), HOSTILE | st.text()))
def test_outputs_of_any_text_arrive_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, given: dict[str, str]
) -> None:
    file = tmp_path_factory.mktemp("step") / "output"
    assert write_outputs(given, {"GITHUB_OUTPUT": str(file)}) is None
    read = runner.outputs(file.read_bytes().decode())
    assert read == {name: value.encode(errors="backslashreplace").decode() for name, value in given.items()}


def test_outputs_join_those_of_an_earlier_writer(tmp_path: Path) -> None:
    file = tmp_path / "output"
    file.write_text("before=1")
    environ = {"GITHUB_OUTPUT": str(file)}
    write_outputs({"outcome": "fail"}, environ)
    write_outputs({"summary": "a\nb"}, environ)
    assert runner.outputs(file.read_text()) == {"before": "1", "outcome": "fail", "summary": "a\nb"}


@pytest.mark.parametrize("name", ["", "a=b", "a<<b", "a\nb", "Ä"])
def test_output_name_that_the_file_cannot_carry_is_our_own_bug(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}$"):
        write_outputs({name: "x"}, {"GITHUB_OUTPUT": str(tmp_path / "output")})


def test_summary_is_added_below_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "summary"
    file.write_text("# Before")
    assert write_summary("# After", {"GITHUB_STEP_SUMMARY": str(file)}) is None
    assert file.read_text() == "# Before\n# After\n"


@pytest.mark.parametrize(("spare", "written"), [(0, True), (-1, False)], ids=["at the limit", "a byte above it"])
def test_summary_above_the_limit_of_the_runner_is_not_written(tmp_path: Path, spare: int, written: bool) -> None:
    file = tmp_path / "summary"
    file.write_text("x\n")
    note = write_summary("y" * (SUMMARY_LIMIT - 3 - spare), {"GITHUB_STEP_SUMMARY": str(file)})
    assert (note is None) is written
    assert file.stat().st_size == (SUMMARY_LIMIT if written else 2)
    assert note is None or note == (
        "GITHUB_STEP_SUMMARY would hold 1,048,577 bytes, above the runner's 1,048,576: nothing was added"
    )


@pytest.mark.parametrize(
    ("environ", "note"),
    [
        pytest.param({}, "GITHUB_OUTPUT is not set: nothing was written to it", id="outside a workflow"),
        pytest.param(
            {"GITHUB_OUTPUT": "{folder}"},
            "the file that GITHUB_OUTPUT names could not be written: Is a directory",
            id="a folder in its place",
        ),
        pytest.param(
            {"GITHUB_OUTPUT": "/dev/full"},
            "the file that GITHUB_OUTPUT names could not be written: No space left on device",
            id="a full disk",
        ),
    ],
)
def test_outputs_that_cannot_be_written_are_a_note(tmp_path: Path, environ: dict[str, str], note: str) -> None:
    placed = {name: value.format(folder=tmp_path) for name, value in environ.items()}
    assert write_outputs({"outcome": "fail"}, placed) == note
