"""What is no snapshot to go by is refused, at its line and column."""

import json

import pytest

from slo_gate.core.errors import InvalidFileError
from slo_gate.core.finding import Finding
from slo_gate.snapshot import opening
from slo_gate.snapshot.opening import open_snapshot
from tests.support.snapshots import text


def refusals(data: str | bytes) -> list[Finding]:
    with pytest.raises(InvalidFileError) as caught:
        open_snapshot(data.encode() if isinstance(data, str) else data, "snapshot.json")
    assert caught.value.findings
    return list(caught.value.findings)


def told(data: str | bytes) -> str:
    return "\n".join(f"{one.location}: {one.message}; {one.help}" for one in refusals(data))


def entry(fields: str) -> str:
    return '{"version": 1, "at": "2026-11-18T12:00:00Z",\n "slos": [\n  {"slo": "checkout", ' + fields + "}\n]}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param("", "1:1: a snapshot is one document", id="nothing"),
        pytest.param('{"version": 1', "not YAML", id="half of it"),
        pytest.param("[]", "1:1: `the document` is a list", id="a list"),
        pytest.param('{"version": 2, "slos": []}', "1:13: `version` is 2", id="another version"),
        pytest.param('{"version": 1}', "1:1: `the document` has no `slos`", id="no SLOs"),
        pytest.param('{"version": 1, "slos": [{"good": 1, "total": 1}]}', "has no `slo`", id="no name"),
        pytest.param(entry('"good": 1, "totl": 2'), "3:34: unknown key `totl` in `slos[0]`; did you mean `total`?", id="a slip"),
        pytest.param(entry('"good": 1'), "`slos[0]` has no `total`", id="good alone"),
        pytest.param(entry('"total": 1'), "`slos[0]` has no `good`", id="total alone"),
        pytest.param(entry('"good": 1, "total": 2, "buckets": []'), "`total` and `buckets` at the same time", id="sums and buckets"),
        pytest.param(entry('"source": "x"'), "`slos[0]` needs one of `total`, `buckets`, `series`, `no_data`", id="no numbers"),
        pytest.param(entry('"good": "many", "total": 2'), "3:31: `slos[0].good` is 'many'", id="a word for a number"),
        pytest.param(entry('"good": true, "total": 2'), "`slos[0].good` is true or false", id="true for a number"),
        pytest.param(entry('"good": 1e4000, "total": 2'), "`slos[0].good` is '1e4000'", id="an endless number"),
        pytest.param(entry('"good": NaN, "total": 2'), "`good` is NaN; a count", id="no JSON's number"),
        pytest.param(entry('"good": -1, "total": 2'), "3:31: `good` is -1; a count is 0 or more", id="a negative count"),
        pytest.param(entry('"good": "NaN", "total": 2'), "`good` is NaN", id="no number in quotes"),
        pytest.param(entry('"good": 0, "total": "Infinity"'), "`total` is Infinity", id="an endless number in quotes"),
        pytest.param(entry('"good": 3, "total": 2'), "3:31: `good` is 3, more than `total`, 2", id="more good than all"),
        pytest.param(entry('"buckets": [{"day": "2026-11-17", "good": 3, "total": 2}]'), "`good` is 3, more than", id="more good than all in a bucket"),
        pytest.param(entry('"buckets": [{"good": 1, "total": 2}]'), "needs one of `start`, `day`", id="a bucket of no time"),
        pytest.param(entry('"buckets": [{"start": "2026-11-17T00:00:00Z", "good": 1, "total": 2}]'), "has no `end`", id="a bucket without an end"),
        pytest.param(entry('"buckets": [{"day": "2026-11-17", "end": "2026-11-18T00:00:00Z", "good": 1, "total": 2}]'), "has no `start`", id="a day with an end"),
        pytest.param(entry('"buckets": [{"day": "2026-02-30", "good": 1, "total": 2}]'), "there is no day 2026-02-30", id="a day that is none"),
        pytest.param(entry('"buckets": [{"day": "9999-12-31", "good": 1, "total": 2}]'), "there is no day 9999-12-31", id="the last day of the calendar"),
        pytest.param(entry('"buckets": [{"start": "2026-11-17T00:00:00", "end": "2026-11-18T00:00:00Z", "good": 1, "total": 2}]'), "it must be an instant that exists", id="an instant without an offset"),
        pytest.param(entry('"buckets": [{"start": "2026-11-17T01:00:00+01:00", "end": "2026-11-17T00:00:00Z", "good": 1, "total": 2}]'), "the bucket ends before it begins", id="a bucket without length"),
        pytest.param(entry('"buckets": [{"day": "2026-11-17", "good": 1, "total": 2},\n{"start": "2026-11-16T00:00:00Z", "end": "2026-11-17T00:00:01Z", "good": 1, "total": 2}]'), "3:35: the bucket overlaps the one that ends at 2026-11-17T00:00:01Z", id="buckets that overlap"),
        pytest.param(entry('"series": [{"buckets": [], "recorded": {"errors": "0.1", "basis": "", "tolerance": "0"}}]'), "`recorded` stands in an entry without `asked`; only a run writes down", id="a record that somebody wrote down"),
        pytest.param(entry('"series": [{"buckets": [], "recorded": {"errors": null, "basis": "", "tolerance": "0"}}]'), "`slos[0].series[0].recorded.errors` is", id="a record of nothing"),
        pytest.param(entry('"series": [{"buckets": [], "recorded": {"errors": "0.1", "basis": "", "tolerance": "NaN"}}]'), "`slos[0].series[0].recorded.tolerance` is 'NaN'", id="a tolerance that is no number"),
        pytest.param(entry('"buckets": [{"day": "2026-11-19", "good": 1, "total": 2}]'), "when `at` says that the numbers end", id="a bucket of the future"),
        pytest.param(entry('"series": []'), "`slos[0].series` has 0 items", id="no series"),
        pytest.param(entry('"series": [{"labels": {"a": "1"}, "good": 1, "total": 2}, {"labels": {"a": "1"}, "good": 1, "total": 2}]'), "an earlier series has the same labels", id="the same labels twice"),
        pytest.param(entry('"series": [{"coverage": "1.5", "good": 1, "total": 2}]'), "`coverage` is 1.5", id="more than all of the window"),
        pytest.param(entry('"no_data": {"reason": "no-dta"}'), "did you mean `no-data`?", id="an unknown reason"),
        pytest.param(entry('"good": 1, "total": 2}, {"slo": "checkout", "good": 1, "total": 2'), "line 3 has numbers for `checkout` already", id="an SLO twice"),
        pytest.param(entry('"good": 1, "good": 1, "total": 2'), "SLO003", id="a key twice"),
        pytest.param(entry('"asked": {"indicator": {}, "start": "2026-11-17T00:00:00Z", "end": "2026-11-16T00:00:00Z", "step": 60}, "buckets": []'), "the window ends before it begins", id="a window turned round"),
    ],
)  # fmt: skip
def test_refused(data: str, words: str) -> None:
    findings = refusals(data)
    assert words in told(data) + "".join(one.rule for one in findings)
    assert all(one.location.file == "snapshot.json" and one.fix is None for one in findings)


def test_a_large_file_is_read_and_what_is_wrong_in_it_told_by_its_path() -> None:
    bucket = {"start": "2026-11-17T00:00:00Z", "end": "2026-11-18T00:00:00Z", "good": "1", "total": "2", "x": 1}
    data = text({"slo": "checkout", "buckets": [bucket] * 12_000})
    assert len(data) > 1024 * 1024
    assert "unknown key `x` in `slos[0].buckets[11999]`" in told(data)


def test_a_large_file_that_is_no_json_says_so() -> None:
    assert "too large to say where" in told("{" + " " * 2_000_000)


def test_a_file_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_BYTES", 10)
    assert "more than 10 bytes" in told(b'{"version": 1, "slos": []}')


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * 100_000, id="deep lists"),
        pytest.param(b'{"a":' * 100_000, id="deep mappings"),
        pytest.param(b'{"version": ' + b"9" * 10_000 + b"}", id="a number of ten thousand digits"),
        pytest.param(b"\xff\xfe", id="bytes that are no text"),
        pytest.param(json.dumps({"version": 1, "slos": ["\ud800"]}).encode(), id="half a character"),
    ],
)
def test_what_means_harm_is_refused_like_anything_else(data: bytes) -> None:
    assert refusals(data)
