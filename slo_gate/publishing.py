"""What a run tells GitHub: its comment, and its commit status. Nothing here ever changes a verdict."""

from slo_gate.action_inputs import Inputs
from slo_gate.core.report import GateReport
from slo_gate.github.api import Api
from slo_gate.github.comment import Published, publish
from slo_gate.github.event import Event
from slo_gate.github.marker import key_of
from slo_gate.github.mode import Mode, decide
from slo_gate.github.status import publish_status
from slo_gate.outputs.action_outputs import action_outputs
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.style import Style
from slo_gate.transport import Client


def connect(event: Event, token: str) -> Api | None:
    """One connection for all that a run says to GitHub, since its time is one; None without a token."""
    return Api(Client(event.api_url, secrets={"Authorization": f"Bearer {token}"})) if token else None


def publish_comment(api: Api | None, event: Event, report: GateReport, mode: Mode, style: Style, key: str) -> Published:
    wish = decide(mode, report.outcome, changed=bool(report.changes))

    def body(limit: int, previous: str = "") -> str:
        return render_comment(report, style, limit, previous)

    return publish(api, event, key, body, wish)


def publish_commit_status(api: Api | None, event: Event, report: GateReport, name: str) -> str:
    """A note where it could not be written."""
    summary = action_outputs(report)["summary"]
    return publish_status(api, event, name, report.outcome, summary, blocked=report.blocked)


def comment_key(inputs: Inputs) -> str:
    """One comment for each configuration, environment and set of services of a pull request."""
    return key_of(inputs.text("config"), inputs.text("environment"), inputs.text("service"), inputs.text("files"))
