"""What must hold of SLOs, whatever format they are written in: one module a rule, listed in `RULES`."""

from slo_gate.core.ports import Rule
from slo_gate.rules import (
    slo112_slices_divide,
    slo113_window_stated,
    slo114_minutes_for_months,
    slo401_promql,
    slo402_parts_differ,
    slo403_parts_of_the_total,
    slo404_grouped_alike,
    slo405_rate_before_sum,
    slo406_rates_of_counters,
    slo407_one_value_at_a_time,
    slo408_window_used,
    slo409_one_range,
    slo410_one_budget,
    slo411_one_bucket,
    slo412_metrics_named,
    slo413_missing_total,
    slo414_counters_as_such,
)

RULES: tuple[Rule, ...] = (
    slo112_slices_divide,
    slo113_window_stated,
    slo114_minutes_for_months,
    slo401_promql,
    slo402_parts_differ,
    slo403_parts_of_the_total,
    slo404_grouped_alike,
    slo405_rate_before_sum,
    slo406_rates_of_counters,
    slo407_one_value_at_a_time,
    slo408_window_used,
    slo409_one_range,
    slo410_one_budget,
    slo411_one_bucket,
    slo412_metrics_named,
    slo413_missing_total,
    slo414_counters_as_such,
)
