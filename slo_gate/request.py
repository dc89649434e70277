"""What the command line and the action ask for."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from slo_gate.core.change import Change, Leniency
from slo_gate.core.dialect import Dialect
from slo_gate.core.language import Language
from slo_gate.core.revision import Revision
from slo_gate.files import DISK, Tree

if TYPE_CHECKING:
    from slo_gate.core.errors import RevisionError
    from slo_gate.core.override import Decision, Overriding

CONFIG_VARIABLE = "SLO_GATE_CONFIG"


class Host(Protocol):
    """Where the repository is kept. It is asked for no more than the configuration needs to know."""

    def changed(self) -> tuple[str, ...] | None:
        """The files that the change touches; None where nobody knows."""
        ...

    def override(self, settings: "Overriding", now: datetime) -> "Decision":
        """Whether somebody who may has let the change through. Raises nothing, and asks no source."""
        ...


class Request(NamedTuple):
    """What a person asked for, on the command line or through the action's inputs. Empty where nothing was said.

    `changed` are the files that the change touches, from the repository's root; None, or none at all, where nobody knows.
    `tree` is where the files are: on the disk, or at a commit. `base` is the ref that a change is compared with, and `revision`
    that commit where somebody has found it already; `branch_point` is where the change left it, which is what it changes.
    What is not `trusted` may have its new queries withheld. `unmeasured` says why no source is asked. `advisory` blocks for
    nothing but weakened promises, `shadow` for nothing at all, and `strict` for a warning too. `unread` is why the base cannot be read.
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
    strict: bool = False
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
    branch_point: Revision | None = None
    trusted: bool = True
    unmeasured: str = ""
    host: Host | None = None
    unread: "RevisionError | None" = None

    @property
    def compares(self) -> bool:
        return bool(self.base) or self.revision is not None or self.unread is not None
