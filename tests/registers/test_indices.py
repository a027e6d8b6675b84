"""Indices of registers: stated answers, a recount in plain Python by two engines, and traps."""

from datetime import date
from fractions import Fraction

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.errors import FormatError, UnknownNameError, ValueInvalidError
from caseflow.office.plans import plan_period
from caseflow.reports.counts import Counts
from caseflow.reports.indices import (
    TERMS,
    Certainty,
    Index,
    OfNothing,
    added_up,
    compute,
    computed,
    index_counts,
    read_indices,
)
from caseflow.reports.register import Register
from caseflow.shares import Share
from caseflow.values import Text
from caseflow.vietnam.indices import official_indices
from registers.indexed import (
    circular,
    decision,
    drawn,
    frame,
    online,
    online_offering,
    recounted,
    twelve,
)

OCTOBER = plan_period("2026-10")
MARCH = plan_period("2026-03")
OFFICIAL = official_indices()
CIRCULAR, DECISION_766 = OFFICIAL.named("timeliness-circular-01", "766-2.1")
JUDGES = {
    "timeliness-circular-01": circular,
    "766-2.1": decision,
    "online-received": online,
    "online-offering": online_offering,
}
SAMPLE = OFFICIAL.named(*JUDGES, "online-services", "circular-01-9")


def of_polars(table):
    return Register.of(table.lazy())


def of_duckdb(table):
    plain = table.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return Register.of(duckdb.from_arrow(plain.to_arrow()))


ENGINES = pytest.mark.parametrize("engine", [of_polars, of_duckdb], ids=["polars", "duckdb"])


def result(index, register, period=OCTOBER):
    [found] = compute([index], register, period)
    return found


# ── twelve filings ──────────────────────────────────────────────────────────────────────────


@ENGINES
def test_twelve_filings_differ_under_the_two_definitions(engine):
    """Circular 01 and Decision 766 differ in population, end event and reference date."""
    register = engine(twelve())
    first, second = compute([CIRCULAR, DECISION_766], register, OCTOBER)

    assert (first.part, first.whole, first.text("vi")) == (4, 6, "4 / 6 = 66,7 %")
    assert (second.part, second.whole, second.text("en")) == (7, 11, "7 / 11 = 63.6 %")
    assert first.value == Fraction(2, 3)
    assert first.filings(register) == ["F01", "F02", "F05", "F12"]
    assert first.filings(register, "not-counted") == ["F03", "F04"]
    assert second.filings(register) == ["F01", "F02", "F04", "F06", "F08", "F10", "F12"]
    assert second.filings(register, "not-counted") == ["F03", "F05", "F07", "F09"]
    assert second.score == 20 * Fraction(7, 11)


def test_online_share_has_several_official_definitions():
    """Trap 53. Of all received, of those that are offered online, of services; one is disputed."""
    names = ("online-received", "online-offering", "online-services", "766-3.3")
    all_of_them = compute(OFFICIAL.named(*names), of_polars(twelve()), OCTOBER)

    assert [(each.part, each.whole) for each in all_of_them] == [(5, 11), (5, 8), (2, 3), (0, 0)]
    assert [each.value for each in all_of_them][3] is None
    assert all_of_them[3].text("en").startswith("not computed: its documents contradict")
    assert all_of_them[3].text("vi").startswith("không tính: các tài liệu mâu thuẫn")


# ── a recount ───────────────────────────────────────────────────────────────────────────────


@ENGINES
def test_both_engines_equal_a_recount_of_500_registers(engine):
    """500 random registers, each a separate unit, come out as a recount has them."""
    rows = [dict(row, unit=str(seed)) for seed in range(500) for row in drawn(seed)]
    indices = OFFICIAL.named(*JUDGES)
    found = compute(indices, engine(frame(rows)), MARCH, by=("unit",))

    for name, judge in JUDGES.items():
        mine = {
            each.group["unit"]: (each.part, each.whole, each.unjudged)
            for each in found
            if each.index.name == name and (each.whole or each.unjudged)
        }
        assert mine == recounted(rows, judge, MARCH.first, MARCH.last)


@settings(max_examples=4)
@given(st.integers(0, 10**6), st.integers(2, 3))
def test_registers_counted_apart_give_the_same(seed, pieces):
    """Counts of files are merged: each index, of filings or of procedures, is that of the whole."""
    rows = drawn(seed, most=40)
    parts = [
        index_counts(SAMPLE, of_polars(frame(rows[place::pieces])), MARCH, by=("unit",))
        for place in range(pieces)
    ]
    merged = computed(SAMPLE, Counts.merged(parts), MARCH, by=("unit",))
    whole = compute(SAMPLE, of_polars(frame(rows)), MARCH, by=("unit",))

    numbers = [(each.index.name, each.group, each.part, each.whole) for each in merged]
    assert numbers == [(each.index.name, each.group, each.part, each.whole) for each in whole]


@ENGINES
def test_each_term_and_its_contrary_share_the_filings_out(engine):
    """Of every filing a term holds or its contrary does, whatever is not known."""
    rows = [row for seed in range(30) for row in drawn(seed)]
    register = engine(frame(rows))
    indices = [
        Index(
            f"{name}-{number}", Text(en="a"), (("accepted", "not accepted"),), ((word,),),
            period=OFFICIAL.index("766-2.1").period,
        )
        for number, name in enumerate(TERMS)
        for word in (name, f"not {name}")
        if not TERMS[name].is_timed
        for number in [number + (1000 if word.startswith("not") else 0)]
    ]  # fmt: skip
    found = compute(indices, register, MARCH)

    for one, other in zip(found[::2], found[1::2], strict=True):
        assert one.part + other.part == one.whole == other.whole


# ── traps ───────────────────────────────────────────────────────────────────────────────────


def one(**values):
    """A register of one filing, received on 1 October and due on the 15th."""
    row = {"number": "1", "procedure": "1.1", "channel": "online", "reappointments": 0}
    days = dict.fromkeys(("decided_on", "ended_on"))
    due = {"received_on": day(1), "legal_due_on": day(15), "appointed_on": day(15)}
    columns = row | days | due | {"outcome": None, "supplements": 0} | values
    return of_polars(frame([columns]))


def day(number, month=10):
    return date(2026, month, number)


def both(register):
    return [
        (each.part, each.whole) for each in compute([CIRCULAR, DECISION_766], register, OCTOBER)
    ]


def test_trap_35_a_re_appointment_does_not_move_the_legal_date():
    """35. Re-appointed and decided by the new date: late under Circular 01, in time under 766."""
    moved = one(decided_on=day(20), outcome="granted", appointed_on=day(22), reappointments=1)

    assert both(moved) == [(0, 1), (1, 1)]


def test_trap_36_withdrawn_is_neither_early_nor_late_under_circular_01():
    """36. It is in no number there; under Decision 766 a withdrawal ends the time."""
    assert both(one(ended_on=day(10), outcome="withdrawn")) == [(0, 0), (1, 1)]
    assert both(one(ended_on=day(16), outcome="withdrawn")) == [(0, 0), (0, 1)]


def test_trap_37_a_refusal_as_result_counts_and_one_at_reception_does_not():
    """37. Refused by a decision is a result; rejected at reception enters no processing count."""
    nothing = dict.fromkeys(("received_on", "legal_due_on", "appointed_on"))

    assert both(one(decided_on=day(10), outcome="refused")) == [(1, 1), (1, 1)]
    assert both(one(ended_on=day(1), outcome="rejected", **nothing)) == [(0, 0), (0, 0)]


def test_trap_38_time_that_is_not_counted_makes_nothing_late():
    """38. Weeks at the tax office moved the dates, so it is in time, however long it took."""
    moved = dict.fromkeys(("legal_due_on", "appointed_on"), day(30))

    assert both(one(decided_on=day(28), outcome="granted", **moved)) == [(1, 1), (1, 1)]


def test_trap_45_a_missed_promise_is_not_late():
    """45. It missed the early target and met the legal date: on time in official figures."""
    register = one(decided_on=day(15), outcome="granted", promised_on=day(12))

    assert result(CIRCULAR, register).value == 1


def test_trap_52_a_rate_of_no_filing_is_none_unless_the_index_says_otherwise():
    """52. None, neither 0 nor 100 %; petitions get full marks where there are none."""
    register = Register.open()
    empty = result(CIRCULAR, register)
    petitions = OFFICIAL.index("766-5.2")
    [given_none] = compute([petitions], register, OCTOBER, given={"766-5.2": Share(0, 0)})

    assert (empty.value, empty.score) == (None, None)
    assert empty.text("en") == "not computed: there is nothing to divide by"
    assert petitions.of_nothing is OfNothing.FULL
    assert (given_none.value, given_none.score) == (1, 6)


def test_trap_54_a_filing_belongs_to_the_month_of_its_official_receipt():
    """54. In online on Saturday 31 October, received on Monday: a filing of November."""
    register = one(lodged_on=day(31), received_on=day(2, month=11), legal_due_on=day(16, month=11))
    online_share = OFFICIAL.index("online-received")

    assert result(online_share, register).whole == 0
    assert result(online_share, register, plan_period("2026-11")).whole == 1


# ── what an index says ──────────────────────────────────────────────────────────────────────


def test_a_filing_without_any_date_is_left_out_and_counted():
    """Nobody can say whether it is in time, so it is in neither number; how many is said."""
    found = result(DECISION_766, one(appointed_on=None))

    assert (found.part, found.whole, found.unjudged) == (0, 0, 1)
    assert found.filings(one(appointed_on=None), "unjudged") == ["1"]


def test_payment_is_capped_at_its_ten_points():
    """6A + 2·min(1, B / 0.8) + 2·min(1, C / 0.8): all of everything is 10, and 0.4 of B is 1."""
    paid = one(is_fee_due=True, is_paid_online=True)
    names = ("766-3.6", "766-3.5", "766-3.5b")
    indices = OFFICIAL.named(*names)
    full = compute(indices, paid, OCTOBER, given={"766-3.5": Share(9, 10)})
    half = compute(indices, paid, OCTOBER, given={"766-3.5": Share(4, 10)})
    lacking = added_up(OFFICIAL, compute(indices, paid, OCTOBER), "766-payment")

    assert added_up(OFFICIAL, full, "766-payment").score == 10
    assert added_up(OFFICIAL, half, "766-payment").text("en") == "9 / 10"
    assert (lacking.score, lacking.known, lacking.lacking) == (None, 8, ("766-3.5",))
    assert lacking.text("en") == "not computed: 766-3.5 not computed"


def test_the_groups_of_decision_766_have_a_hundred_points_together():
    """18 + 20 + 22 + 22 + 18, and within each group the points of its members."""
    every = OFFICIAL.group("766")

    assert [OFFICIAL.group(name).points for name in every.members] == [18, 20, 22, 22, 18]
    for group in OFFICIAL.groups:
        most = {each.name: each.most for each in OFFICIAL.indices}
        most |= {each.name: each.points for each in OFFICIAL.groups}
        if group.members:
            assert sum(most[name] for name in group.members) == group.points


def test_index_9_of_circular_01_gives_nothing_after_one_late_online_filing():
    """30 % online gives 2 points, 15 % gives 1, and one late online filing takes all."""
    ninth = OFFICIAL.index("circular-01-9")
    score = ninth.score

    shares = [Fraction(3, 10), Fraction(29, 100), Fraction(15, 100), Fraction(14, 100)]

    assert [score(each) for each in shares] == [2, 1, 1, 0]
    assert result(ninth, one(decided_on=day(15), outcome="granted")).score == 2
    assert result(ninth, one(decided_on=day(16), outcome="granted")).score == 0


def test_bands_are_shown_only_to_those_who_ask():
    """Agencies from 15 points on are excellent; officers from 5 on have done all their duties."""
    nine = OFFICIAL.group("circular-01")
    officers = OFFICIAL.group("circular-01-officer")

    names = [nine.band(Fraction(each)).labels.in_("en") for each in ("15", "14.9", "9", "6", "5.9")]
    assert names == ["excellent", "good", "fair", "average", "weak"]
    assert officers.band(Fraction("4.9")).labels.in_("vi").startswith("hoàn thành từ 70%")
    assert added_up(OFFICIAL, [], nine).score is None


def test_central_criteria_of_2025_have_thresholds():
    """99 % on time, 80 % online, 60 % paid online."""
    names = ("criteria-2025-on-time", "criteria-2025-online", "criteria-2025-payment")
    found = compute(OFFICIAL.named(*names), of_polars(twelve()), OCTOBER)

    thresholds = [each.index.threshold for each in found]
    assert thresholds == [Fraction(99, 100), Fraction(4, 5), Fraction(3, 5)]
    assert [each.is_reached for each in found] == [False, False, None]


def test_numbers_of_a_disputed_index_are_not_taken():
    """Whoever hands numbers in for it, or for one that is computed, is refused."""
    for name in ("766-3.3", "766-2.1"):
        with pytest.raises(ValueInvalidError, match="given"):
            compute([OFFICIAL.index(name)], Register.open(), OCTOBER, given={name: Share(1, 2)})


def test_every_official_index_has_a_source_and_two_languages():
    """Each says where it is from, in Vietnamese first; what is disputed says why."""
    for each in (*OFFICIAL.indices, *OFFICIAL.groups):
        assert each.source
        assert each.labels.languages == ("vi", "en")
        assert each.why.languages in ((), ("vi", "en"))
        if each.certainty is Certainty.DISPUTED:
            assert each.why.languages


# ── files of one's own ──────────────────────────────────────────────────────────────────────

WRONG = """
format = "caseflow-indices/1"
[[index]]
name = "a"
labels = {en = "a"}
counted = ["onlin", ["post", 5]]
points = 0.5
wrong = 1
[[index]]
name = "b"
labels = {en = "b"}
counted = ["online"]
full_at = "2"
period = "month"
[[index]]
name = "c"
labels = {en = "c"}
certainty = "disputed"
counted = ["online"]
[[group]]
name = "g"
labels = {en = "g"}
members = ["a", "nobody"]
points = 3
"""


def test_every_fault_of_a_file_is_named_with_its_place():
    """Unknown terms with those that there are, wrong numbers, keys and members: all at once."""
    with pytest.raises(FormatError) as caught:
        read_indices(WRONG, name="own.toml")
    problem = str(caught.value)

    for fault in (
        "index[1].counted[1]: 'onlin' is no term; did you mean 'online'? known: accepted, decided",
        "index[1].counted[2]: ['post', 5] is no word",
        "index[1].points: 0.5 is not a number",
        "index[1].wrong: is not known",
        "index[2].period: 'month' is not one of received, decided",
        "index[3].name: 'c'",
        "group[1].members: 'nobody' is no index",
    ):
        assert fault in problem


def test_an_unknown_term_is_refused_in_a_program_too():
    """The terms that there are stand in the error."""
    with pytest.raises(UnknownNameError, match="term of an index"):
        Index("a", Text(en="a"), counted=(("onlin",),))
