"""Measures objectives on a Prometheus: what they all need next is planned, and asked side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from slo_gate.core.measurement import NoData, Reading, Reason, Request
from slo_gate.core.plan import Planned
from slo_gate.promql.events import FORMS
from slo_gate.promql.parsing import RejectedError
from slo_gate.promql.selectors import NotUnderstoodError
from slo_gate.sources.in_parallel import in_parallel
from slo_gate.sources.prometheus_answer import Answer, UnansweredError
from slo_gate.sources.prometheus_api import OF_THE_SERVER, Api
from slo_gate.sources.prometheus_ask import Answers, Ask
from slo_gate.sources.prometheus_asking import Asking
from slo_gate.sources.prometheus_measuring import Measurer
from slo_gate.sources.prometheus_plan import AT_ONCE, Question, plan


class PrometheusSource:
    def __init__(self, api: Api, stale_after: timedelta, most_samples: int) -> None:
        """`most_samples` bounds what a query may cost; see `Ask.samples`."""
        self._api = api
        self._most = most_samples
        self.stale_after: timedelta | None = stale_after

    def now(self) -> datetime | None:
        return self._api.now()

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        running = self._running(requests)
        answers: Answers = {}
        while True:
            wanted = [ask for one in running.values() for ask in one.advance(answers)]
            if not wanted:
                return {request: one.reading for request, one in running.items()}
            answers = self._answers(wanted)

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        asked = {request: tuple(one.advance({})) for request, one in self._running(requests).items()}
        asking: dict[Ask, list[Request]] = {}
        for request, asks in asked.items():
            for ask in asks:
                asking.setdefault(ask, []).append(request)
        return [
            Planned(
                question.text,
                *question.times,
                tuple(dict.fromkeys(request for ask in question.asks for request in asking[ask])),
            )
            for question in plan(asking)
        ]

    def _running(self, requests: Sequence[Request]) -> "dict[Request, _Running]":
        return {request: _Running(self._asking(request)) for request in dict.fromkeys(requests)}

    def _asking(self, request: Request) -> Asking:
        return Measurer(request, self._most)

    def _answers(self, asks: Iterable[Ask]) -> Answers:
        """What was planned together and is not answered is asked again apart: one bad query may spoil many."""
        answers: dict[Ask, Answer | UnansweredError] = {}
        questions: Iterable[Question] = plan(asks)
        while questions:
            apart: list[Question] = []
            for question, found in in_parallel(self._answered, questions, AT_ONCE):
                if not isinstance(found, UnansweredError):
                    answers |= found
                elif smaller := self._apart(question, found):
                    apart += smaller
                else:
                    answers |= dict.fromkeys(question.asks, found)
            questions = apart
        return answers

    def _apart(self, question: Question, error: UnansweredError) -> list[Question]:
        """Smaller questions that may be answered where a large one was not."""
        return [] if error.reason in OF_THE_SERVER or self._api.given_up else question.apart()

    def _answered(self, question: Question) -> Mapping[Ask, Answer] | UnansweredError:
        try:
            return dict(question.answers(self._api.answer(question.text, question.times)))
        except UnansweredError as error:
            return error


class _Running:
    """A measurement under way; `reading` is what came of it, once it asks for nothing more."""

    def __init__(self, measurer: Asking) -> None:
        self._measurer = measurer
        self._steps = measurer.run()
        self._asked: tuple[Ask, ...] | None = None
        self.reading: Reading = NoData(Reason.NOT_ASKED, "nothing was asked")

    def advance(self, answers: Answers) -> Iterator[Ask]:
        """What it must know next; nothing where it is done."""
        try:
            if self._asked is None:
                self._asked = next(self._steps)
            elif self._asked:
                self._asked = self._steps.send({ask: answers[ask] for ask in self._asked})
        except StopIteration as done:
            self._asked, self.reading = (), done.value
        except (UnansweredError, RejectedError, NotUnderstoodError) as error:
            self._asked, self.reading = (), without(error, tuple(self._measurer.queries))
        yield from self._asked or ()


def without(error: Exception, queries: tuple[str, ...]) -> NoData:
    """What an error of a measurement means."""
    match error:
        case UnansweredError():
            return NoData(error.reason, error.detail, queries)
        case RejectedError():
            return NoData(Reason.QUERY_REJECTED, f"the query is no PromQL: {error}", queries)
    return NoData(Reason.QUERY_NOT_UNDERSTOOD, f"the query has {error}; {FORMS}")
