"""Signals of gaming: a planted gamer stands first, and honest units are left alone."""

import random
from datetime import UTC, date, datetime
from fractions import Fraction

import polars as pl
import pytest

from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import plan_period
from caseflow.reports.boards import (
    LEAST_UNITS,
    RATE,
    SIGNALS,
    BoardEntry,
    board,
    board_data,
    board_table,
    signal_table,
    signals,
    signals_of,
)
from caseflow.reports.indices import IndexResult
from caseflow.reports.register import Register
from caseflow.values import Text
from caseflow.vietnam.indices import official_indices

OCTOBER = plan_period("2026-10")
NAMES = [each.name for each in SIGNALS]

#: What is usual, by signal, and how much units differ: the more, the less.
USUAL = dict(zip(NAMES, (0.12, 0.03, 0.05, 0.06, 0.30), strict=True))
PRECISION = 150


def hundred(seed, gamer=""):
    """A hundred units with drawn differences; unit 42 does *gamer* far more often than usual."""
    chance = random.Random(seed)
    found = []
    for at in range(100):
        filings = chance.randrange(80, 400)
        for index in SIGNALS:
            usual = USUAL[index.name]
            share = chance.betavariate(usual * PRECISION, (1 - usual) * PRECISION)
            if at == 42 and index.name == gamer:
                share = usual + 0.3
            part = sum(chance.random() < share for _ in range(filings))
            found.append(IndexResult(index, OCTOBER, {"unit": f"U{at:02}"}, part, filings))
    return found


@pytest.mark.parametrize("gamer", NAMES)
def test_a_planted_gamer_stands_first(gamer):
    """Among 100 units that differ, for each kind of gaming, and the kind is named first."""
    for seed in range(8):
        found = signals_of(hundred(seed, gamer))
        first = found.units[0]
        assert (first.unit, first.place) == ("U42", 1)
        assert first.unusual[0].index.name == gamer


def test_honest_units_are_left_alone():
    """On boards without a gamer a unit is called unusual no more often than the stated rate."""
    boards = [signals_of(hundred(seed)) for seed in range(100, 200)]
    marked = sum(any(unit.unusual for unit in each.units) for each in boards)
    assert marked <= len(boards) * RATE + 1
    assert all(each.comparisons == 500 for each in boards)


def test_the_order_is_that_of_the_strongest_signal():
    """Places go down with the greatest number of standard deviations."""
    found = signals_of(hundred(7))
    strongest = [max(each.deviations for each in unit.signals) for unit in found.units]
    assert strongest == sorted(strongest, reverse=True)
    assert [unit.place for unit in found.units] == [*range(1, 101)]


# ── of a register ───────────────────────────────────────────────────────────────────────────

DUE = date(2026, 10, 20)
AT_TEN = datetime(2026, 10, 20, 10, tzinfo=UTC)
AT_HALF_NINE = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
PLAIN = {
    "procedure": "1.1",
    "channel": "counter",
    "received_on": date(2026, 10, 1),
    "legal_due_on": DUE,
    "legal_due_at": None,
    "decided_on": date(2026, 10, 12),
    "decided_at": None,
    "allowed": 8,
    "used": 4,
    "parts": 1,
    "supplements": 0,
    "extensions": 0,
    "reappointments": 0,
    "is_assisted": False,
}


def register(*changes):
    rows = [PLAIN | {"number": str(at)} | change for at, change in enumerate(changes)]
    instants = dict.fromkeys(("legal_due_at", "decided_at"), pl.Datetime("us", "UTC"))
    return Register.of(pl.DataFrame(rows, schema_overrides={"unit": pl.String} | instants))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"decided_on": DUE}, "last-moment"),
        (
            {"legal_due_at": AT_TEN, "decided_on": DUE, "decided_at": AT_HALF_NINE}
            | {"allowed": 80, "used": 75, "parts": 10},
            "last-moment",
        ),
        (
            {"legal_due_at": AT_TEN, "decided_on": DUE, "decided_at": AT_HALF_NINE}
            | {"allowed": 80, "used": 70, "parts": 10},
            "",
        ),
        ({"decided_on": date(2026, 10, 21)}, ""),
        ({"supplements": 1}, ""),
        ({"supplements": 2}, "second-supplement"),
        ({"extensions": 1}, "extended"),
        ({"reappointments": 1}, "reappointed"),
        ({"channel": "online", "is_assisted": True}, "assisted"),
        ({"channel": "online"}, ""),
    ],
)
def test_a_filing_counts_for_what_was_done(change, name):
    """Half an hour before the end, on the last day, twice asked, and so on; and for nothing else.

    The filings behind a number can be listed.
    """
    filings = register({"unit": "A"}, {"unit": "A"} | change)
    found = signals(filings, OCTOBER).unit("A")
    assert [each.index.name for each in found.signals if each.share.part] == [name] * bool(name)
    if name:
        assert found.signal(name).result.filings(filings) == ["1"]


def test_what_cannot_be_compared_says_why():
    """Few filings, few units, nothing anywhere; a number is shown in any case."""
    few = signals(register({"unit": "A", "extensions": 1}, {"unit": None}), OCTOBER)
    reasons = {each.index.name: str(each.reason.in_("en")) for each in few.unit("A").signals}
    assert reasons["extended"] == "not compared: 1 filings, fewer than 30"
    assert reasons["assisted"] == "not computed: there is nothing to divide by"
    assert few.bound is None
    assert few.unit("A").place is None
    assert few.unit("A").signal("extended").others.whole == 1
    one = [IndexResult(SIGNALS[0], OCTOBER, {"unit": "A"}, 1, 40)]
    assert "fewer than 20" in signals_of(one).unit("A").signals[0].reason.in_("en")
    none = [IndexResult(SIGNALS[0], OCTOBER, {"unit": str(at)}, 0, 40) for at in range(LEAST_UNITS)]
    assert "of no filing" in signals_of(none).unit("3").signals[0].reason.in_("en")


def test_signals_stand_beside_the_ranks():
    """On the board, in its data, and in a separate table, as questions and no verdicts."""
    found = signals_of(hundred(1, "extended"))
    entries = [BoardEntry(each.unit, OCTOBER, 60, 80) for each in found.units]
    ranked = board(entries, Text(en="online"), signals=found)
    assert ranked.row("U42").signals.place == 1
    texts = {row[1]: row[7] for row in board_table(ranked, "en")}
    assert texts["U42"].startswith("with an extension: ")
    data = board_data(ranked, "vi")
    assert data["signals_note"] == "Dấu hiệu là câu hỏi với đơn vị, không phải kết luận"
    cells = signal_table(found, "en")[1]
    assert cells[:2] == ("1", "U42")
    assert cells[2 + NAMES.index("extended")].endswith("!)")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda: signals_of([IndexResult(SIGNALS[0], OCTOBER)]), ValueInvalidError),
        (lambda: signals_of(hundred(1)[:5] * 2), ValueInvalidError),
        (
            lambda: signals(register({}), OCTOBER, indices=[official_indices().index("766-3.3")]),
            ValueInvalidError,
        ),
        (lambda: signals_of(hundred(1)).unit("Z"), UnknownNameError),
        (lambda: signals_of(hundred(1)).units[0].signal("late"), UnknownNameError),
    ],
    ids=["not by unit", "twice", "not computed", "no such unit", "no such signal"],
)
def test_what_is_no_signal_is_refused(wrong, error):
    """Not by unit, twice, not computed, or unknown."""
    with pytest.raises(error):
        wrong()


def test_the_rate_is_stated():
    """One board of honest units in a hundred."""
    assert Fraction(1, 100) == RATE
