"""The English sentences about rules, exemptions, freezes and scope: a part of the catalogue."""

from collections.abc import Mapping

POLICY: Mapping[str, str] = {
    # Policy: further conditions, rules of several, and where a rule stands
    "and": "{one}, and {other}",
    "at.built_in": " (built-in)",
    "reason.consumed_at_least": "{consumed} of the error budget is consumed",
    "reason.exhausts_within": "{remaining} of the error budget remains, which lasts {lasts} at the present burn rate",
    "reason.coverage_below": "{coverage} of the window has data",
    "rule.all": "the rule {rule} says {verdict} where all of this holds: {limits}",
    "rule.consumed_at_least": "the rule {rule} says {verdict} at {threshold} or more",
    "rule.exhausts_within": "the rule {rule} says {verdict} where it lasts {threshold} or less",
    "rule.coverage_below": "the rule {rule} says {verdict} below {threshold}",
    "rule.unknown": "the rule {rule} says {verdict} of what is unknown",
    "rule.no_traffic": "the rule {rule} says {verdict} of what has no traffic",
    "limit.remaining_at_most": "{threshold} or less remains",
    "limit.consumed_at_least": "{threshold} or more is consumed",
    "limit.burn_rate": "it burns at {threshold} or more",
    "limit.exhausts_within": "it lasts {threshold} or less",
    "limit.coverage_below": "less than {threshold} of the window has data",
    "limit.unknown": "the budget is unknown",
    "limit.no_traffic": "there is no traffic",
    "reason.tier": "SLOs of the tier {tier} warn at most; otherwise: {verdict}",
    "reason.exempt": "exempt until {until}, by {owner} ({ticket}): {reason}; otherwise: {verdict}",
    "do.exempt": "mend it before the exemption ends, or agree on a later date",
    # Policy: what is said of a run whatever its budgets are
    "headline.freeze": "A change freeze holds",
    "headline.require_slo": "A service that must have an SLO has none",
    "headline.unconcerned": "The change concerns no SLO",
    "reason.freeze": "the change freeze {name} holds until {until}",
    "rule.freeze": "it says {verdict}",
    "reason.require_slo": "no SLO is of the service {service}, and the policy requires one",
    "reason.unconcerned": "nothing that the change touches concerns an SLO, so no budget was judged",
    "do.coverage": "find out why data is missing: scraping, retention, or an import",
    # Policy tests
    "test.unreached": "no test reaches the rule",
    "test.invalid": "the policy tests cannot be tried as they stand: exit {code}",
    "test.count.one": "1 policy test",
    "test.count.other": "{n} policy tests",
    "test.passed": "{tests}: {passed} pass, {failed} fail",
}
