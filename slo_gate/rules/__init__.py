"""What must hold of SLOs, whatever format they are written in: one module a rule, which its import here makes one."""

# ruff: noqa: F401 - what is imported is listed
from slo_gate.core.ports import Rule
from slo_gate.rules import (
    slo112_slices_divide,
    slo113_window_stated,
    slo114_minutes_for_months,
    slo301_stricter_values_lower_targets,
    slo302_enough_traffic,
    slo303_each_slo_is_its_own,
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
    slo421_one_select,
    slo422_window_parameters,
    slo501_labels_required,
    slo502_annotations_required,
    slo503_description_required,
    slo504_owner_required,
    slo505_runbook_required,
    slo506_names_required,
    slo601_alerts_can_fire,
    slo602_alerts_fire_the_right_way,
    slo603_lookback_within_window,
    slo714_pyrra_plain_selectors,
    slo715_pyrra_threshold,
    slo716_pyrra_latency_selection,
    slo717_pyrra_histogram,
    slo718_pyrra_errors_in_total,
)

RULES: tuple[Rule, ...] = tuple(module for name, module in sorted(globals().items()) if name.startswith("slo"))
"""The modules imported above, in the order of their ids. A test holds each to the protocol."""
