"""A measurement that is made in turns: it says what it must know next, and is sent the answers."""

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable

from slo_gate.core.measurement import NoData, Reading, Reason, Request
from slo_gate.promql import cost
from slo_gate.sources.prometheus_answer import Answer, UnansweredError
from slo_gate.sources.prometheus_ask import Answers, Ask, Form

Measuring = Generator[tuple[Ask, ...], Answers, Reading]


class Asking(ABC):
    """What one request has asked so far, and was answered. `queries` are each as it would be asked alone."""

    def __init__(self, request: Request, most_samples: int) -> None:
        """`most_samples` bounds what a query may cost; see `Ask.samples`."""
        self._request = request
        self._most = most_samples
        self._answers: dict[Ask, Answer | UnansweredError] = {}
        self._warnings: dict[str, None] = {}
        self.queries: dict[str, None] = {}

    @abstractmethod
    def run(self) -> Measuring:
        """Raises UnansweredError, NotUnderstoodError and RejectedError."""

    def _without(self, detail: str, reason: Reason) -> NoData:
        return NoData(reason, detail, tuple(self.queries))

    def _ask(self, asks: Iterable[Ask], shown: int = 0) -> Generator[tuple[Ask, ...], Answers, None]:
        """Asks what is not known yet; the first questions, up to `shown`, are those that reports show.

        All are written first: what cannot be asked for is found here, where it concerns this request alone.
        """
        wanted = tuple(ask for ask in dict.fromkeys(asks) if ask not in self._answers)
        self.queries |= dict.fromkeys([ask.text() for ask in wanted][:shown])
        for ask in wanted:
            _refuse_dear(ask, self._most)
        if wanted:
            self._answers |= yield wanted

    def _answer(self, ask: Ask) -> Answer:
        answer = self._answers[ask]
        if isinstance(answer, UnansweredError):
            raise answer
        return answer


def _refuse_dear(ask: Ask, most: int) -> None:
    """Raises UnansweredError for a question that a server should not be asked."""
    if ask.samples() > most:
        detail = (
            f"the server would read about {ask.samples():,} samples of each series for it, and `max_samples` is {most:,}: "
            "ask for a shorter range, or record the query"
        )
        raise UnansweredError(Reason.QUERY_TOO_EXPENSIVE, detail)
    if ask.form is not Form.PRESENCE and cost.selects_everything(ask.query):
        detail = "the query selects series by no name and no value, so the server would read all that it has"
        raise UnansweredError(Reason.QUERY_TOO_EXPENSIVE, detail)
