"""Events on the repository of the stand-in for GitHub."""

from dataclasses import replace

from slo_gate.github.event import Event, Kind
from tests.support.github_state import ISSUE, REPOSITORY

HEAD, BASE, OTHER = "a" * 40, "b" * 40, "c" * 40
PUSH = Event(
    Kind.PUSH, "push", REPOSITORY, "https://github.com", "", sha=HEAD, head_sha=HEAD, before=BASE, run_id="812"
)
PULL_REQUEST = replace(PUSH, kind=Kind.PULL_REQUEST, name="pull_request", before="", pull_request=ISSUE)
QUEUE = replace(PUSH, kind=Kind.MERGE_GROUP, name="merge_group", before="", base_sha=BASE, queued=ISSUE)
AFTER_A_FORK = replace(
    PUSH,
    kind=Kind.WORKFLOW_RUN,
    name="workflow_run",
    sha=OTHER,
    before="",
    head_ref="patch-1",
    head_owner="eve",
    fork=True,
)
DISPATCH = replace(
    PUSH, kind=Kind.WORKFLOW_DISPATCH, name="workflow_dispatch", before="", actor="ana", triggering_actor="ana"
)
