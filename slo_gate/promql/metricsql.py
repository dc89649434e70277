"""The functions that MetricsQL has beyond PromQL. Source: VictoriaMetrics's documentation, "MetricsQL"."""

import re

_FUNCTIONS = r"""aggr_over_time|alias|any|(ascent|decreases|descent|distinct|duration|geomean|histogram|increases|median|mode)_over_time
    |(outlier_iqr|quantiles|range|stale_samples|sum2|tfirst|tlast_change|tlast|tmax|tmin|zscore)_over_time
    |(count|share|sum)_(eq|gt|le|ne)_over_time|count_values_over_time|(bottomk|topk)_(avg|last|max|median|min)
    |bitmap_(and|or|xor)|buckets_limit|default_rollup|deriv_fast|distinct|drop_(common_labels|empty_series)|end|geomean
    |histogram|histogram_share|hoeffding_bound_(lower|upper)|increase_(prometheus|pure)|integrate|interpolate
    |keep_(last|next)_value|label_(copy|del|graphite_group|keep|lowercase|map|match|mismatch|move|set|transform|uppercase|value)
    |labels_equal|lag|lifetime|limit_offset|mad|median|mode|now|outliers(_iqr|_mad|k)|prometheus_buckets|quantiles
    |rand(_exponential|_normal)?|range_\w+|rate_(over_sum|prometheus)|remove_resets|rollup(_\w+)?|ru|running_\w+
    |scrape_interval|share|smooth_exponential|sort_by_label_numeric(_desc)?|start|sum2|timestamp_with_name|ttf|union|zscore"""


def is_function(name: str) -> bool:
    return re.fullmatch(_FUNCTIONS, name.lower(), re.VERBOSE) is not None
