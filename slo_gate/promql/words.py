"""The words of PromQL. Source: Prometheus's documentation, "Operators" and "Query functions"."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


AGGREGATIONS = _words("sum min max avg group stddev stdvar count count_values bottomk topk quantile limitk limit_ratio")
GROUPING = frozenset({"by", "without"})
LISTING = GROUPING | {"on", "ignoring", "group_left", "group_right"}
"""What is followed by a list of labels."""
BINARY = frozenset({"and", "or", "unless", "atan2"})
KEYWORDS = LISTING | BINARY | {"bool", "offset", "inf", "nan"}
COUNTING = frozenset({"rate", "irate", "increase", "resets"})
"""Functions that take counters for what they are, one series at a time."""

FUNCTIONS = COUNTING | _words(
    """abs absent absent_over_time ceil changes clamp clamp_max clamp_min day_of_month day_of_week day_of_year
    days_in_month delta deriv double_exponential_smoothing exp floor histogram_avg histogram_count histogram_fraction
    histogram_quantile histogram_stddev histogram_stdvar histogram_sum hour idelta info label_join label_replace ln log2
    log10 minute month predict_linear round scalar sgn sort sort_desc sort_by_label sort_by_label_desc sqrt time timestamp
    vector year avg_over_time min_over_time max_over_time sum_over_time count_over_time quantile_over_time
    stddev_over_time stdvar_over_time last_over_time present_over_time mad_over_time acos acosh asin asinh atan atanh cos
    cosh sin sinh tan tanh deg pi rad"""
)
UNPARSED = frozenset({"holt_winters", "anchored", "smoothed", "fill", "fill_left", "fill_right"})
"""What servers older or newer than the parser understand: a query that fails at one of these is not judged."""
