"""The result of validating a set of files, as data: every output renders from it and computes nothing."""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from slo_gate.core.finding import Finding, Skipped
from slo_gate.core.repair import Repaired


class ValidationReport(NamedTuple):
    """`files` count what was read, `documents` what was parsed of it, `objects` the OpenSLO (or other) objects in them.

    `names` are those of the files. `suppressed` counts the findings that comments silence. `invalid` tells that the findings
    are about the configuration, and nothing else was looked at. `repaired` are files with repairs: written, or `only_shown`.
    `unwritten` are the files that could not be repaired, one of them because it had changed meanwhile where `raced`.
    """

    files: int
    documents: int
    objects: int
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...]
    invalid: bool = False
    suppressed: int = 0
    names: tuple[str, ...] = ()
    repaired: tuple[Repaired, ...] = ()
    only_shown: bool = False
    unwritten: tuple[Skipped, ...] = ()
    raced: bool = False

    @classmethod
    def of_parts(cls, parts: Iterable["ValidationReport"]) -> "ValidationReport":
        """One report of several sets of files. Nothing but the reports is kept of each."""
        reports = list(parts)
        return cls(
            files=sum(part.files for part in reports),
            documents=sum(part.documents for part in reports),
            objects=sum(part.objects for part in reports),
            skipped=tuple(chain.from_iterable(part.skipped for part in reports)),
            findings=tuple(chain.from_iterable(part.findings for part in reports)),
            suppressed=sum(part.suppressed for part in reports),
            names=tuple(chain.from_iterable(part.names for part in reports)),
            repaired=tuple(chain.from_iterable(part.repaired for part in reports)),
            only_shown=any(part.only_shown for part in reports),
            unwritten=tuple(chain.from_iterable(part.unwritten for part in reports)),
            raced=any(part.raced for part in reports),
        )

    @property
    def exit_code(self) -> int:
        if self.invalid or self.raced:
            return 2
        wanting = bool(self.unwritten) or (self.only_shown and bool(self.repaired))
        return int(wanting or any(finding.is_error for finding in self.findings))

    @property
    def fixed(self) -> int:
        """How many repairs were written."""
        return 0 if self.only_shown else sum(file.repairs for file in self.repaired)

    @property
    def fixable(self) -> int:
        """How many of the findings can be fixed."""
        return sum(finding.fix is not None for finding in self.findings)
