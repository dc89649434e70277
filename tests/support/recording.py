"""A Prometheus with the rules of Sloth and Pyrra, and what they would have recorded of a history.

Prometheus evaluates each rule itself, by range queries; what it answers is stored under the rule's name and labels.
`promtool tsdb create-blocks-from rules` does the same, in blocks of two hours: 400 of them for each rule.
"""

import json
import math
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.prometheus import AT, DAYS, INTERVAL, Samples, running_prometheus
from tests.support.repository import ROOT, load_file

FOLDER = ROOT / "tests/sources/rules"
RULES = sorted(FOLDER.rglob("*.rules.yaml"))
STEP = timedelta(minutes=5)
OUTAGE = AT.replace(hour=3, minute=0) - timedelta(days=10)
QUIET = AT - timedelta(days=4)
DEATH = AT - timedelta(hours=6)


def history() -> Samples:
    """35 days of scrapes: traffic by day and night, and 40 minutes of outage at three at night.

    `quiet` had no traffic for an hour, `dead` is not scraped any more, and of the sites one is worse than the other.
    """
    values = dict.fromkeys(
        [f'{name}_requests_total{{code="{code}"}}' for name in ("night", "quiet", "dead") for code in (200, 500)], 0.0
    )
    values |= dict.fromkeys(
        [f'sites_requests_total{{code="{code}",site="{site}"}}' for site in "ab" for code in (200, 500)], 0.0
    )
    values |= dict.fromkeys(
        ['night_seconds_bucket{le="0.3"}', 'night_seconds_bucket{le="+Inf"}', "night_seconds_count"], 0.0
    )
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in (*values, "night_up")}
    at = AT - timedelta(days=DAYS)
    while at <= AT:
        load = 100 + 80 * math.sin((at.hour - 9) / 24 * 2 * math.pi)
        down = timedelta(0) <= at - OUTAGE < timedelta(minutes=40)
        for name in values:
            values[name] += (
                0
                if name.startswith("quiet") and timedelta(0) <= at - QUIET < timedelta(hours=1)
                else _count(name, load, down=down)
            )
            if not (name.startswith("dead") and at > DEATH):
                samples[name].append((at.timestamp(), values[name]))
        samples["night_up"].append((at.timestamp(), 0.0 if down else 1.0))
        at += INTERVAL
    return samples


def of_grafana() -> Samples:
    """Series by the names that Grafana SLO documents: `events` of a ratio query, `free` of another, `twice` also Sloth's."""
    names = {"events": "grafana_slo_total_rate_5m", "free": "", "twice": "slo:sli_error:ratio_rate30d"}
    return {name: values for slo, beside in names.items() for name, values in _of_grafana(slo, beside)}


def _of_grafana(slo: str, beside: str) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    labels = f'{{grafana_slo_name="{slo}",grafana_slo_uuid="{slo}-id",sloth_id="shop-{slo}"}}'
    values = {
        "sli_window": 0.9996,
        "sli_5m": 0.999,
        "sli_1h": 0.9992,
        "objective": 0.999,
        "objective_window_seconds": 2592000,
    }
    series = {f"grafana_slo_{name}": value for name, value in values.items()} | ({beside: 0.002} if beside else {})
    for name, value in series.items():
        days = 31 if name.endswith("sli_5m") else 2
        yield f"{name}{labels}", [((AT - number * STEP).timestamp(), value) for number in range(days * 288, -1, -1)]


def _count(name: str, load: float, *, down: bool) -> float:
    """What one series counts in an interval: every request fails in the outage, and a few always do."""
    if "seconds" in name:
        return load * (0.97 if 'le="0.3"' in name else 1.0)
    failing = 1.0 if down else 0.002 if 'site="b"' in name else 0.0004
    return load * (failing if "500" in name else 1 - failing)


class Rule(NamedTuple):
    name: str
    expression: str
    labels: Mapping[str, str]


def rules_of(paths: Iterable[Path]) -> list[Rule]:
    groups = [group for path in paths for group in load_file(str(path.relative_to(ROOT)))["groups"]]
    return [
        Rule(rule["record"], rule["expr"], rule.get("labels", {}))
        for group in groups
        for rule in group["rules"]
        if "record" in rule
    ]


@contextmanager
def recording_prometheus(folder: Path) -> Iterator[str]:
    """The address of a server that holds the history and what its rules have recorded of it, and has the rules loaded."""
    left, new = rules_of(RULES), {**history(), **of_grafana()}
    for _ in range(2):
        ready = [rule for rule in left if not any(other.name in rule.expression for other in left)]
        left = [rule for rule in left if rule not in ready]
        with running_prometheus(folder, new) as url:  # of the same data each time, and what is new
            new = {name: values for rule in ready for name, values in evaluated(url, rule).items()}
    with running_prometheus(folder, new, rules=RULES) as url:
        yield url


def evaluated(url: str, rule: Rule) -> Samples:
    """What a rule records: of the shortest ratios all that the window holds, of others what the last two days do."""
    length = timedelta(days=31) if rule.name.endswith("5m") else timedelta(days=2)
    form = {
        "query": rule.expression,
        "start": (AT - length).timestamp(),
        "end": AT.timestamp(),
        "step": STEP.total_seconds(),
    }
    found = _posted(f"{url}/api/v1/query_range", form)
    return {
        _written(rule.name, {**series["metric"], **rule.labels}): [
            (float(at), float(value)) for at, value in series["values"]
        ]
        for series in found["result"]
    }


def _posted(url: str, form: Mapping[str, object]) -> Any:
    with urllib.request.urlopen(url, urllib.parse.urlencode(form).encode(), timeout=60) as answer:
        return json.load(answer)["data"]


def _written(name: str, labels: Mapping[str, str]) -> str:
    inner = ",".join(f"{key}={json.dumps(value)}" for key, value in labels.items() if key != "__name__")
    return f"{name}{{{inner}}}" if inner else name
