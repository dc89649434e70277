"""A measurement that is made in turns: it says what it must know next, and is sent the answers."""

from collections.abc import Generator, Iterable

from slo_gate.core.measurement import NoData, Reading, Reason, Request
from slo_gate.sources.prometheus_answer import Answer, UnansweredError
from slo_gate.sources.prometheus_ask import Answers, Ask

Measuring = Generator[tuple[Ask, ...], Answers, Reading]


class Asking:
    """What one request has asked so far, and was answered. `queries` are each as it would be asked alone."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._answers: dict[Ask, Answer | UnansweredError] = {}
        self._warnings: dict[str, None] = {}
        self.queries: dict[str, None] = {}

    def run(self) -> Measuring:
        """Raises UnansweredError, NotUnderstoodError and RejectedError."""
        raise NotImplementedError

    def _without(self, detail: str, reason: Reason) -> NoData:
        return NoData(reason, detail, tuple(self.queries))

    def _ask(self, asks: Iterable[Ask], shown: int = 0) -> Generator[tuple[Ask, ...], Answers, None]:
        """Asks what is not known yet; the first questions, up to `shown`, are those that reports show."""
        wanted = tuple(ask for ask in dict.fromkeys(asks) if ask not in self._answers)
        self.queries |= dict.fromkeys(ask.text() for ask in wanted[:shown])
        if wanted:
            self._answers |= yield wanted

    def _answer(self, ask: Ask) -> Answer:
        answer = self._answers[ask]
        if isinstance(answer, UnansweredError):
            raise answer
        return answer
