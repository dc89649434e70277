"""Made-up texts of queries: sound ones, and ones of pieces in any order."""

from hypothesis import strategies as st

SOUND = (
    'sum(rate(requests_total{job="shop", code=~"2.."}[5m])) by (region)',
    "sum by (a, b) (increase(good_total[{{.window}}])) or vector(0)",
    "histogram_quantile(0.99, sum by (le) (rate(answer_seconds_bucket[5m])))",
    'avg_over_time((up{job="shop"} == bool 1)[1h:1m])',
    "a + on (b) group_left (c) d offset 5m",
    "# of all\n-x ^ 2 > bool 3 and y unless z @ end()",
    '{__name__=~"a|b", c!~`d`}',
    "topk(5, count_values('version', build_info))",
)
PIECES: tuple[str, ...] = (
    "sum",
    "rate",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "5m",
    '"a"',
    "'",
    '"',
    "=",
    "=~",
    "by",
    "on",
    "offset",
    "@",
    "-",
    ",",
)
PIECES += (
    "x",
    "1",
    "nan",
    "inf",
    "1e400",
    "\\",
    "`",
    "é",
    "\n",
    "#",
    "{{",
    "{{.window}}",
    "$__range",
    "le",
    "or",
    ":",
    "bool",
)

ANY: st.SearchStrategy[str] = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.builds(
        lambda text, cut, piece: text[:cut] + piece + text[cut:],
        st.sampled_from(SOUND),
        st.integers(0, 80),
        st.sampled_from(PIECES),
    ),
    st.builds(
        lambda text, start, end: text[:start] + text[end:],
        st.sampled_from(SOUND),
        st.integers(0, 80),
        st.integers(0, 80),
    ),
)
