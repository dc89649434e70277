"""What must hold of SLOs, whatever format they are written in: one module a rule, listed in `RULES`."""

from slo_gate.core.ports import Rule
from slo_gate.rules import (
    slo112_slices_divide,
    slo113_window_stated,
    slo114_minutes_for_months,
    slo401_promql,
)

RULES: tuple[Rule, ...] = (
    slo112_slices_divide,
    slo113_window_stated,
    slo114_minutes_for_months,
    slo401_promql,
)
