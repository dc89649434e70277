"""Files of a megabyte that are made to be slow: each is answered by a process of bounded memory and patience.

The bounds are a safety net, many times what is needed; they are no measurement.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("hostile documents")  # one worker runs what all of them look at
MEGABYTE = 1024 * 1024
PATIENCE = 60
MEMORY = 1024 * MEGABYTE

PROGRAM = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
from slo_gate.documents import parse
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        parsed = parse(file.read(), name)
    print(len(parsed.documents), *(finding.rule for finding in parsed.findings[:1]))
"""

HOSTILE = {
    "brackets": ("[" * MEGABYTE, "0 SLO002"),
    "braces": ("{" * MEGABYTE, "0 SLO002"),
    "dashes": ("- " * (MEGABYTE // 2), "0 SLO002"),
    "question marks": ("? " * (MEGABYTE // 2), "0 SLO002"),
    "colons": (": " * (MEGABYTE // 2), "0 SLO001"),
    "exclamation marks": ("!" * MEGABYTE, "0 SLO004"),
    "anchors": ("&a " * (MEGABYTE // 3), "0 SLO001"),
    "aliases of nothing": ("- *a\n" * (MEGABYTE // 5), "0 SLO001"),
    "quotes": ("'" * MEGABYTE, "0 SLO002"),
    "escapes": ('"' + "\\n" * (MEGABYTE // 2 - 1) + '"', "0 SLO002"),
    "one word": ("x" * MEGABYTE, "0 SLO002"),
    "one word over many lines": ("x\n" * (MEGABYTE // 2), "0 SLO002"),
    "blanks": (" " * MEGABYTE, "0"),
    "line ends": ("\n" * MEGABYTE, "0"),
    "comments": ("#\n" * (MEGABYTE // 2), "0"),
    "documents": ("---\n" * (MEGABYTE // 4), "0 SLO002"),
    "directives": ("%X y\n" * (MEGABYTE // 5), "0 SLO001"),
    "a long literal block": ("a: |\n" + " x\n" * (MEGABYTE // 3 - 2), "0 SLO002"),
    "a key many times": ("a: b\n" * (MEGABYTE // 5), "0 SLO002"),
    "a key many times, within bounds": ("a: b\n" * 24_999, "1 SLO003"),
    "colons in flow": ("[" + "{a: 12:3}," * 6_000 + "]", "1"),
    "colons and brackets in flow": ("{a: 12:3, b: " + "[" * 60_000, "0 SLO002"),
    "characters that are not UTF-8 at the end": ("é" * (MEGABYTE // 2 - 1) + "\udcff", "0 SLO001"),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The number of documents and the first finding's rule, of every file; one process reads them all."""
    folder = tmp_path_factory.mktemp("hostile")
    for index, (text, _) in enumerate(HOSTILE.values()):
        (folder / f"{index}.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *(str(folder / f"{index}.yaml") for index in range(len(HOSTILE)))],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(HOSTILE, done.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_is_answered(name: str, answers: dict[str, str]) -> None:
    assert answers[name] == HOSTILE[name][1]
