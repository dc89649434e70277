"""Work that is shared out among processes brings what one process alone would."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import NoReturn, cast

import pytest

from slo_gate import sharing_out
from slo_gate.core.validation_report import ValidationReport
from slo_gate.request import Request
from slo_gate.sharing_out import shared_out
from slo_gate.validating import run_validation

THINGS = tuple(range(1_003))
HERE = os.getpid()

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="one process does all the work elsewhere than on Linux")


@pytest.fixture(autouse=True)
def processors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    begun: list[int] = []

    def fork(beginning: Callable[[], int] = os.fork) -> int:
        begun.append(beginning())
        return begun[-1]

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    monkeypatch.setattr(os, "fork", fork)
    yield
    for process in begun:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def squares(some: Sequence[int]) -> list[int]:
    return [one * one for one in some]


def flat(parts: Sequence[Sequence[int]]) -> list[int]:
    return [one for part in parts for one in part]


def test_everything_is_done_once_and_in_order() -> None:
    assert flat(shared_out(squares, THINGS)) == squares(THINGS)


def processes(expected: int) -> set[int]:
    """Those that share the work, of which none goes on before as many as expected have begun."""
    all_there, begun = get_context("fork").Barrier(expected), set[int]()

    def who(_: object) -> int:
        if os.getpid() not in begun:
            begun.add(os.getpid())
            all_there.wait(60)
        return os.getpid()

    return set(shared_out(who, THINGS))


def test_several_processes_do_it() -> None:
    assert len(processes(3)) == len(os.sched_getaffinity(0)) == 3


@pytest.mark.parametrize("count", [0, 1, 51, sharing_out.FEWEST - 1])
def test_little_work_stays_in_this_process(count: int) -> None:
    assert set(shared_out(lambda _: os.getpid(), THINGS[:count])) <= {HERE}


@pytest.mark.parametrize("count", [1, 64])
def test_there_are_no_more_processes_than_processors_or_than_is_sensible(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(count)))
    expected = min(count, sharing_out.MOST_PROCESSES)
    assert len(processes(expected)) == expected


def test_what_a_process_was_killed_over_is_done_here() -> None:
    def killed(some: Sequence[int]) -> list[int]:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return squares(some)

    assert flat(shared_out(killed, THINGS)) == squares(THINGS)


class Deadly:
    """Kills the process that tells of it, in the middle of what it says."""

    def __reduce__(self) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def test_what_a_process_was_killed_over_telling_of_is_done_here() -> None:
    def telling(some: Sequence[int]) -> list[object]:
        return [*squares(some)] if os.getpid() == HERE else ["long" * 100_000, Deadly()]

    assert flat(cast("Sequence[Sequence[int]]", shared_out(telling, THINGS))) == squares(THINGS)


def test_what_there_is_no_room_for_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    assert flat(shared_out(squares, THINGS)) == squares(THINGS)


@pytest.mark.parametrize("wrong", [0, 75, 1_002], ids=["in this process", "in another", "at the end"])
def test_what_fails_fails_as_it_would_alone(capfd: pytest.CaptureFixture[str], wrong: int) -> None:
    def failing(some: Sequence[int]) -> list[int]:
        if wrong in some:
            raise ValueError(f"{wrong} is wrong")
        return squares(some)

    with pytest.raises(ValueError, match=f"^{wrong} is wrong$"):
        shared_out(failing, THINGS)
    assert capfd.readouterr() == ("", "")


def test_an_interrupt_ends_every_process() -> None:
    def interrupted(some: Sequence[int]) -> list[int]:
        if os.getpid() == HERE:
            raise KeyboardInterrupt
        signal.pause()
        return squares(some)

    with pytest.raises(KeyboardInterrupt):
        shared_out(interrupted, THINGS)


LEFT_ALONE = """
import os, signal
from slo_gate import sharing_out

os.sched_getaffinity = lambda _: {0, 1}
first, told = os.getpid(), []

def work(_):
    if os.getpid() == first:
        signal.pause()
    if not told:
        told.append(os.write(1, b"%d\\n" % os.getpid()))
    return "more than a pipe holds" * 10_000

sharing_out.shared_out(work, range(sharing_out.FEWEST))
"""


def test_a_process_that_is_left_alone_ends() -> None:
    with subprocess.Popen([sys.executable, "-c", LEFT_ALONE], stdout=subprocess.PIPE) as first:
        assert first.stdout
        helper = os.pidfd_open(int(first.stdout.readline()))
        first.kill()
    try:
        assert select.select([helper], [], [], 60)[0]
    finally:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(helper, signal.SIGKILL)
        os.close(helper)


def test_files_are_told_the_same_of_by_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def report() -> ValidationReport:
        return run_validation(Request(paths=("formats", "rules"), folder=Path(__file__).parent, partial=True))

    alone = report()
    monkeypatch.setattr(sharing_out, "FEWEST", 2)
    monkeypatch.setattr(sharing_out, "AT_ONCE", 3)
    assert len({finding.rule for finding in alone.findings}) > 50
    assert report() == alone
