"""The parameters of a query, and how it is written for a driver."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from slo_gate.core.measurement import Reason
from slo_gate.core.sql import Fault, Sort, Text, read
from slo_gate.core.sql_select import no_select
from slo_gate.sources.sql_answer import UnansweredError

NEEDED = ("start", "end")
KNOWN = frozenset({*NEEDED, "step"})
NO_FORMS: Mapping[str, str] = MappingProxyType({})
Value = datetime | timedelta | int | str


def refuse_other(used: Iterable[str]) -> None:
    """Raises UnansweredError where a query does not use both ends of the window, or what is no parameter."""
    names = set(used)
    missing = " and ".join(f"${name}" for name in NEEDED if name not in names)
    if missing:
        raise _rejected(f"the query does not use {missing}, so it would not be limited to the window")
    if names - KNOWN:
        unknown = ", ".join(sorted(f"${name}"[:40] for name in names - KNOWN))
        raise _rejected(f"the query uses {unknown[:200]}; it may use $start, $end and $step")


def select_of(query: str) -> Text:
    """The tokens of a query that is one SELECT with the parameters it must have. Raises UnansweredError."""
    if "\0" in query:
        # Drivers written in C would see the query end there.
        raise _rejected("the query holds a NUL character")
    text = read(query)
    fault = no_select(text)
    if fault:
        raise rejected(query, fault)
    refuse_other(one.text.removeprefix("$") for one in text.tokens if one.sort == Sort.PARAMETER)
    return text


def unended(query: str, text: Text) -> str:
    """A query without the semicolons at its end, and what comments stand behind them."""
    ends = [one.start for one in text.tokens if one.text == ";"]
    return query[: ends[0]] if ends else query


def placed(
    query: str, style: str, values: Mapping[str, Value], forms: Mapping[str, str] = NO_FORMS
) -> tuple[str, Mapping[str, Value] | tuple[Value, ...]]:
    """A query with the placeholders of a driver's `paramstyle` (PEP 249), and the values it then takes.

    `forms` has the expressions around those placeholders whose values would have no type, `{}` for the placeholder.
    What stands in strings, names in quotes and comments is no parameter, and stays.
    """
    percent = style in {"format", "pyformat"}
    order: list[str] = []
    pieces: list[str] = []
    place = 0
    for one in read(query).tokens:
        if one.sort == Sort.PARAMETER:
            name = one.text.removeprefix("$")
            order.append(name)
            placeholder = forms.get(name, "{}").format(_placeholder(style, name, len(order)))
            pieces += [_literal(query[place : one.start], percent=percent), placeholder]
            place = one.end
    pieces.append(_literal(query[place:], percent=percent))
    named = style in {"named", "pyformat"}
    return "".join(pieces), {name: values[name] for name in order} if named else tuple(values[name] for name in order)


def _literal(text: str, *, percent: bool) -> str:
    return text.replace("%", "%%") if percent else text


def _placeholder(style: str, name: str, number: int) -> str:
    """Source: PEP 249, "paramstyle"; `numeric_dollar` is SQLAlchemy's name for what PostgreSQL writes."""
    forms = {
        "qmark": "?",
        "numeric": f":{number}",
        "numeric_dollar": f"${number}",
        "named": f":{name}",
        "format": "%s",
        "pyformat": f"%({name})s",
    }
    return forms[style]


def rejected(query: str, fault: Fault) -> UnansweredError:
    """A fault of a query, with its line where it has several."""
    line = query.count("\n", 0, fault.start) + 1
    where = f"line {line}: " if "\n" in query.strip() else ""
    return _rejected(f"a query must be exactly one SELECT: {where}{fault.message}")


def _rejected(detail: str) -> UnansweredError:
    return UnansweredError(Reason.QUERY_REJECTED, detail)
