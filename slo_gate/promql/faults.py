"""Where a query stops being PromQL. The parser says what is wrong and not where, so the place is found by asking it again.

For syntax, that is the first token with which no continuation of the query so far parses. For types and arguments, it is
the smallest call that is refused for itself.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from slo_gate.promql.expressions import wrong_expression
from slo_gate.promql.metricsql import is_function
from slo_gate.promql.parsing import EXCESSIVE, Kind, RejectedError, is_excessive, kind_of, within_bounds
from slo_gate.promql.tokens import CLOSES, Sort, Token, partners
from slo_gate.promql.words import AGGREGATIONS, BINARY, FUNCTIONS, GROUPING, LISTING

_AFTER_OPEN = {
    "{": ("", 'a="b"', '="b"', '"b"', ', a="b"'),
    "[": ("", "1m", ":", "1m:"),
    "(": ("", " x", "(x)", " (a)", " (a) (x)", " (a) x", " 1m", " -1m", " start()", "()", "[1m]"),
    "list": ("", " a"),
}
_UNKNOWN = re.compile(r"unknown function with name '(?P<name>[^']*)'")


class Fault(NamedTuple):
    """The characters [start, end) of the query are wrong. `help` says what to write instead.

    What is wrong for PromQL alone is `of_metricsql`. Of what is `vague`, the place is the whole query; `locate` knows better.
    """

    start: int
    end: int
    message: str
    help: str = ""
    of_metricsql: bool = False
    vague: bool = False


def judge(plain: str, found: Sequence[Token]) -> Fault | Kind:
    """What is wrong with a query without placeholders and its tokens but comments; where it is PromQL, what its answer is."""
    if is_excessive(plain, found):
        return Fault(0, len(plain), f"the query is too long to be judged: {EXCESSIVE}", "split it with recording rules")
    try:
        kind = kind_of(within_bounds(plain, found))
    except RejectedError as error:
        wrong = None if error.is_syntax else wrong_expression(found)
        if wrong:
            return Fault(*wrong)
        said = str(error)
        unknown = _UNKNOWN.match(said)
        if unknown:
            return _unknown_function(found, unknown["name"])
        return _lexical(found) or Fault(0, len(plain), _said(said), _hint(said), vague=True)
    wrong = wrong_expression(found) if "~" in plain else None
    return Fault(*wrong) if wrong else kind


def locate(plain: str, found: Sequence[Token]) -> Fault:
    """Where a query that is refused is wrong. That takes many times as long as to refuse it."""
    try:
        within_bounds(plain)
    except RejectedError as error:
        return (_unparsed if error.is_syntax else _senseless)(plain, found, error)
    raise AssertionError(plain)


def _lexical(found: Sequence[Token]) -> Fault | None:
    for one in found:
        if one.sort == Sort.UNCLOSED:
            return Fault(
                one.start, one.start + 1, "the string that begins here has no end", f"close it with {one.text[0]}"
            )
        if one.sort == Sort.OTHER:
            return Fault(one.start, one.end, f"`{one.text}` has no meaning in PromQL", "remove it")
    return None


def _unparsed(plain: str, found: Sequence[Token], error: RejectedError) -> Fault:
    if not found:
        return Fault(0, len(plain), "the query is empty", "write the PromQL that counts the events")
    bad = _first_bad(plain, found)
    if bad < len(found):
        return _unexpected(found, bad, error)
    unclosed = _open(found)
    if unclosed:
        one = found[unclosed[-1]]
        return Fault(one.start, one.end, f"this `{one.text}` is never closed", f"close it with `{CLOSES[one.text]}`")
    last = found[-1]
    return Fault(last.start, last.end, f"the query ends after `{_shown(last)}`, where more must follow", "finish it")


def _first_bad(plain: str, found: Sequence[Token]) -> int:
    """The index of the first token with which the query cannot go on; their number where all of them can."""
    viable, bad = 0, len(found) + 1
    while bad - viable > 1:
        middle = (viable + bad) // 2
        if _can_go_on(plain, found[:middle]):
            viable = middle
        else:
            bad = middle
    return bad - 1


def _can_go_on(plain: str, begun: Sequence[Token]) -> bool:
    text = plain[: begun[-1].end]
    return any(_is_well_formed(text + rest) for rest in _continuations(begun))


def _is_well_formed(text: str) -> bool:
    try:
        within_bounds(text)
    except RejectedError as error:
        return not error.is_syntax
    return True


def _continuations(begun: Sequence[Token]) -> Iterator[str]:
    """Ways to end a query that has begun: something to follow the last token, and what closes its open brackets."""
    still_open = _open(begun)
    closing = "".join(_closing(begun, index) for index in reversed(still_open))
    inside = "(" if not still_open else _bracket(begun, still_open[-1])
    return (head + closing for head in _AFTER_OPEN[inside])


def _bracket(begun: Sequence[Token], index: int) -> str:
    is_list = index > 0 and begun[index].text == "(" and begun[index - 1].text.lower() in LISTING
    return "list" if is_list else begun[index].text


def _closing(begun: Sequence[Token], index: int) -> str:
    """What closes the bracket, and what must follow a list of labels."""
    if _bracket(begun, index) != "list":
        return CLOSES[begun[index].text]
    word = begun[index - 1].text.lower()
    if word not in GROUPING:
        return ") x"
    return ")" if index > 1 and begun[index - 2].text == ")" else ") (x)"


def _open(found: Sequence[Token]) -> list[int]:
    """The indices of brackets that are not closed."""
    pairs = partners(found)
    return [
        index for index, one in enumerate(found) if one.sort == Sort.SIGN and one.text in CLOSES and index not in pairs
    ]


def _unexpected(found: Sequence[Token], index: int, error: RejectedError) -> Fault:
    one, before = found[index], found[index - 1] if index else None
    after = f" after `{_shown(before)}`" if before else " at the beginning"
    message = f"`{_shown(one)}` is not expected{after}"
    if one.text in CLOSES.values() and one.text not in {CLOSES[found[each].text] for each in _open(found[:index])}:
        message, after = f"nothing is open that this `{one.text}` could close", ""
    if one.sort == Sort.STRING and "escape" in str(error):
        hint = "double each backslash, or put backticks around the string instead of quotes"
        return Fault(one.start, one.end, "a backslash in this string begins no escape that PromQL knows", hint)
    if one.sort == Sort.NUMBER and re.match(r"bad number|not a valid", str(error)):
        return Fault(
            one.start, one.end, f"`{_shown(one)}` is neither a number nor a duration", "durations are 5m, 1h30m, 30d"
        )
    return Fault(one.start, one.end, message, _way_out(found, index))


def _way_out(found: Sequence[Token], index: int) -> str:
    one, before = found[index], found[index - 1] if index else None
    unclosed = _open(found[:index])
    inside = found[unclosed[-1]].text if unclosed else ""
    if inside == "{" and one.sort in {Sort.WORD, Sort.NUMBER} and before and before.text in {"=", "!=", "=~", "!~"}:
        return f'put the value in quotes: "{_shown(one)}"'
    if inside == "{" and one.sort in {Sort.WORD, Sort.STRING} and before and before.sort == Sort.STRING:
        return "put a comma between two matchers"
    if unclosed and _bracket(found, unclosed[-1]) == "list" and one.sort == Sort.WORD:
        return "put a comma between two labels"
    if inside == "[":
        return "in brackets stands one duration, such as [5m] or [1h:1m]"
    if one.text.lower() in BINARY or one.sort == Sort.SIGN:
        return "remove it, or write what it should stand beside"
    return "put an operator between the two, or remove one" if before and before.text not in CLOSES else "remove it"


def _senseless(plain: str, found: Sequence[Token], error: RejectedError) -> Fault:
    """A query whose words are in order and mean nothing."""
    places = (place for place, part in _parts(plain, found) if _is_senseless(part))
    start, end = next(places, (0, len(plain)))
    return Fault(start, end, _said(str(error)), _hint(str(error)))


def _unknown_function(found: Sequence[Token], name: str) -> Fault:
    from difflib import get_close_matches  # noqa: PLC0415 - most queries are right

    calls = [one for one, after in pairwise(found) if one.text == name and after.text == "("]
    one = calls[0] if calls else found[0]
    if is_function(name):
        hint = "write it in PromQL; or say that the type of the source is victoriametrics, where the format has a place for it"
        return Fault(
            one.start, one.end, f"`{name}` is a function of VictoriaMetrics; PromQL has none", hint, of_metricsql=True
        )
    close = get_close_matches(name, FUNCTIONS | AGGREGATIONS, n=1, cutoff=0.8)
    hint = f"did you mean `{close[0]}`?" if close else "use one that Prometheus's documentation lists"
    return Fault(one.start, one.end, f"PromQL has no function `{name[:60]}`", hint)


def _is_senseless(part: str) -> bool:
    try:
        within_bounds(part)
    except RejectedError as error:
        return not error.is_syntax
    return False


def _parts(plain: str, found: Sequence[Token]) -> Iterator[tuple[tuple[int, int], str]]:
    """Places to blame, and what to try for each: ranges, then calls and brackets, small ones first."""
    for before, one in pairwise(found):
        if before.text == "[":
            yield (one.start, one.end), f"x[{one.text}]"
    for first, last in sorted(partners(found).items(), key=lambda pair: pair[1] - pair[0]):
        named = first > 0 and found[first - 1].sort == Sort.WORD
        head = found[first - 1 if named else first]
        end = found[last].end
        yield (head.start, head.end if named else end), plain[head.start : end]


def _said(message: str) -> str:
    """The parser's words, with the names that Prometheus's documentation has for types."""
    named = re.sub(
        r"\bmatrix\b", "range vector", re.sub(r"\b(instant )?vector\b(?! selector)", "instant vector", message)
    )
    return f"the query makes no sense: {named}"


def _hint(message: str) -> str:
    if "got vector" in message and "type matrix" in message:
        return "give it a range of a selector, such as requests_total[5m]; sum what comes out, not what goes in"
    if "matrix" in message:
        return "make it one value at a time, such as rate(requests_total[5m])"
    if "at least one non-empty matcher" in message:
        return "name the metric"
    return "see Prometheus's documentation of queries"


def _shown(one: Token | None) -> str:
    return one.text[:40] if one else ""
