"""`validate --fix` and `--diff`: files fixed in memory, and written where that was asked for."""

import codecs
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from slo_gate import documents, files
from slo_gate.core.finding import Skipped
from slo_gate.core.ports import Parsed
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.fixing import fix

Check = Callable[[Sequence[Parsed]], ValidationReport]


def mend(
    loaded: Mapping[files.Candidate, tuple[Parsed, bytes]], check: Check, folder: Path, *, write: bool
) -> ValidationReport:
    """The report of what is left; of what is there, with what could be repaired, where nothing is written."""
    found = {parsed.file: parsed for parsed, _ in loaded.values()}
    texts = {parsed.file: data.decode("utf-8-sig") for parsed, data in loaded.values() if parsed.documents}
    fixed = fix(tuple(found.values()), texts, _parse, lambda parsed: check(parsed).findings)
    if not write:
        return check(tuple(found.values()))._replace(repaired=tuple(fixed.repaired.values()), only_shown=True)
    problems: dict[str, files.UnwritableError] = {}
    for candidate, (_, data) in loaded.items():
        if repaired := fixed.repaired.get(candidate.name):
            try:
                files.rewrite(candidate, data, _encoded(repaired.after, data), folder)
            except files.UnwritableError as error:
                problems[candidate.name] = error
    left = tuple(found[parsed.file] if parsed.file in problems else parsed for parsed in fixed.files)
    return check(left)._replace(
        repaired=tuple(one for file, one in fixed.repaired.items() if file not in problems),
        unwritten=tuple(Skipped(file, str(error)) for file, error in problems.items()),
        raced=any(isinstance(error, files.ChangedError) for error in problems.values()),
    )


def _parse(file: str, text: str) -> Parsed:
    return documents.parse(text.encode(), file)


def _encoded(text: str, before: bytes) -> bytes:
    return (codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b"") + text.encode()
