"""What the configuration says."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.language import Language
from slo_gate.core.validation import Validation

if TYPE_CHECKING:  # who validates has no budgets to judge, and most have no configuration
    from slo_gate.core.exclusion import Exclusion
    from slo_gate.core.exemption import Exemption
    from slo_gate.core.freeze import Freeze
    from slo_gate.core.override import Overriding
    from slo_gate.core.policy import Policy
    from slo_gate.core.scope import ScopeEntry

DEFAULT_WINDOW = "30d"


class Config(NamedTuple):
    """`file` is None for the built-in defaults, and so is `policy`. Relative paths start in `folder`. `at` is a fixed instant,
    or None. `require_slo` are globs of the services that must have an SLO. `weakening_fails` and `run_new_queries` are about changes that weaken promises, or ask something new.
    """

    file: str | None = None
    folder: Path = Path()
    slos: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    sources: Mapping[str, node.Mapping] = {}
    default_source: str = ""
    default_window: Duration = Duration.parse(DEFAULT_WINDOW)
    policy: "Policy | None" = None
    exclusions: "tuple[Exclusion, ...]" = ()
    exemptions: "tuple[Exemption, ...]" = ()
    freezes: "tuple[Freeze, ...]" = ()
    require_slo: tuple[str, ...] = ()
    scope: "tuple[ScopeEntry, ...]" = ()
    overriding: "Overriding | None" = None
    at: datetime | None = None
    shadow: bool = False
    validation: Validation = Validation()
    language: Language = Language.ENGLISH
    weakening_fails: bool = True
    run_new_queries: bool = False
