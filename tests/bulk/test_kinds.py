"""Columns of numpy, pandas, polars and Arrow: read alike, and given back in their own kind."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from caseflow import bulk
from caseflow import vietnam as vn
from caseflow.calendars import CalendarSpec, OfficeCalendar
from caseflow.errors import FloatRefusedError, ValueInvalidError
from caseflow.limits import working_days, working_hours
from caseflow.targets import EarlyReturn

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = [date(2026, 3, 2), None, date(2026, 4, 29)]
INSTANTS = [
    datetime(2026, 3, 2, 9, 30, tzinfo=ZONE),
    None,
    datetime(2026, 4, 29, 16, 0, 0, 1, tzinfo=ZONE),
]
DUE = [date(2026, 3, 16), None, date(2026, 5, 15)]
DUE_AT = [
    datetime(2026, 3, 4, 10, 30, tzinfo=ZONE),
    None,
    datetime(2026, 5, 5, 17, 0, 0, 1, tzinfo=ZONE),
]
TYPE = "timestamp[us, tz=Asia/Ho_Chi_Minh]"

in_days = {
    "pandas objects": lambda: pd.Series(DAYS, name="received", dtype="object"),
    "pandas midnights": lambda: pd.Series(pd.to_datetime(pd.Series(DAYS)), name="received"),
    "pandas Arrow": lambda: pd.Series(DAYS, dtype=pd.ArrowDtype(pa.date32())),
    "polars": lambda: pl.Series("received", DAYS),
    "Arrow array": lambda: pa.array(DAYS),
    "Arrow chunks": lambda: pa.chunked_array([DAYS[:1], DAYS[1:]], type=pa.date32()),
    "Arrow empty chunks": lambda: pa.chunked_array([DAYS, []], type=pa.date32()),
}
in_instants = {
    "pandas": lambda: pd.Series(INSTANTS),
    "pandas nanoseconds": lambda: pd.Series(INSTANTS).astype("datetime64[ns, Asia/Ho_Chi_Minh]"),
    "pandas UTC": lambda: pd.Series(INSTANTS).dt.tz_convert("UTC"),
    "pandas Arrow": lambda: pd.Series(INSTANTS).astype(
        pd.ArrowDtype(pa.timestamp("us", "Asia/Ho_Chi_Minh"))
    ),
    "polars": lambda: pl.Series(INSTANTS).dt.convert_time_zone("Asia/Ho_Chi_Minh"),
    "polars milliseconds": lambda: pl.Series(INSTANTS).cast(pl.Datetime("ms", "UTC")),
    "Arrow array": lambda: pa.array(INSTANTS, pa.timestamp("us", "Asia/Ho_Chi_Minh")),
    "Arrow nanoseconds": lambda: pa.chunked_array(
        [pa.array(INSTANTS, pa.timestamp("us", "UTC")).cast(pa.timestamp("ns", "UTC"))]
    ),
}
Make = Callable[[], object]


def values(column: object) -> list[object]:
    """Return a column as Python values, None for no value."""
    if isinstance(column, pd.Series):
        return [None if value is pd.NaT or value is pd.NA else value for value in column]
    return column.to_pylist() if isinstance(column, pa.Array | pa.ChunkedArray) else list(column)


@pytest.mark.parametrize("make", in_days.values(), ids=in_days)
def test_days_come_back_as_days_of_the_same_kind(make: Make):
    """A column of dates gives a column of dates; missing stays missing."""
    column = make()
    dues = bulk.due(column, working_days(10), vn.calendar())

    assert type(dues.on) is type(column)
    found = [on.date() if isinstance(on, datetime) else on for on in values(dues.on)]
    assert found == DUE
    assert values(dues.is_official) == [True, False, True]
    # The end of a day is an instant, in the zone of the calendar.
    assert str(values(dues.at)[0]) == "2026-03-17 00:00:00+07:00"
    assert type(bulk.add_working_days(column, 1, vn.calendar())) is type(column)


@pytest.mark.parametrize("make", in_instants.values(), ids=in_instants)
def test_instants_come_back_in_their_own_zone(make: Make):
    """A column of instants gives instants of the same kind and zone."""
    column = make()
    dues = bulk.due(column, working_hours(17), vn.calendar())

    found = values(dues.at)
    given = values(column)
    assert type(dues.at) is type(column)
    lost = timedelta(microseconds=1) if given[2].microsecond == 0 else timedelta()
    assert found == [DUE_AT[0], None, DUE_AT[2] - lost]
    assert found[0].utcoffset() == given[0].utcoffset()


@pytest.mark.parametrize("make", in_instants.values(), ids=in_instants)
def test_both_ways_of_working_time_keep_the_kind(make: Make):
    """Lengths of time come back as the kind has them, and can be handed in again."""
    column = make()
    later = bulk.add_working_time(column, timedelta(hours=20), vn.calendar())
    lengths = bulk.working_time(column, later, vn.calendar())

    assert isinstance(lengths, pa.Array) is isinstance(column, pa.Array)
    assert values(lengths) == [timedelta(hours=20), None, timedelta(hours=20)]
    again = bulk.add_working_time(column, lengths, vn.calendar())
    assert values(again) == values(later)


def test_columns_of_a_frame_are_judged_together():
    """Receipts, limits, pauses and decisions of one polars frame; the answers go back into it."""
    frame = pl.DataFrame(
        {
            "received": [date(2026, 3, 2)] * 4,
            "limit": pl.Series(["10 working days", "10 working days", "1 month", None]).cast(
                pl.Categorical
            ),
            "stopped": [None, date(2026, 3, 4), None, None],
            "resumed": [None, date(2026, 3, 9), None, None],
            "decided": [date(2026, 3, 13), date(2026, 3, 19), date(2026, 4, 3), None],
        }
    )
    pauses = [(frame["stopped"], frame["resumed"])]
    received, limits = frame["received"], frame["limit"]
    dues = bulk.due(received, limits, vn.calendar(), pauses=pauses, errors="coerce")
    judged = bulk.timeliness(frame["decided"], dues)
    shares = bulk.early_share(
        frame["received"],
        frame["limit"],
        vn.calendar(),
        frame["decided"],
        pauses=pauses,
        errors="coerce",
    )
    found = frame.with_columns(
        dues.on, judged.is_early, judged.is_late, shares.numerator, shares.denominator
    )

    assert found["due_on"].to_list() == [
        date(2026, 3, 16),
        date(2026, 3, 19),
        date(2026, 4, 2),
        None,
    ]
    assert found["is_early"].to_list() == [True, False, False, False]
    assert found["is_late"].to_list() == [False, False, True, False]
    assert found["early_denominator"].to_list() == [10, 10, 31, 0]
    assert [shares[row] for row in range(4)] == [Fraction(1, 10), 0, Fraction(-1, 31), None]
    assert shares.at_least("1/10").to_list() == [True, False, False, False]


def test_a_pandas_column_keeps_its_index():
    """The answers line up with the rows they belong to."""
    received = pd.Series(INSTANTS, index=["a", "b", "c"])

    assert list(bulk.due(received, working_days(1), vn.calendar()).on.index) == ["a", "b", "c"]


def test_wall_clock_columns_come_back_on_that_clock():
    """With `zone`, columns without one are read on its wall clock, and so are the answers."""
    wall = np.array(["2026-03-02T09:30", "NaT"], dtype="M8[ms]")
    expected = np.array(["2026-03-04T10:30", "NaT"], dtype="M8[us]")
    kinds = {
        "numpy": wall,
        "polars": pl.Series(wall),
        "pandas": pd.Series(wall),
        "Arrow": pa.array(wall),
    }
    for column in kinds.values():
        dues = bulk.due(column, working_hours(17), vn.calendar(), zone="Asia/Ho_Chi_Minh")
        np.testing.assert_array_equal(np.asarray(dues.at).astype("M8[us]"), expected)
        assert type(dues.at) is type(column)


def test_an_hour_that_occurs_twice_is_its_first():
    """A wall clock does not tell which of the two it is; datetime reads the first."""
    calendar = OfficeCalendar.weekends("Europe/Amsterdam")
    wall = np.array(["2025-10-24T02:30", "2025-10-26T02:30"], dtype="M8[us]")
    dues = bulk.due(wall, working_days(1), calendar, zone="Europe/Amsterdam")
    utc = bulk.add_working_time(wall, timedelta(), calendar, zone=ZoneInfo("Europe/Amsterdam"))

    assert dues.on.tolist() == [date(2025, 10, 27)] * 2
    assert utc.tolist() == wall.tolist()


def test_amounts_and_truths_may_be_columns_too():
    """Amounts and who takes part are read from the same frame."""
    received = pl.Series([date(2026, 3, 2)] * 3)
    early = EarlyReturn("1/5")
    dues = bulk.promised(
        received,
        working_days(1),
        vn.calendar(),
        early,
        amounts=pl.Series([10, 10, 20], dtype=pl.Int16),
        takes_part=pl.Series([True, None, False]),
    )
    exact = bulk.due(received, working_days(1), vn.calendar(), amounts=pl.Series([Decimal(10)] * 3))

    assert dues.on.to_list() == [date(2026, 3, 12), date(2026, 3, 16), date(2026, 3, 30)]
    assert exact.on.to_list() == [date(2026, 3, 16)] * 3
    with pytest.raises(FloatRefusedError):
        bulk.due(received, working_days(1), vn.calendar(), amounts=pl.Series([1.0, 2.0, 3.0]))


def test_gaps_in_amounts_are_bad_rows():
    """A missing amount is not taken for any."""
    received = pl.Series([date(2026, 3, 2)] * 2)
    dues = bulk.due(
        received, working_days(1), vn.calendar(), amounts=pl.Series([10, None]), errors="coerce"
    )

    assert dues.bad_rows == (1,)


def test_a_calendar_without_a_named_zone_gives_utc():
    """Frames know no zones such as UTC+07:00; the instants are the same."""
    calendar = OfficeCalendar(
        CalendarSpec(id="fixed", zone="UTC+07:00", first_year=2025, last_year=2027)
    )
    dues = bulk.due(pl.Series([date(2026, 3, 2)]), working_days(1), calendar)

    assert dues.at.to_list() == [datetime(2026, 3, 3, 17, tzinfo=UTC)]


# ── what is no column ───────────────────────────────────────────────────────────────────────

NAIVE = datetime(2026, 3, 2, 9)
no_columns = {
    "a list": [date(2026, 3, 2)],
    "a text": "2026-03-02",
    "nothing": None,
    "a date": date(2026, 3, 2),
    "a frame": pl.DataFrame({"received": [date(2026, 3, 2)]}),
    "numbers": np.array([1, 2]),
    "numbers of a frame": pl.Series([1, 2]),
    "two dimensions": np.array([["2026-03-02"]], dtype="M8[D]"),
    "months": np.array(["2026-03"], dtype="M8[M]"),
    "fortnights": np.array(["2026-03-02"], dtype="M8[14D]"),
    "texts": np.array(["2026-03-02"]),
    "naive instants": np.array([NAIVE], dtype="M8[us]"),
    "naive polars": pl.Series([NAIVE]),
    "naive pandas": pd.Series([NAIVE]),
    "naive Arrow": pa.array([NAIVE]),
    "pandas instants as objects": pd.Series([NAIVE], dtype="object"),
    "milliseconds of days": pa.array([date(2026, 3, 2)], pa.date64()),
}


@pytest.mark.parametrize("column", no_columns.values(), ids=no_columns)
def test_what_is_no_column_of_moments_is_refused(column: object):
    """Each refusal names the column and says what to give."""
    with pytest.raises(ValueInvalidError, match="start"):
        bulk.due(column, working_days(1), vn.calendar())


def test_floats_are_no_moments():
    """Seconds since 1970 as floats are not exact."""
    with pytest.raises(FloatRefusedError):
        bulk.due(np.array([1.5]), working_days(1), vn.calendar())


def test_masked_values_are_missing():
    """A mask of numpy hides a value for good."""
    days = np.ma.MaskedArray(np.array(["2026-03-02"] * 2, dtype="M8[D]"), mask=[False, True])

    assert np.isnat(bulk.due(days, working_days(1), vn.calendar()).on).tolist() == [False, True]


def test_finer_times_are_cut_to_the_microsecond():
    """datetime holds no more; all units of numpy down to it are exact."""
    for unit in ("h", "m", "s", "ms", "us", "ns"):
        at = np.array(["2026-03-02T02", "NaT"], dtype="M8[h]").astype(f"M8[{unit}]")
        dues = bulk.due(at, working_hours(1), vn.calendar(), zone="UTC")
        assert [str(at) for at in dues.at] == ["2026-03-02T03:00:00.000000", "NaT"]
    late = np.array(["2026-03-02T02:00:00.000000999"], dtype="M8[ns]")
    dues = bulk.due(late, working_hours(1), vn.calendar(), zone="UTC")
    assert [str(at) for at in dues.at] == ["2026-03-02T03:00:00.000000"]


def test_other_byte_orders_and_strides_are_read():
    """A column may be a slice, or come from a file with the other byte order."""
    days = np.array(["2026-03-02", "2026-03-03", "2026-03-04"], dtype="M8[D]")
    expected = bulk.due(days[::2], working_days(1), vn.calendar()).on.tolist()

    swapped = days[::2].astype(days.dtype.newbyteorder())
    assert bulk.due(swapped, working_days(1), vn.calendar()).on.tolist() == expected
    assert expected == [date(2026, 3, 3), date(2026, 3, 5)]


ONE = np.array(["2026-03-02"], dtype="M8[D]")
TWO = np.array(["2026-03-02"] * 2, dtype="M8[D]")
AT = np.array(["2026-03-02T03"], dtype="M8[us]")
bad_calls = {
    "limits of another length": lambda: bulk.due(TWO, [working_days(1)], vn.calendar()),
    "one text for a limit": lambda: bulk.due(ONE, "1 working day", vn.calendar()),
    "no limit": lambda: bulk.due(ONE, None, vn.calendar()),
    "a number for a limit": lambda: bulk.due(ONE, [15], vn.calendar()),
    "amounts of another length": lambda: bulk.due(
        TWO, working_days(1), vn.calendar(), amounts=np.array([1])
    ),
    "amounts beside many limits": lambda: bulk.due(
        ONE, [working_days(1)], vn.calendar(), amounts=np.array([1])
    ),
    "truths as amounts": lambda: bulk.due(
        ONE, working_days(1), vn.calendar(), amounts=np.array([True])
    ),
    "a pause of another length": lambda: bulk.due(
        TWO, working_days(1), vn.calendar(), pauses=[(ONE, ONE)]
    ),
    "a pause of two kinds": lambda: bulk.due(
        ONE, working_days(1), vn.calendar(), pauses=[(ONE, AT)], zone="UTC"
    ),
    "pauses of two kinds": lambda: bulk.due(
        ONE, working_days(1), vn.calendar(), pauses=[(ONE, ONE), (AT, AT)], zone="UTC"
    ),
    "days until for instants": lambda: bulk.due(
        AT, working_days(1), vn.calendar(), pauses=[(AT, AT)], until=ONE, zone="UTC"
    ),
    "until of another length": lambda: bulk.due(ONE, working_days(1), vn.calendar(), until=TWO),
    "an unknown zone": lambda: bulk.due(AT, working_days(1), vn.calendar(), zone="Asia/Hanoi"),
    "an unknown way with errors": lambda: bulk.due(
        ONE, working_days(1), vn.calendar(), errors="ignore"
    ),
    "an unknown supplement": lambda: bulk.due(
        ONE, working_days(1), vn.calendar(), supplement="restart"
    ),
    "a lasting text": lambda: bulk.add_working_time(AT, "20 hours", vn.calendar(), zone="UTC"),
    "lengths in months": lambda: bulk.add_working_time(
        AT, np.array([1], dtype="m8[M]"), vn.calendar(), zone="UTC"
    ),
    "numbers as lengths": lambda: bulk.add_working_time(
        AT, np.array([1]), vn.calendar(), zone="UTC"
    ),
    "days as lengths of a frame": lambda: bulk.add_working_time(
        AT, pl.Series([1]), vn.calendar(), zone="UTC"
    ),
    "truths of another length": lambda: bulk.promised(
        ONE, working_days(9), vn.calendar(), EarlyReturn("1/5"), takes_part=np.array([True] * 2)
    ),
    "numbers as truths": lambda: bulk.promised(
        ONE, working_days(9), vn.calendar(), EarlyReturn("1/5"), takes_part=np.array([1])
    ),
    "decisions of another length": lambda: bulk.timeliness(
        TWO, bulk.due(ONE, working_days(9), vn.calendar())
    ),
}


@pytest.mark.parametrize("call", bad_calls.values(), ids=bad_calls)
def test_columns_that_do_not_fit_are_refused(call: Callable[[], object]):
    """A column of the wrong kind or length is refused before anything is counted."""
    with pytest.raises(ValueInvalidError):
        call()


def test_one_length_of_numpy_will_do():
    """A timedelta64 counts as the timedelta it is."""
    added = bulk.add_working_time(AT, np.timedelta64(60, "m"), vn.calendar(), zone="UTC")

    assert added.tolist() == [datetime(2026, 3, 2, 4)]


def test_floats_are_no_lengths():
    """Lengths of time are exact."""
    with pytest.raises(FloatRefusedError):
        bulk.add_working_time(AT, np.array([1.5]), vn.calendar(), zone="UTC")


def test_no_rows_are_no_trouble():
    """An empty column gives an empty one."""
    none = np.array([], dtype="M8[D]")

    assert len(bulk.due(none, working_days(1), vn.calendar()).on) == 0
    assert len(bulk.due(none, [], vn.calendar()).at) == 0
    assert len(bulk.add_working_days(pl.Series([], dtype=pl.Date), 1, vn.calendar())) == 0
    assert len(bulk.early_share(none, working_days(1), vn.calendar(), none)) == 0
