"""Valid objects of the corpus with one or two changes: a key dropped or renamed, a value that is another one."""

from typing import Any

from hypothesis import strategies as st

from slo_gate.formats.openslo_v1 import recognises
from tests.support.openslo import corpus, objects, plain

KNOWN = [plain(root) for path in corpus("valid") for root in objects(path.read_bytes()) if recognises(root)]
ONLY_VALIDATE_KNOWS = {"startTime", "timeZone"}
KEYS = ("target", "targetPercent", "good", "bad", "raw", "total", "spec", "kind", "indicatorRef", "calendar", "op", "x")
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [None, True, False, "", "30d", "1m", "0m", "Timeslices", "lte", "UTC", "success", {}, [], [{}], 0, 1]
    ),
    st.sampled_from([0.5, 0.999, 1.5, 99.9, -1, 5.0, 10**12, 1e300, 1e-300]),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=70),
)


@st.composite
def mutated(draw: st.DrawFn, *, beyond_a_schema: bool = True) -> Any:
    """`beyond_a_schema` lets it change what no JSON Schema can judge, too."""
    value = draw(st.sampled_from(KNOWN))
    for _ in range(draw(st.integers(1, 2))):
        value = _changed(draw, value, spared=() if beyond_a_schema else tuple(ONLY_VALIDATE_KNOWS))
    return value


def _changed(draw: st.DrawFn, value: Any, spared: tuple[str, ...]) -> Any:
    """A copy that is different somewhere, at a depth that is drawn too."""
    if isinstance(value, dict) and value:
        return _changed_mapping(draw, value, spared)
    if isinstance(value, list) and value:
        index = draw(st.integers(0, len(value) - 1))
        return [*value[:index], _changed(draw, value[index], spared), *value[index + 1 :]]
    return draw(VALUES)


def _changed_mapping(draw: st.DrawFn, value: dict[str, Any], spared: tuple[str, ...]) -> dict[str, Any]:
    key = draw(st.sampled_from(sorted(value)))
    rest = {other: value[other] for other in value if other != key}
    match draw(st.sampled_from(["below", "below", "below", "drop", "rename", "replace", "add"])):
        case "rename":
            return rest | {draw(st.sampled_from(KEYS)): value[key]}
        case "add":
            return value | {draw(st.sampled_from(KEYS)): draw(VALUES)}
        case "replace" if key not in spared:
            return value | {key: draw(VALUES)}
        case "below" if key not in spared:
            return value | {key: _changed(draw, value[key], spared)}
        case _:
            return rest
