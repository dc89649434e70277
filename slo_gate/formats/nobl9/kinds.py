"""The kinds of Nobl9: those whose every field is known, and those of which the frame is.

Source: https://github.com/nobl9/nobl9-go, `manifest/v1alpha`, the validation of each kind.
"""

from slo_gate.core.kinds import Kinds
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.core.zone import Zone
from slo_gate.formats.nobl9.alerts import ALERT_POLICY
from slo_gate.formats.nobl9.pieces import COMPUTED, DESCRIPTION, FILLED, SLO_METADATA, VERSION, framed
from slo_gate.formats.nobl9.slos import SPEC
from slo_gate.formats.nobl9.vendors import DIRECT, VENDORS, settings

IN_PROJECTS = (
    "SLO",
    "Service",
    "Agent",
    "Direct",
    "AlertPolicy",
    "AlertMethod",
    "AlertSilence",
    "Alert",
    "Annotation",
    "DataExport",
)
"""The kinds whose objects belong to a project."""

_BY_FRAME = (
    *("AlertMethod", "AlertSilence", "Alert", "Annotation", "DataExport"),
    *("BudgetAdjustment", "Report", "RoleBinding", "UserGroup"),
)
_REVIEW = Record(
    {
        "startTime": Field(
            Text(
                pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$",
                meaning="a local time such as 2026-01-31T09:00:00",
            ),
            required=True,
            doc="A local time such as 2026-01-31T09:00:00.",
        ),
        "timeZone": Field(Zone(), required=True, doc="A name such as Europe/Berlin."),
        "rrule": Field(FILLED, required=True, doc="A rule of RFC 5545, such as FREQ=MONTHLY."),
    }
)
_USER = Record({"id": Field(FILLED, required=True, doc="The id of a user.")})
_SERVICE = Record(
    {
        "description": DESCRIPTION,
        "responsibleUsers": Field(OrNothing(ListOf(_USER))),
        "reviewCycle": Field(OrNothing(_REVIEW)),
    }
)
_PROJECT = Record({"description": DESCRIPTION, "createdAt": COMPUTED, "createdBy": COMPUTED})

KINDS = Kinds(
    VERSION,
    "nobl9.v1alpha",
    {
        "SLO": framed(("SLO",), SPEC, SLO_METADATA),
        "Service": framed(("Service",), _SERVICE, needs_spec=False),
        "Project": framed(("Project",), _PROJECT, needs_spec=False),
        "AlertPolicy": framed(("AlertPolicy",), ALERT_POLICY),
        "Agent": framed(("Agent",), settings(VENDORS)),
        "Direct": framed(("Direct",), settings(DIRECT)),
    },
    _BY_FRAME,
    framed(_BY_FRAME, MapOf(Anything())),
)
