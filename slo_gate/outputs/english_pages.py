"""The English sentences about the last run, changes of promises, overrides and charts: a part of the catalogue."""

from collections.abc import Mapping

PAGES: Mapping[str, str] = {
    # Pages: the last run
    "since": "{points} points since {commit}.",
    "since.last_run": "the last run",
    "course": "{before} (at {commit}) → {now}",
    "resolved": "Resolved: {headline}",
    "title.budgets": "The error budgets",
    "chart.days": "days",
    "chart.hours": "hours",
    "chart.now": "now",
    "chart.remaining": "budget remaining, %",
    "chart.spoken": "Burn-down: from {first} to {last} of the error budget remaining over {span}.",
    "window.days": "{n} days",
    "window.hours": "{n} hours",
    # Pages: what changes in the promises
    "title.changes": "What changes in the promises",
    "title.changes.weakened": "What changes in the promises: some become weaker",
    "changed.today": "today {before} → {after}",
    "changed.today.only": "today {left}",
    "changed.left": "{share} left",
    "changed.over": "{share} over",
    "changed.unknown": "not measured",
    "left_out.changes": "{n} more changes are left out here; the job summary and the JSON report have more.",
    "left_out.notes": "{n} more notes are left out here; the job summary and the JSON report have more.",
    # Pages: overrides
    "headline.let_through": "Let through by an override",
    "headline.let_through.though": "Let through by an override: {headline}",
    "do.override": "Or ask one of {allowed} to let it through: {ways}",
    "do.override.label": "with the label {name} and a comment that says `slo-gate override: why`",
    "do.override.trailer": "with a signed commit whose message says {name}: why",
    "do.override.input": "with a run by hand whose `override-reason` says why",
    "do.override.environment": "by approving the environment {name} with a comment",
    "overridden.by": "Let through by {actor}, {way}, at {at}.",
    "overridden.way.label": "with a label",
    "overridden.way.trailer": "with a trailer of the commit",
    "overridden.way.input": "with an input of the workflow",
    "overridden.way.environment": "by approving the environment",
    "overridden.way.other": "with an override",
    "overridden.approver": "Approved by {approver}.",
    "overridden.reason": "Reason: {reason}.",
    "overridden.until": "It holds until {at}.",
    "overridden.where": "See where.",
    # The text report's own words
    "header.environment": "environment {environment}",
    "note": "note",
}
