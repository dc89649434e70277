"""The pages of the rules that hold for every format: about files, shapes, references and suppressions."""

from collections.abc import Mapping

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page

_WARNS = (Severity.WARNING,)

PAGES: Mapping[str, Page] = {
    "SLO001": Page(
        "The file is YAML",
        "What cannot be parsed promises nothing. Files are UTF-8 and follow YAML 1.2, so `no` and `12:30` are strings. "
        "A file with `{{` in it that is no YAML is taken for a template and skipped: render it first.",
        "spec:\n\tservice: web",
        "spec:\n  service: web",
        commentable=False,
    ),
    "SLO002": Page(
        "The file is within limits",
        "A file may have 1 MiB, 1,000 documents, 50,000 values with aliases expanded, 40 levels and 100 aliases. "
        "More is a mistake or an attack; both are refused before anything is built. Of one file 1,000 findings are shown, and "
        "rules about SLOs look at queries of about 600,000 characters; it is said where they stop.",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n# … and so on, twenty times",
        "a: [x, x]",
        commentable=False,
    ),
    "SLO003": Page(
        "A key stands once in a mapping",
        "Most tools take the last of two equal keys and say nothing, so one of them is not what its author thinks.",
        "target: 0.99\ntarget: 0.999",
        "target: 0.999",
    ),
    "SLO004": Page(
        "No tags, no other YAML version, no anchor tricks",
        "Tags make some tools run code, `%YAML 1.1` changes what `no` means, and an alias to itself has no end. "
        "No SLO needs any of them.",
        "%YAML 1.1\n---\ntarget: !ENV TARGET",
        "target: 0.999",
        commentable=False,
    ),
    "SLO006": Page(
        "The file can be read",
        "Symbolic links are not followed, since they may lead out of the repository; pipes and devices are no files.",
        "slo/web.yaml -> /etc/passwd",
        "slo/web.yaml, a regular file",
        commentable=False,
    ),
    "SLO007": Page(
        "The gate is given no templates",
        "A template promises nothing until its values are filled in. `validate` skips such a file and says so. `gate` "
        "stops, since it would pass over a budget that may be spent: render the file first, or leave it out of `slos`.",
        'spec:\n  service: "{{ .Values.service }}"',
        "spec:\n  service: checkout",
        commentable=False,
        adjustable=False,
    ),
    "SLO008": Page(
        "A suppression says which rule it silences, and why",
        "Who reads it in a year must be able to tell whether it still holds, so each names its rules by their ids, and has "
        "a reason after two dashes.",
        "target: 0.99 # slo-gate: ignore",
        "target: 0.99 # slo-gate: ignore SLO301 -- agreed with the customer until spring",
        _WARNS,
        commentable=False,
    ),
    "SLO009": Page(
        "A suppression silences something",
        "One that silences nothing is left over from a mistake that was mended, or names another line or rule than the "
        "one it was meant for. With `--per-file`, nothing is said of rules that other files may decide.",
        "target: 0.99 # slo-gate: ignore SLO101 -- there is nothing wrong with this key",
        "target: 0.99",
        _WARNS,
        commentable=False,
    ),
    "SLO010": Page(
        "The version of the format is one that is read",
        "A file of another version would be read by other rules than its author had in mind.",
        "apiVersion: openslo/v2\nkind: SLO",
        "apiVersion: openslo/v1\nkind: SLO",
    ),
    "SLO011": Page(
        "An exclusion holds for a while",
        "Time that is excluded is time that nobody is measured by. So each exclusion says until when its reason is believed. "
        "After that day the gate counts its time again and says so, until the entry is removed or somebody looks at it "
        "and sets a later date.",
        "exclusions:\n  - {reason: database move, from: 2026-01-10T22:00Z, to: 2026-01-11T02:00Z, expires: 2026-01-31}",
        "exclusions:\n  - {reason: database move, from: 2026-01-10T22:00Z, to: 2026-01-11T02:00Z, expires: 2026-03-31}",
        _WARNS,
        commentable=False,
    ),
    "SLO012": Page(
        "An exemption holds for a while",
        "Who is exempt is not stopped by a broken promise. So each exemption says until when, and who answers for it. "
        "From then on it exempts nothing, and the gate says so until the entry is removed or a later date is agreed on. "
        "In its last seven days it is a notice.",
        "exemptions:\n  - {slo: checkout-latency, reason: vendor migration, owner: payments, ticket: OPS-12, expires: 2026-01-31}",
        "exemptions:\n  - {slo: checkout-latency, reason: vendor migration, owner: payments, ticket: OPS-12, expires: 2027-01-31}",
        (Severity.WARNING, Severity.NOTICE),
        commentable=False,
    ),
    "SLO013": Page(
        "An exemption is for an SLO that is there",
        "One that matches no SLO is misspelt, so that somebody is stopped who was to be exempt, or is left over and exempts "
        "whatever gets that name next. Told where the whole set is read.",
        "exemptions:\n  - {slo: chekout-latency, reason: vendor migration, owner: payments, ticket: OPS-12, expires: 2027-01-31}",
        "exemptions:\n  - {slo: checkout-latency, reason: vendor migration, owner: payments, ticket: OPS-12, expires: 2027-01-31}",
        _WARNS,
        commentable=False,
        across=True,
    ),
    "SLO014": Page(
        "A policy test expects what the policy says",
        "Either the policy has changed, and the test tells what that does, or the test is wrong. `slo-gate test` tries all "
        "tests, and `validate` of the whole set those that the configuration lists under `tests`.",
        "given: {remaining: -3%}\nexpect: {verdict: warn}",
        "given: {remaining: -3%}\nexpect: {verdict: fail}",
        commentable=False,
    ),
    "SLO101": Page(
        "Keys are spelled as the format spells them, and stand where it has them",
        "A misspelt key is ignored by lenient tools, and so is one that is indented too far or not far enough: the promise is "
        "then not the one that was written. Keys are case-sensitive.",
        "spec:\n  budgetingmethod: Occurrences",
        "spec:\n  budgetingMethod: Occurrences",
    ),
    "SLO102": Page(
        "What is required is there",
        "Without it the promise cannot be measured, or not judged.",
        "spec:\n  service: web",
        "spec:\n  service: web\n  budgetingMethod: Occurrences\n  objectives:\n    - target: 0.999",
        across=True,
    ),
    "SLO103": Page(
        "A value has the right type",
        "A number in quotes is a string, and `0.999` without quotes is no string.",
        'target: "0.999"',
        "target: 0.999",
    ),
    "SLO104": Page(
        "A value is one that is allowed",
        "Names, durations, times, zones and choices follow the format's grammar to the letter.",
        "duration: 28 days",
        "duration: 28d",
    ),
    "SLO105": Page(
        "Keys that exclude each other do not stand together",
        "Tools disagree on which of them wins.",
        "target: 0.999\ntargetPercent: 99.9",
        "target: 0.999",
    ),
    "SLO106": Page(
        "Lists and texts have an allowed length",
        "An SLO without objectives promises nothing, and one with two windows does not say which it means.",
        "objectives: []",
        "objectives:\n  - target: 0.999",
    ),
    "SLO107": Page(
        "Every key has an effect",
        "A time slice means nothing where events are counted: what was meant is not what is measured.",
        "budgetingMethod: Occurrences\nobjectives:\n  - target: 0.999\n    timeSliceWindow: 1m",
        "budgetingMethod: Occurrences\nobjectives:\n  - target: 0.999",
        _WARNS,
        across=True,
    ),
    "SLO110": Page(
        "A target has the unit of its key",
        "`target` is a ratio and `targetPercent` a percentage; one taken for the other is a hundred times off.",
        "target: 99.9",
        "target: 0.999",
    ),
    "SLO111": Page(
        "A target leaves an error budget",
        "A target of 100 % has a budget of nothing: one bad event spends it for the whole window, no burn rate can be "
        "computed, and every change is stopped until the event leaves the window. A promise about every single event "
        "is better made strict in the slice and not in the target: a slice is good only if every event in it was.",
        "budgetingMethod: Occurrences\nobjectives:\n  - target: 1.0",
        "budgetingMethod: Timeslices\nobjectives:\n  - target: 0.99\n    timeSliceTarget: 1\n    timeSliceWindow: 5m",
    ),
    "SLO201": Page(
        "References lead somewhere",
        "An indicator, policy, condition, target or data source that is not there cannot be measured or fire. "
        "Services and data sources need not be declared; where some are, every reference to one must be right. "
        "With `--per-file` nothing is said, since the rest of the set is not known.",
        "indicatorRef: web-succes",
        "indicatorRef: web-success",
        across=True,
    ),
    "SLO202": Page(
        "A name is given once for each kind",
        "References go by name, so of two objects with one name it is chance which is meant.",
        "kind: Service\nmetadata: {name: web}\n---\nkind: Service\nmetadata: {name: web}",
        "kind: Service\nmetadata: {name: web}\n---\nkind: Service\nmetadata: {name: shop}",
        across=True,
    ),
    "SLO203": Page(
        "What is declared is used",
        "An indicator, policy, condition, target, source or service that nothing refers to is left over, or was to be "
        "referred to by what names another. Told where the whole set is read and has an SLO in it; with `--per-file`, "
        "nothing is said.",
        "kind: SLI\nmetadata: {name: answered}\n---\nkind: SLO\nspec: {indicatorRef: answers}",
        "kind: SLI\nmetadata: {name: answered}\n---\nkind: SLO\nspec: {indicatorRef: answered}",
        (Severity.NOTICE,),
        across=True,
    ),
}
