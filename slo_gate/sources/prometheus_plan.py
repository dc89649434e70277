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
"""How many questions are in flight."""
FEW = 2
"""So many questions about the same times are not joined: one that stands alone fails alone, and is easier to read."""
LIGHT, MODERATE = 500_000, 12_000_000
"""Samples of one series for each objective: what reads more than the one is better read side by side, and what reads more
than the other takes longer than a round trip that is saved by leaving room for other questions.
"""


class Group(NamedTuple):
    """Asks of one query, which selects several values of a label where it has a `label`.

    `members` are the values, and the asks that are alike for each.
    """

    members: tuple[tuple[str, tuple[Ask, ...]], ...]
    label: str = ""

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(ask for _, asks in self.members for ask in asks)

    @property
    def text(self) -> str:
        among = Among(self.label, tuple(value for value, _ in self.members)) if self.label else None
        return self.asks[0].text(among)

    @property
    def samples(self) -> int:
        """What the server reads for it, of one series for each member."""
        return sum(asks[0].samples() for _, asks in self.members)

    def answers(self, answer: Answer) -> Iterator[tuple[Ask, Answer]]:
        if not self.label:
            yield from ((ask, answer) for ask in self.asks)
            return
        by_value = _by_label(answer, self.label)
        for value, asks in self.members:
            series = by_value.get(value, {})
            if asks[0].keeps(self.label):
                series = {tuple(sorted((*labels, (self.label, value)))): found for labels, found in series.items()}
            yield from ((ask, Answer(series, answer.warnings)) for ask in asks)

    def apart(self) -> "list[Group]":
        return [Group((member,)) for member in self.members] if self.label else []


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
    def samples(self) -> int:
        return sum(group.samples for group in self.groups)

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
    """Questions for sound queries (see `Ask.text`), the heaviest first: they are waited for longest."""
    by_times: dict[Times, dict[str, list[Ask]]] = defaultdict(lambda: defaultdict(list))
    for ask in dict.fromkeys(asks):
        by_times[ask.times][ask.text()].append(ask)
    questions = [
        question
        for times, texts in by_times.items()
        for question in _of_times(times, [tuple(alike) for alike in texts.values()], len(by_times) - 1)
    ]
    return sorted(questions, key=lambda question: -question.samples)


def _of_times(times: Times, alike: Sequence[tuple[Ask, ...]], others: int) -> Iterator[Question]:
    """The questions about some times: so few that one about each of the `others` is in flight with them."""
    samples = sum(asks[0].samples() for asks in alike)
    at_once = AT_ONCE - others if samples <= MODERATE and others <= AT_ONCE // 2 else AT_ONCE
    hands = max(min(-(-samples // LIGHT), at_once), 1)
    groups = list(_grouped(alike, hands))
    if len(groups) <= FEW:
        yield from (Question(times, (group,)) for group in groups)
        return
    for parts in _dealt(groups, hands):
        yield from _joined(times, parts)


def _grouped(alike: Sequence[tuple[Ask, ...]], hands: int) -> Iterator[Group]:
    """Groups of what differs in a label's value alone, largest first. `alike` are asks of one text each."""
    shapes: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for index, asks in enumerate(alike):
        for label, value in asks[0].labels().items():
            shapes[label, asks[0].text(Among(label, ("",)))].append((value, index))
    taken: set[int] = set()
    for (label, _), members in sorted(shapes.items(), key=lambda item: -len(item[1])):
        left = [(value, index) for value, index in members if index not in taken]
        most = _most_values(alike[left[0][1]][0], len(left), hands) if left else 1
        for start in range(0, len(left) if min(len(left), most) > 1 else 0, most):
            some = left[start : start + most]
            taken.update(index for _, index in some)
            yield Group(tuple((value, alike[index]) for value, index in some), label)
    yield from (Group((("", asks),)) for index, asks in enumerate(alike) if index not in taken)


def _most_values(ask: Ask, count: int, hands: int) -> int:
    """All where they are light; so many that each hand has some otherwise."""
    wanted = count if ask.samples() * count <= LIGHT else -(-count // hands)
    return max(min(wanted, MOST_VALUES, MOST_POINTS // ask.times.points), 1)


def _dealt(groups: Sequence[Group], hands: int) -> Sequence[Sequence[Group]]:
    """Groups dealt out so that all hands weigh the same. Each has some of every query, since nobody knows beforehand how
    many series one has behind it.
    """
    dealt: list[list[Group]] = [[] for _ in range(hands)]
    weights = [0] * hands
    for group in groups:
        lightest = weights.index(min(weights))
        dealt[lightest].append(group)
        weights[lightest] += group.samples
    return dealt


def _joined(times: Times, groups: Sequence[Group]) -> Iterator[Question]:
    """All in one question, or in more where one would be too long."""
    parts: list[Group] = []
    for group in groups:
        if parts and _is_too_much((*parts, group), times):
            yield Question(times, tuple(parts))
            parts = []
        parts.append(group)
    if parts:
        yield Question(times, tuple(parts))


def _is_too_much(parts: Sequence[Group], times: Times) -> bool:
    return (
        len(parts) > MOST_PARTS
        or sum(len(part.asks) for part in parts) * times.points > MOST_POINTS
        or sum(len(part.text) + len(PART) + 40 for part in parts) > MOST_CHARACTERS
    )


def _by_label(answer: Answer, name: str) -> Mapping[str, Series]:
    """The series of an answer by one of their labels, which they lose."""
    found: dict[str, Series] = defaultdict(dict)
    for labels, samples in answer.series.items():
        value = next((text for label, text in labels if label == name), "")
        found[value][tuple(pair for pair in labels if pair[0] != name)] = samples
    return found
