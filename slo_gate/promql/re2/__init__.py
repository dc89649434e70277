"""Whether a matcher's regular expression is one for RE2, which Prometheus asks. Nothing is compiled and nothing is matched."""

from functools import lru_cache

from slo_gate.promql.re2.reading import Reading
from slo_gate.promql.re2.wrong import Wrong, WrongError

REMEMBERED = 4096


@lru_cache(REMEMBERED)
def judged(expression: str) -> Wrong | bool:
    """What is wrong; where nothing is, whether the expression takes nothing at all, as `.*` does.

    A byte that is no part of UTF-8 stands in the expression as Python keeps it, from U+DC80 on. Remembered, since queries ask for the same again and again.
    """
    try:
        return Reading(expression).whole().takes_nothing
    except WrongError as error:
        return error.wrong
