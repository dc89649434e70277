"""What a shape says quickly is what it says at length, of everything that the formats' files hold."""

from collections import Counter
from collections.abc import Callable

import pytest

from slo_gate.core.checking import Place
from slo_gate.core.node import Node
from slo_gate.core.shape import Record
from tests.formats.subjects import SUBJECTS
from tests.support.subject import Subject

Takes = Callable[[Record, Node], bool]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_takes_what_check_finds_nothing_wrong_with(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever record is asked about whatever mapping, it is asked in both ways."""
    takes: Takes = Record.takes
    answers: Counter[bool] = Counter()
    wrong: list[object] = []
    asking = False

    def both(shape: Record, value: Node) -> bool:
        nonlocal asking
        if asking:  # `check` asks of what is within
            return takes(shape, value)
        asking = True
        taken, sound = takes(shape, value), next(shape.check(value, Place("", value.span)), None) is None
        asking = False
        answers[taken] += 1
        wrong.extend([value.span] * (taken is not sound))
        return taken

    monkeypatch.setattr(Record, "takes", both)
    for path in subject.corpus.files():
        subject.corpus.read(path)
    assert wrong == []
    assert answers[True], "no file is right"
    assert answers[False], "no file is wrong"
