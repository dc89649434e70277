"""The comment of a run: which one it is, and whether it is worth writing."""

from slo_gate.action_inputs import Inputs
from slo_gate.core.report import GateReport
from slo_gate.github.api import Api
from slo_gate.github.comment import Published, publish
from slo_gate.github.event import Event
from slo_gate.github.marker import key_of
from slo_gate.github.mode import Mode, decide
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.style import Style
from slo_gate.transport import Client


def publish_comment(event: Event, report: GateReport, mode: Mode, style: Style, inputs: Inputs) -> Published:
    """One comment for each configuration, environment and set of services of a pull request."""
    token = inputs.text("github-token")
    api = Api(Client(event.api_url, secrets={"Authorization": f"Bearer {token}"})) if token else None
    key = key_of(inputs.text("config"), inputs.text("environment"), inputs.text("service"), inputs.text("files"))
    wish = decide(mode, report.outcome, changed=bool(report.changes))

    def body(limit: int, previous: str = "") -> str:
        return render_comment(report, style, limit, previous)

    return publish(api, event, key, body, wish)
