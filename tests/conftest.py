"""How the tests are shared out among workers, and what the garbage collector leaves alone."""

import atexit
import gc
from typing import Any

import pytest


def pytest_collection_finish() -> None:
    """Modules and collected tests stay: else the collector walks through a million objects again and again, and at the end."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.freeze)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """The cases of one test go to one worker, as those of a group do.

    After each test the scheduler counts all that it has handed out: the fewer parts, the less it counts. And what a
    module's tests share is made by fewer workers.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling  # noqa: PLC0415 - the tests run without it as well

    scheduler = LoadGroupScheduling(config, log)
    group_of = scheduler._split_scope
    scheduler._split_scope = lambda nodeid: group_of(nodeid).partition("[")[0]
    return scheduler
