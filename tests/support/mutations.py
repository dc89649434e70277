"""Objects with one or two changes: a key dropped, renamed or added, a value that is another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, True, False, "", {}, [], [{}], 0, 1]),
    st.sampled_from([0.5, 0.999, 1.5, 99.9, -1, 5.0, 10**12, 1e300, 1e-300]),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=70),
)


@dataclass(frozen=True, slots=True)
class Mutations:
    """What objects can turn into. `keys` and `texts` are words of the format; nothing changes below `spared` keys."""

    keys: Sequence[str]
    texts: Sequence[str]
    spared: Sequence[str] = ()

    def of(self, known: Sequence[Any]) -> st.SearchStrategy[Any]:
        return _changed_twice(self, known)

    @property
    def values(self) -> st.SearchStrategy[Any]:
        return st.one_of(_VALUES, st.sampled_from(self.texts))


@st.composite
def _changed_twice(draw: st.DrawFn, mutations: Mutations, known: Sequence[Any]) -> Any:
    value = draw(st.sampled_from(known))
    for _ in range(draw(st.integers(1, 2))):
        value = _changed(draw, value, mutations)
    return value


def _changed(draw: st.DrawFn, value: Any, mutations: Mutations) -> Any:
    """A copy that is different somewhere, at a depth that is drawn too."""
    if isinstance(value, dict) and value:
        return _changed_mapping(draw, value, mutations)
    if isinstance(value, list) and value:
        index = draw(st.integers(0, len(value) - 1))
        return [*value[:index], _changed(draw, value[index], mutations), *value[index + 1 :]]
    return draw(mutations.values)


def _changed_mapping(draw: st.DrawFn, value: dict[str, Any], mutations: Mutations) -> dict[str, Any]:
    key = draw(st.sampled_from(sorted(value)))
    rest = {other: value[other] for other in value if other != key}
    match draw(st.sampled_from(["below", "below", "below", "drop", "rename", "replace", "add"])):
        case "rename":
            return rest | {draw(st.sampled_from(mutations.keys)): value[key]}
        case "add":
            return value | {draw(st.sampled_from(mutations.keys)): draw(mutations.values)}
        case "replace" if key not in mutations.spared:
            return value | {key: draw(mutations.values)}
        case "below" if key not in mutations.spared:
            return value | {key: _changed(draw, value[key], mutations)}
        case _:
            return rest
