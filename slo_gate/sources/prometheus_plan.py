"""What many objectives ask, in few queries: those alike but for a label's value are asked together, others side by side.

Queries that differ in one label's value become one query, grouped by that label. Those of the same times are joined by
`or`, each with a label that tells its series. Both say the same of each series as the queries would alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from slo_gate.promql.selectors import Among
from slo_gate.sources.prometheus_answer import Answer, Series
from slo_gate.sources.prometheus_ask import Ask, Times

PART = "slo_gate_part"
"""The label that tells which of several queries, joined by `or`, a series answers."""
MOST_PARTS, MOST_VALUES = 24, 100
"""Queries joined by `or`, and values of a label in one query."""
MOST_POINTS, MOST_CHARACTERS = 200_000, 12_000
"""Of an answer, one series for each objective, and of a query's text (VictoriaMetrics takes 16 KiB)."""
AT_ONCE = 4
"""How many questions are in flight; a few are made to be asked side by side before each is made long."""


class Group(NamedTuple):
    """Questions asked as one query; `label` tells their series apart where there are several."""

    asks: tuple[Ask, ...]
    label: str = ""

    @property
    def text(self) -> str:
        values = dict.fromkeys(one.labels()[self.label] for one in self.asks) if self.label else {}
        return self.asks[0].text(Among(self.label, tuple(values)) if values else None)

    def answers(self, answer: Answer) -> Iterator[tuple[Ask, Answer]]:
        if not self.label:
            yield from ((ask, answer) for ask in self.asks)
            return
        by_value = _by_label(answer, self.label)
        for ask in self.asks:
            value = ask.labels()[self.label]
            series = by_value.get(value, {})
            if ask.keeps(self.label):
                series = {tuple(sorted((*labels, (self.label, value)))): found for labels, found in series.items()}
            yield ask, Answer(series, answer.warnings)

    def apart(self) -> "list[Group]":
        return [Group((ask,)) for ask in self.asks] if self.label else []


class Question(NamedTuple):
    """One query as it is sent, and the groups whose answers it brings."""

    times: Times
    groups: tuple[Group, ...]

    @property
    def text(self) -> str:
        if len(self.groups) == 1:
            return self.groups[0].text
        parts = (
            f'label_replace({group.text}, "{PART}", "{number}", "", "")' for number, group in enumerate(self.groups)
        )
        return " or ".join(parts)

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(ask for group in self.groups for ask in group.asks)

    def answers(self, answer: Answer) -> Iterator[tuple[Ask, Answer]]:
        if len(self.groups) == 1:
            yield from self.groups[0].answers(answer)
            return
        by_part = _by_label(answer, PART)
        for number, group in enumerate(self.groups):
            yield from group.answers(Answer(by_part.get(str(number), {}), answer.warnings))

    def apart(self) -> "list[Question]":
        """The same in smaller questions, for when the server does not answer it; none where it is small already."""
        groups = self.groups if len(self.groups) > 1 else self.groups[0].apart()
        return [Question(self.times, (group,)) for group in groups]


def plan(asks: Iterable[Ask]) -> list[Question]:
    """Questions for sound queries: see `Ask.text`."""
    by_times: dict[Times, dict[str, list[Ask]]] = defaultdict(lambda: defaultdict(list))
    for ask in dict.fromkeys(asks):
        by_times[ask.times][ask.text()].append(ask)
    return [
        question
        for times, texts in by_times.items()
        for question in _joined(times, list(_grouped(list(texts.values()), most_values(times))))
    ]


def most_values(times: Times) -> int:
    return min(MOST_VALUES, max(MOST_POINTS // times.points, 1))


def _grouped(same: Sequence[Sequence[Ask]], most: int) -> Iterator[Group]:
    """Groups of what is alike but for a label's value, largest first. `same` are the questions that have one text."""
    shapes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, asks in enumerate(same):
        for label in asks[0].labels():
            shapes[label, asks[0].text(Among(label, ("",)))].append(index)
    taken: set[int] = set()
    for (label, _), indices in sorted(shapes.items(), key=lambda item: -len(item[1])):
        left = [index for index in indices if index not in taken]
        for start in range(0, len(left) if min(len(left), most) > 1 else 0, most):
            some = left[start : start + most]
            taken.update(some)
            yield Group(tuple(ask for index in some for ask in same[index]), label)
    yield from (Group(tuple(asks)) for index, asks in enumerate(same) if index not in taken)


def _joined(times: Times, groups: Sequence[Group]) -> Iterator[Question]:
    """As many questions as are asked at once, or more where one would be too long."""
    most = min(MOST_PARTS, -(-len(groups) // AT_ONCE))
    parts: list[Group] = []
    length = points = 0
    for group in groups:
        length += len(group.text) + len(PART) + 40
        points += times.points * len(group.asks)
        if parts and (len(parts) >= most or length > MOST_CHARACTERS or points > MOST_POINTS):
            yield Question(times, tuple(parts))
            parts, length, points = [], len(group.text), times.points * len(group.asks)
        parts.append(group)
    if parts:
        yield Question(times, tuple(parts))


def _by_label(answer: Answer, name: str) -> Mapping[str, Series]:
    """The series of an answer by one of their labels, which they lose."""
    found: dict[str, Series] = defaultdict(dict)
    for labels, samples in answer.series.items():
        value = next((text for label, text in labels if label == name), "")
        found[value][tuple(pair for pair in labels if pair[0] != name)] = samples
    return found
