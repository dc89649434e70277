"""The classes of backends and exporters that slo-generator has, and how names say which is meant.

A name is that of a class, perhaps with `/` and a suffix of one's own behind; a name with a point in it is the path of a
class of one's own. Source: google/slo-generator v2, `utils.py`, `get_backend` and `get_exporters`.
"""

import re
from collections.abc import Iterable, Mapping

BACKENDS = (
    "cloud_monitoring",
    "cloud_monitoring_mql",
    "cloud_service_monitoring",
    "datadog",
    "dynatrace",
    "elasticsearch",
    "open_search",
    "prometheus",
    "splunk",
)
EXPORTERS = (
    "bigquery",
    "cloud_monitoring",
    "cloudevent",
    "datadog",
    "dynatrace",
    "prometheus",
    "prometheus_self",
    "pubsub",
)
_CUSTOM = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def pattern_of(name: str) -> str:
    """What the names of a class look like: `cloud_monitoring` is `CloudMonitoring` too."""
    first, *rest = name.split("_")
    words = "".join(f"(_?{word[0].upper()}|_{word[0]}){word[1:]}" for word in rest)
    return f"^[{first[0]}{first[0].upper()}]{first[1:]}{words}(/[^.]*)?$"


_PATTERNS: Mapping[str, str] = {name: pattern_of(name) for name in dict.fromkeys(BACKENDS + EXPORTERS)}


def class_of(name: str, among: Iterable[str] = _PATTERNS) -> str:
    """The class that a name names; nothing where it is one of somebody's own, or none."""
    return next((known for known in among if re.fullmatch(_PATTERNS[known], name)), "")


def is_custom(name: str) -> bool:
    return _CUSTOM.fullmatch(name) is not None
