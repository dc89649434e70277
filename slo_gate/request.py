"""What the command line and the action ask for."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from slo_gate.core.change import Change, Leniency
from slo_gate.core.dialect import Dialect
from slo_gate.core.language import Language
from slo_gate.core.revision import Revision
from slo_gate.files import DISK, Tree

CONFIG_VARIABLE = "SLO_GATE_CONFIG"


class Request(NamedTuple):
    """What a person asked for, on the command line or through the action's inputs. Empty where nothing was said.

    `changed` are the files that the change touches, from the repository's root; None, or none at all, where nobody knows.
    `tree` is where the files are: on the disk, or at a commit. `base` is the ref that a change is compared with, and `revision`
    that commit where somebody has found it already. What is not `trusted` may have its new queries withheld. `advisory` blocks
    for nothing but weakened promises, `shadow` for nothing at all.
    """

    paths: tuple[str, ...] = ()
    config: str = ""
    services: tuple[str, ...] = ()
    environment: str = ""
    change: Change = Change.FEATURE
    at: datetime | None = None
    on_unknown: Leniency | None = None
    advisory: bool = False
    shadow: bool = False
    partial: bool = False
    dialect: Dialect | None = None
    fix: bool = False
    diff: bool = False
    actor: str = ""
    replay: str = ""
    language: Language | None = None
    changed: tuple[str, ...] | None = None
    folder: Path = Path()
    environ: Mapping[str, str] = {}
    tree: Tree = DISK
    base: str = ""
    revision: Revision | None = None
    trusted: bool = True

    @property
    def compares(self) -> bool:
        return bool(self.base) or self.revision is not None
