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
from slo_gate.sources.prometheus_cover import Parts, covering

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
    """One query as it is sent, and the groups whose answers it brings. `parts` are what some of their asks stand for."""

    times: Times
    groups: tuple[Group, ...]
    parts: Parts

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
        """Those that it answers."""
        return tuple(part for ask in self._sent for part in self._instead_of(ask))

    @property
    def _sent(self) -> Iterator[Ask]:
        return (ask for group in self.groups for ask in group.asks)

    def _instead_of(self, ask: Ask) -> Sequence[Ask]:
        return [part for part, _ in self.parts[ask]] if ask in self.parts else [ask]

    def answers(self, answer: Answer) -> Iterator[tuple[Ask, Answer]]:
        for ask, found in self._answers(answer):
            if ask in self.parts:
                yield from ((part, cover.of(found)) for part, cover in self.parts[ask])
            else:
                yield ask, found

    def _answers(self, answer: Answer) -> Iterator[tuple[Ask, Answer]]:
        if len(self.groups) == 1:
            yield from self.groups[0].answers(answer)
            return
        by_part = _by_label(answer, PART)
        for number, group in enumerate(self.groups):
            yield from group.answers(Answer(by_part.get(str(number), {}), answer.warnings))

    def apart(self) -> "list[Question]":
        """The same in smaller questions, for when the server does not answer it; none where it is small already.

        What stands for others is not asked again: they are, themselves.
        """
        if any(ask in self.parts for ask in self._sent):
            return list(_of_times(self.times, self.asks, {}, others=0))
        groups = self.groups if len(self.groups) > 1 else self.groups[0].apart()
        return [Question(self.times, (group,), self.parts) for group in groups]


def plan(asks: Iterable[Ask]) -> Iterator[Question]:
    """Questions for sound queries (see `Ask.text`). Those of the times that weigh most come first, since they are waited for
    longest, and are made before others are thought of.
    """
    by_times: dict[Times, list[Ask]] = defaultdict(list)
    for ask in dict.fromkeys(asks):
        by_times[ask.times].append(ask)
    others = len(by_times) - 1
    for times, some in sorted(by_times.items(), key=lambda item: -_samples(item[1])):
        questions = _of_times(times, *covering(some), others)
        yield from sorted(questions, key=lambda question: -question.samples)


def _samples(asks: Iterable[Ask]) -> int:
    return sum(ask.samples() for ask in asks)


def _of_times(times: Times, asks: Sequence[Ask], parts: Parts, others: int) -> Iterator[Question]:
    """The questions about some times: so few that one about each of the `others` is in flight with them."""
    by_text: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        by_text[ask.text()].append(ask)
    alike = [tuple(some) for some in by_text.values()]
    samples = _samples(some[0] for some in alike)
    at_once = AT_ONCE - others if samples <= MODERATE and others <= AT_ONCE // 2 else AT_ONCE
    hands = max(min(-(-samples // LIGHT), at_once), 1)
    groups = list(_grouped(alike, hands))
    if len(groups) <= FEW:
        yield from (Question(times, (group,), parts) for group in groups)
        return
    for dealt in _dealt(groups, hands):
        yield from (Question(times, joined, parts) for joined in _joined(times, dealt))


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


def _joined(times: Times, groups: Sequence[Group]) -> Iterator[tuple[Group, ...]]:
    """All in one question, or in more where one would be too long."""
    joined: list[Group] = []
    for group in groups:
        if joined and _is_too_much((*joined, group), times):
            yield tuple(joined)
            joined = []
        joined.append(group)
    if joined:
        yield tuple(joined)


def _is_too_much(groups: Sequence[Group], times: Times) -> bool:
    return (
        len(groups) > MOST_PARTS
        or sum(len(group.asks) for group in groups) * times.points > MOST_POINTS
        or sum(len(group.text) + len(PART) + 40 for group in groups) > MOST_CHARACTERS
    )


def _by_label(answer: Answer, name: str) -> Mapping[str, Series]:
    """The series of an answer by one of their labels, which they lose."""
    found: dict[str, Series] = defaultdict(dict)
    for labels, samples in answer.series.items():
        value = next((text for label, text in labels if label == name), "")
        found[value][tuple(pair for pair in labels if pair[0] != name)] = samples
    return found
