"""A configuration that fits its shape, read into what the engine needs."""

from datetime import datetime
from pathlib import Path

from slo_gate.config.automatic import read_count
from slo_gate.config.exclusions import read_exclusion
from slo_gate.config.exemptions import read_exemption
from slo_gate.config.freezes import read_freeze
from slo_gate.config.matching import read_match
from slo_gate.config.overriding import read_overriding
from slo_gate.config.rules import read_changes, read_rule
from slo_gate.config.scope import read_require_slo, read_scope
from slo_gate.config.settings import DEFAULT_WINDOW, Config
from slo_gate.config.validating import read_validation
from slo_gate.core import node
from slo_gate.core.budget import EmptySlices
from slo_gate.core.change import Leniency
from slo_gate.core.duration import Duration
from slo_gate.core.errors import ConfigError
from slo_gate.core.instant import parse_instant
from slo_gate.core.language import Language
from slo_gate.core.percent import read_percent
from slo_gate.core.policy import DEFAULT_RULES, Policy
from slo_gate.core.series import Series
from slo_gate.core.verdict import Verdict


def read_config(root: node.Mapping, file: str, folder: Path) -> Config:
    """The configuration of a document that fits `config_shape`."""
    sources = root.get("sources")
    entries = sources.entries.values() if isinstance(sources, node.Mapping) else ()
    return Config(
        file=file,
        folder=folder,
        slos=tuple(item.text for item in root.items("slos") if isinstance(item, node.Scalar)),
        tests=tuple(item.text for item in root.items("tests") if isinstance(item, node.Scalar)),
        sources={entry.key.text: entry.value for entry in entries if isinstance(entry.value, node.Mapping)},
        default_source=root.text("defaults", "source"),
        default_window=Duration.parse(root.text("defaults", "window", default=DEFAULT_WINDOW)),
        policy=_policy(root, file),
        exclusions=tuple(read_exclusion(entry, file) for entry in root.mappings("exclusions")),
        exemptions=tuple(read_exemption(entry, file) for entry in root.mappings("exemptions")),
        freezes=tuple(read_freeze(entry, file) for entry in root.mappings("freezes")),
        require_slo=read_require_slo(root.get("require_slo")),
        scope=tuple(read_scope(entry) for entry in root.mappings("scope")),
        overriding=read_overriding(root.get("overrides")),
        at=parse_instant(root.text("at")),
        shadow=root.value("shadow") is True,
        validation=read_validation(root.get("validate")),
        language=Language(root.text("lang", default=Language.ENGLISH)),
        weakening_fails=root.text("weakening", default=Verdict.FAIL) == Verdict.FAIL,
        run_new_queries=root.value("run_new_queries") is True,
    )


def read_instant(text: str) -> datetime:
    """RFC 3339, with its offset, in UTC. Raises ConfigError for a date that does not exist."""
    instant = parse_instant(text)
    if instant is None:
        raise ConfigError(f"{text[:60]!r} is no instant", "write it as 2026-01-31T12:00:00Z")
    return instant


def _policy(root: node.Mapping, file: str) -> Policy:
    built_in = Policy()
    coverage = root.get("defaults", "min_coverage")
    tiers = root.get("defaults", "tiers")
    rules = tuple(read_rule(rule, file) for rule in root.mappings("rules"))
    return Policy(
        rules=rules or DEFAULT_RULES,
        on_unknown=Leniency(root.text("defaults", "on_unknown", default=built_in.on_unknown)),
        on_no_traffic=Leniency(root.text("defaults", "on_no_traffic", default=built_in.on_no_traffic)),
        empty_slices=EmptySlices(root.text("defaults", "empty_slices", default=built_in.empty_slices)),
        series=Series(root.text("defaults", "series", default=built_in.series)),
        series_of=tuple((read_match(entry), Series(entry.text("budget"))) for entry in root.mappings("series")),
        min_events_for_fail=read_count(root.get("defaults", "min_events_for_fail")),
        min_coverage=read_percent(coverage) if coverage else built_in.min_coverage,
        lenient_tiers=frozenset(tiers.entries if isinstance(tiers, node.Mapping) else ()),
        repairs=read_changes(root, "repairs") if "repairs" in root.entries else built_in.repairs,
    )
