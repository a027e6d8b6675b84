"""Rows of registers against the engine, on random histories of filings."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import narwhals as nw
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.reports.counts import Reference, early, is_overdue, is_paused, late, on_time
from caseflow.reports.register import COLUMNS, Register, column, row_of
from caseflow.targets import Standing, Timeliness, judge
from caseflow.values import Channel
from histories import office
from histories.walks import History, MemoryDriver
from oracle.product import HANOI

CHANNELS = tuple(Channel)
SCHEMA = {each.name: each.kind.dtype for each in COLUMNS}

BEGIN = datetime(2026, 1, 5, 8)
#: Weeks pass now and then; mostly it is hours or days, and often nothing.
minutes = st.one_of(
    st.just(0), st.integers(0, 300), st.integers(0, 2 * 1440), st.integers(0, 20 * 1440)
)
histories = st.tuples(
    st.sampled_from(office.CODES),
    st.sampled_from(CHANNELS),
    st.sampled_from(CHANNELS),
    st.integers(0, 300 * 24 * 60).map(lambda passed: BEGIN + timedelta(minutes=passed)),
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 2**32 - 1), minutes),
        min_size=25,
        max_size=60,
    ),
)


def worked(history):
    """The filing at the end of a random history."""
    code, channel, result_by, begun, walk = history
    one = History.begin(MemoryDriver(), code, channel, result_by, begun, is_checked=False)
    for choice, seed, passed in walk:
        if one.is_over:
            break
        one.step(choice, seed, passed)
    return one.stored_case()


def asked(row, **expressions):
    """What expressions over a register say of one row."""
    table = pl.DataFrame({name: [row[name]] for name in SCHEMA}, schema=SCHEMA)
    made = [each.alias(name) for name, each in expressions.items()]
    return Register.of(table).frame.select(*made).collect().to_native().row(0, named=True)


def verdict_of(row, reference=Reference.LEGAL):
    """What the columns of a row say of its decision."""
    said = asked(row, EARLY=early(reference), ON_TIME=on_time(reference), LATE=late(reference))
    return next((Timeliness[name] for name, is_so in said.items() if is_so), None)


@settings(max_examples=max(40, settings().max_examples // 4))
@given(histories)
def test_columns_and_engine_decide_alike(history):
    """Early, on time or late, and how early, are what the engine says; so are its dates."""
    case, engine = worked(history), office.engine()
    row, outcome = row_of(engine, case, unit="U"), engine.timeliness(case)

    assert (row["decided_on"] is None) == (case.decision is None)
    assert verdict_of(row) == (None if outcome is None else outcome.timeliness)
    if outcome is None:
        return
    left = Fraction(row["allowed"] - row["used"], row["allowed"])
    in_time = outcome.timeliness is not Timeliness.LATE
    assert outcome.early_share == (max(left, Fraction(0)) if in_time else left)
    assert row["legal_due_on"] == outcome.due.on
    assert row["decided_on"] == outcome.decided_at.astimezone(HANOI).date()
    if row["promised_on"] is not None:
        kept = judge(outcome.decided_at, outcome.promise) is not Timeliness.LATE
        assert (verdict_of(row, Reference.PROMISED) is not Timeliness.LATE) == kept


@settings(max_examples=max(40, settings().max_examples // 4))
@given(histories, st.integers(0, 90))
def test_columns_and_engine_say_alike_what_is_overdue(history, days):
    """An open filing is overdue or paused at the end of a day as the screens show it then."""
    case, engine = worked(history), office.engine()
    row = row_of(engine, case)
    on = case.last_at.astimezone(HANOI).date() + timedelta(days=days)
    night = datetime(on.year, on.month, on.day, 23, 59, 59, 999_999, tzinfo=HANOI)
    standing = engine.deadlines(case, at=night).legal.standing
    is_open = case.decision is None and row["ended_on"] is None

    said = asked(row, overdue=is_overdue(on), paused=is_paused(on))

    assert said["overdue"] == (is_open and standing is Standing.OVERDUE)
    assert said["paused"] == (is_open and standing is Standing.PAUSED)


@settings(max_examples=max(20, settings().max_examples // 10))
@given(histories)
def test_a_row_has_a_value_of_its_kind_for_every_column(history):
    """Needed columns are never empty, days are days, and numbers are whole."""
    row = row_of(office.engine(), worked(history), unit="U")
    kinds = {"text": str, "name": str, "day": date, "instant": datetime, "count": int, "flag": bool}

    assert list(row) == [each.name for each in COLUMNS]
    for name, value in row.items():
        wanted = column(name)
        if value is None:
            assert not wanted.is_needed, name
        else:
            assert type(value) is kinds[wanted.kind.value], name
    assert row["outcome"] is None or row["decided_on"] is None or row["ended_on"] is None


def test_expressions_are_of_narwhals():
    """They can be combined with those of one's own."""
    assert isinstance(early() & (nw.col("channel") == "online"), nw.Expr)
