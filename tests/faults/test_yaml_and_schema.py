"""Faults in the bytes of a file, and in what they say: `gate` ends with 2, `validate` with 1, both say what and where."""

from pathlib import Path

import pytest

from tests.faults.running import CANARY, CONFIG, put, ran, slo

LINES = slo().splitlines(keepends=True)
BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh"))  # noqa: B905
MERGES = "a: &a {k0: x}\n" + "".join(
    f"{b}: &{b} {{<<: [{', '.join([f'*{a}'] * 9)}], k{b}: x}}\n"
    for a, b in zip("abcdefg", "bcdefgh")  # noqa: B905
)


def inside(text: str) -> str:
    """The SLO with a foreign key at its end."""
    return slo() + text


WRONG: list[tuple[str, str, str | bytes, str]] = [
    ("A2", "invalid UTF-8", slo().encode() + b"# \xff\n", "is not UTF-8"),
    ("A3", "UTF-16", slo().encode("utf-16"), "UTF-16"),
    ("A3", "UTF-32", slo().encode("utf-32"), "UTF-16 or UTF-32"),
    ("A5", "a NUL", inside("# \0\n"), "U+0000 is not allowed"),
    ("A5", "an escape character", inside("# \x1b[31m\n"), "U+001B is not allowed"),
    ("A6", "a tab as indentation", slo().replace("  name: web", "\tname: web"), "indent with blanks, not with tabs"),
    ("A7", "a key that stands twice", slo().replace("  name: web", "  name: web\n  name: shop"), "first in line 4"),
    ("A8", "an unknown tag", slo(target="!ENV TARGET"), "the tag '!ENV' is not allowed"),
    ("A8", "a tag of Python", slo(target="!!python/object/apply:os.system [id]"), "is not allowed"),
    ("A9", "an alias bomb", inside(BOMB), "aliases expanded"),
    ("A10", "a merge bomb", inside(MERGES), "aliases expanded"),
    ("A11", "1,000 brackets", inside("x: " + "[" * 1_000), "nested deeper"),
    ("A11", "100,000 brackets", inside("x: " + "[" * 100_000), "nested deeper"),
    ("A12", "an alias to itself", inside("x: &a [*a]\n"), "contains itself"),
    ("A13", "a number of 5,000 digits", slo(target="9" * 5_000), "a number of 5,000 characters"),
    ("A13", "a hexadecimal number of 40,000 digits", slo(target="0x" + "f" * 40_000), "characters"),
    ("A14", "a file above the limit", inside("# " + "x" * 1_100_000 + "\n"), "bytes; at most"),
    ("A15", "100,000 documents", inside("---\n" * 100_000), "documents in one file"),
    ("A15", "100,000 values", inside("x: [" + "1," * 100_000 + "]\n"), "values in one"),
    ("A16", "YAML 1.1", "%YAML 1.1\n---\n" + slo(), "asks for YAML 1.1"),
    ("A17", "an alias without an anchor", inside("x: *nowhere\n"), "has no anchor before it"),
    ("A17", "an anchor defined twice", inside("x: [&a 1, &a 2]\n"), "is defined twice"),
    ("B1", "a target of 0", slo(target="0"), "above 0 and below 1"),
    ("B1", "a target of 1", slo(target="1"), "leaves no error budget"),
    ("B1", "a target of 100", slo(target="100"), "above 0 and below 1"),
    ("B1", "a target of 1.5", slo(target="1.5"), "must be a ratio"),
    ("B1", "a target of -1", slo(target="-1"), "above 0 and below 1"),
    ("B2", "a target that is no number", slo(target=".nan"), "above 0 and below 1"),
    ("B2", "an infinite target", slo(target=".inf"), "above 0 and below 1"),
    ("B2", "a target of 1e999", slo(target="1e999"), "above 0 and below 1"),
    ("B2", "a target that is true", slo(target="true"), "is true or false"),
    ("B2", "a target in quotes", slo(target='"0.999"'), "write it without quotes"),
    ("B3", "a percentage for a ratio", slo(target="99.9"), "did you mean `0.999`?"),
    ("B4", "a target of 17 digits", slo(target="0.99999999999999999"), "leaves no error budget"),
    ("B5", "a misspelt field", slo().replace("objectives:", "objectve:"), "did you mean `objectives`?"),
    ("B6", "a missing field", slo().replace("  service: shop\n", ""), "`spec` has no `service`"),
    ("B6", "a field of nothing", slo(target=""), "`spec.objectives[0].target` is nothing (null)"),
    ("B6", "a field of the wrong type", slo(objectives="5").split("    - target")[0], "must be a list"),
    ("B7", "another version", slo(apiVersion="openslo/v9"), "what is read is"),
    ("B7", "an unknown kind", slo(kind="Slo"), "it must be one of"),
    ("B8", "a window of 0d", slo(duration="0d"), "must be a whole number and one of m"),
    ("B8", "a window of -1d", slo(duration="-1d"), "must be a whole number and one of m"),
    ("B8", "a window of 30x", slo(duration="30x"), "must be a whole number and one of m"),
    ("B9", "no objectives", slo(objectives="[]").split("    - target")[0], "has 0 items"),
    ("B10", "a name with a line break and a command", slo(name='"x\\n::error::y"'), "lower-case letters"),
    ("B10", "a name with the old command", slo(name='"##[add-mask]x"'), r"##\[add-mask]x"),
    ("B10", "a name that turns the direction", slo(name='"a\\u202eb"'), "lower-case letters"),
    ("B10", "a name of 10 kB", slo(name="x" * 10_000), "lower-case letters"),
    ("B11", "a name that mentions a team", slo(name='"@org/team"'), "lower-case letters"),
    ("B11", "a name that is an image", slo(name='"![x](http://e)"'), "lower-case letters"),
    ("C4", "an address for a data source", slo().replace("Ref: metrics", "Ref: http://evil"), "lower-case letters"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "fragment"), [pytest.param(content, said, id=f"{fault} {what}") for fault, what, content, said in WRONG]
)
def test_is_refused(
    content: str | bytes,
    fragment: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)
    put(tmp_path, {".slo-gate.yaml": CONFIG, "slo/web.yaml": content})
    validated = ran(capsys, "validate", "slo/web.yaml")
    assert validated.code == 1
    assert fragment in validated.out
    assert "slo/web.yaml:" in validated.out
    assert ran(capsys, "gate").code == 2


RIGHT: list[tuple[str, str, str | bytes]] = [
    ("A4", "a byte order mark", b"\xef\xbb\xbf" + slo().encode()),
    ("A18", "lines that end with CRLF", slo().replace("\n", "\r\n")),
    ("A18", "no line end at the end", slo().rstrip("\n")),
    (
        "C5",
        "the name of a secret in a query",
        slo().replace("query: sum(r_total)", "query: 'sum(r_total{x=\"${GITHUB_TOKEN}\"})'"),
    ),
]


@pytest.mark.parametrize("content", [pytest.param(content, id=f"{fault} {what}") for fault, what, content in RIGHT])
def test_is_accepted(
    content: str | bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """C5: a text that looks like a variable stays what it is, and is expanded nowhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)
    put(tmp_path, {"slo/web.yaml": content})
    assert ran(capsys, "validate", "slo/web.yaml").code == 0


@pytest.mark.parametrize("content", ["", "# nothing\n", "---\n"], ids=["A1 empty", "A1 comments alone", "A1 no value"])
@pytest.mark.parametrize("command", ["validate", "gate"])
def test_a_file_without_any_slo_is_no_pass(
    command: str, content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, {"slo/web.yaml": content})
    done = ran(capsys, command, "slo/web.yaml")
    assert done.code == 2
    assert "no SLO" in done.err
