"""What a snapshot answers, and what it must not: nothing is guessed, and nothing passes for want of numbers."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Measurement, NoData, Reading, Reason, Recorded
from tests.support.snapshots import AT, CHECKOUT, DAY, HOUR, MINUTE, MONTH, asked, days, quick, request, snapshot

NOON = AT.isoformat()
SUMS = {"slo": "checkout", "good": 999, "total": 1000}
PAYMENTS = CHECKOUT._replace(slo="payments")
MIDNIGHT = datetime.fromisoformat("2026-11-18T00:00:00Z")
RECORD = {
    "errors": "0.001",
    "basis": "recorded by somebody",
    "tolerance": "0.05",
    "lookbacks": [{"length": 3600, "errors": None}],
    "history": [None, "0.002"],
}
ASKED = {
    "indicator": {"good": "good", "total": "total", "counter": "true"},
    "start": MONTH.start.isoformat(),
    "end": NOON,
    "step": 86400,
}
ENTRY_OF_A_RECORD = {"slo": "checkout", "asked": ASKED, "series": [{"buckets": [], "recorded": RECORD}]}


def measured(reading: Reading) -> Measurement:
    assert not isinstance(reading, NoData), reading
    (found,) = reading
    return found


def missing(reading: Reading) -> str:
    assert isinstance(reading, NoData), reading
    assert reading.reason is Reason.NOT_IN_SNAPSHOT
    return reading.detail


class TestNames:
    def test_sums_answer_for_the_window(self) -> None:
        (reading,) = asked(snapshot(SUMS), request())
        (bucket,) = measured(reading).buckets
        assert (bucket.start, bucket.end, bucket.good, bucket.total) == (
            MONTH.start,
            MONTH.end,
            Decimal(999),
            Decimal(1000),
        )

    def test_numbers_in_quotes_keep_their_digits(self) -> None:
        (reading,) = asked(snapshot({"slo": "checkout", "good": "0.10", "total": "12345678901234567890.5"}), request())
        (bucket,) = measured(reading).buckets
        assert (str(bucket.good), str(bucket.total)) == ("0.10", "12345678901234567890.5")

    @pytest.mark.parametrize(
        ("entry", "words"),
        [
            pytest.param(SUMS | {"slo": "chekout"}, "no SLO `checkout`; did you mean `chekout`", id="a slip"),
            pytest.param(SUMS | {"slo": "search"}, "no SLO `checkout`; it has search", id="another SLO"),
            pytest.param(SUMS | {"service": "shops"}, "no `checkout` of the service `shop`; did you mean `shops`", id="service"),
            pytest.param(SUMS | {"objective": "Main"}, "no objective `main` of `checkout`; did you mean `Main`", id="objective"),
        ],
    )  # fmt: skip
    def test_what_is_not_there_is_unknown_with_a_guess(self, entry: object, words: str) -> None:
        (reading,) = asked(snapshot(entry), request())
        assert words in missing(reading)

    def test_an_empty_snapshot_has_no_slo(self) -> None:
        (reading,) = asked(snapshot(), request())
        assert "it has none at all" in missing(reading)

    def test_objectives_that_measure_different_things_must_be_told_apart(self) -> None:
        slow, fast = request(indicator=quick("1")), request(CHECKOUT._replace(objective="fast"), indicator=quick("0.3"))
        for reading in asked(snapshot(SUMS), slow, fast):
            assert "has the objectives fast, main: say which by `objective`" in missing(reading)
        both = snapshot(SUMS | {"objective": "main"}, SUMS | {"objective": "fast", "good": 9})
        goods = [measured(reading).buckets[0].good for reading in asked(both, slow, fast)]
        assert goods == [999, 9]

    def test_an_slo_of_two_services_must_be_told_apart(self) -> None:
        other = request(CHECKOUT._replace(service="mobile"), indicator=quick())
        for reading in asked(snapshot(SUMS), request(), other):
            assert "is an SLO of mobile, shop: say which by `service`" in missing(reading)

    def test_one_entry_serves_objectives_that_measure_the_same(self) -> None:
        (reading,) = asked(snapshot(SUMS), request(CHECKOUT, CHECKOUT._replace(objective="strict")))
        assert measured(reading).buckets[0].good == 999

    def test_two_entries_that_fit_must_agree(self) -> None:
        (reading,) = asked(snapshot(SUMS, SUMS | {"service": "shop", "good": 1}), request())
        assert "2 answers for `checkout`" in missing(reading)

    def test_slos_that_measure_the_same_must_both_be_there_and_agree(self) -> None:
        shared = request(CHECKOUT, PAYMENTS)
        payments = SUMS | {"slo": "payments"}
        assert "no SLO `payments`" in missing(asked(snapshot(SUMS), shared)[0])
        assert "different numbers" in missing(asked(snapshot(SUMS, payments | {"good": 1}), shared)[0])
        assert measured(asked(snapshot(SUMS, payments), shared)[0])

    def test_a_reason_for_no_numbers_is_handed_on(self) -> None:
        held = snapshot({"slo": "checkout", "no_data": {"reason": "throttled", "detail": "too many"}})
        assert asked(held, request()) == [NoData(Reason.THROTTLED, "too many")]

    def test_each_series_has_its_labels(self) -> None:
        series = [{"labels": {"region": region}, "good": 1, "total": 2} for region in ("eu", "us")]
        (reading,) = asked(snapshot({"slo": "checkout", "series": series}), request())
        assert not isinstance(reading, NoData)
        assert [found.series for found in reading] == [(("region", "eu"),), (("region", "us"),)]


class TestTime:
    def test_sums_until_earlier_cover_less_of_the_window(self) -> None:
        (reading,) = asked(snapshot(SUMS, at="2026-11-15T12:00:00Z"), request())
        found = measured(reading)
        assert (found.coverage, found.newest) == (Decimal("0.9"), AT - 3 * DAY)

    @pytest.mark.parametrize(
        "at",
        [
            pytest.param("2026-11-18T12:06:00Z", id="events after the instant judged are in them"),
            pytest.param("2026-10-19T12:00:00Z", id="they end where the window begins"),
        ],
    )
    def test_sums_of_another_time_answer_nothing(self, at: str) -> None:
        (reading,) = asked(snapshot(SUMS, at=at), request())
        assert "the sums count until" in missing(reading)

    def test_sums_may_be_a_little_younger_than_the_instant(self) -> None:
        (reading,) = asked(snapshot(SUMS, at="2026-11-18T12:01:00Z"), request())
        assert measured(reading).coverage == 1

    def test_days_answer_with_the_one_that_is_not_over(self) -> None:
        held = snapshot({"slo": "checkout", "buckets": days(MIDNIGHT - 29 * DAY, *[(9, 10)] * 30)}, at=NOON)
        found = measured(asked(held, request())[0])
        assert (len(found.buckets), found.buckets[-1].end, found.newest) == (30, AT, AT)
        assert found.coverage == Decimal("29.5") / 30
        assert found.warnings == ()

    def test_older_days_do_not_count_and_one_that_the_window_cuts_is_told(self) -> None:
        held = snapshot({"slo": "checkout", "buckets": days(MIDNIGHT - 60 * DAY, *[(9, 10)] * 61)}, at=NOON)
        found = measured(asked(held, request())[0])
        assert len(found.buckets) == 30
        assert found.warnings == ("the bucket at 2026-10-19T00:00:00Z is cut by an end of the window, and left out",)

    def test_a_day_that_was_whole_is_not_taken_for_half_of_it(self) -> None:
        """Judged at noon of a day of which the events until midnight are there."""
        held = snapshot(
            {"slo": "checkout", "buckets": days(MIDNIGHT - DAY, (9, 10), (0, 10))}, at="2026-11-19T00:00:00Z"
        )
        found = measured(asked(held, request())[0])
        assert [bucket.good for bucket in found.buckets] == [9]
        assert "2026-11-18T00:00:00Z is cut" in found.warnings[0]

    def test_days_of_another_month_answer_nothing(self) -> None:
        held = snapshot({"slo": "checkout", "buckets": days(MIDNIGHT - 99 * DAY, (9, 10))})
        assert "none of the 1 buckets lies in" in missing(asked(held, request())[0])

    def test_lookbacks_are_told_where_buckets_fill_them(self) -> None:
        start = AT - 2 * HOUR
        buckets = [
            {
                "start": (start + index * 30 * MINUTE).isoformat(),
                "end": (start + (index + 1) * 30 * MINUTE).isoformat(),
                "good": 9,
                "total": 10,
            }
            for index in range(4)
        ]
        held = snapshot({"slo": "checkout", "buckets": buckets})
        found = measured(asked(held, request(lookbacks=(5 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR)))[0])
        assert [told and int(told.total) for told in found.stretches] == [None, 20, 40, None]

    def test_sums_tell_no_lookback(self) -> None:
        (reading,) = asked(snapshot(SUMS), request(lookbacks=(HOUR,)))
        assert measured(reading).stretches == (None,)


class TestTimeSlices:
    GRID = Grid(AT - HOUR, AT, 10 * MINUTE)
    SLICED = CHECKOUT._replace(sliced=True)

    def buckets(self, length: timedelta) -> list[dict[str, object]]:
        starts = (AT - HOUR + index * length for index in range(HOUR // length))
        return [
            {"start": start.isoformat(), "end": (start + length).isoformat(), "good": 9, "total": 10}
            for start in starts
        ]

    def test_buckets_of_their_length_are_the_slices(self) -> None:
        held = snapshot({"slo": "checkout", "buckets": self.buckets(10 * MINUTE)})
        assert len(measured(asked(held, request(self.SLICED, grid=self.GRID))[0]).buckets) == 6

    def test_buckets_of_another_length_are_none(self) -> None:
        held = snapshot({"slo": "checkout", "buckets": self.buckets(30 * MINUTE)})
        assert "time slices of 10m are counted" in missing(asked(held, request(self.SLICED, grid=self.GRID))[0])
        assert measured(asked(held, request(grid=self.GRID))[0])

    def test_sums_tell_no_slice(self) -> None:
        assert "give buckets of that length" in missing(asked(snapshot(SUMS), request(self.SLICED, grid=self.GRID))[0])


class TestRecords:
    """What rules had recorded, as a run keeps it."""

    def test_it_answers_the_very_question(self) -> None:
        (reading,) = asked(snapshot(ENTRY_OF_A_RECORD), request())
        assert measured(reading).recorded == Recorded(
            errors=Decimal("0.001"),
            basis="recorded by somebody",
            lookbacks={HOUR: None},
            history=(None, Decimal("0.002")),
            tolerance=Decimal("0.05"),
        )

    def test_of_another_window_it_says_nothing(self) -> None:
        later = Grid(MONTH.start + DAY, MONTH.end, DAY)
        (reading,) = asked(snapshot(ENTRY_OF_A_RECORD), request(grid=later))
        assert "the snapshot answers for 2026-10-19T12:00:00Z to" in missing(reading)
