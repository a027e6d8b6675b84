"""Traps 35 to 38, 45 and 52 to 54 in reports: what a register says, and what is counted of it."""

from datetime import date, time
from fractions import Fraction

import polars as pl
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.limits import CutOff, working_days
from caseflow.procedures import ExcludedGround, LimitRule
from caseflow.reports import Measure, Period, Register, count, stock
from caseflow.reports.counts import Reference, late
from caseflow.reports.register import COLUMNS, row_of
from caseflow.targets import EarlyReturn
from caseflow.values import Channel
from oracle.product import ANYONE, at, on, received, shop

SCHEMA = {each.name: each.kind.dtype for each in COLUMNS}
VERDICTS = ("early", "on_time", "late")
NO = vn.RefusalResult("không đủ điều kiện")


def worked(engine, case, *things):
    for when, action, payload in things:
        case = engine.fire(case, action, payload, by=ANYONE, at=at(when))
    return case


def at_work(engine, when):
    return worked(engine, received(engine, at(when)), (when, vn.ASSIGN, vn.Assignment("Phòng")))


def register_of(engine, *cases, **columns):
    rows = [
        {**row_of(engine, case, unit="Phòng"), "number": str(n)} for n, case in enumerate(cases)
    ]
    table = pl.DataFrame({name: [row[name] for row in rows] for name in SCHEMA}, schema=SCHEMA)
    return Register.of(table.with_columns(**columns))


def yearly(register, **more):
    return count(register, by=("unit",), period=Period.YEAR, **more)


def test_trap_35_a_re_appointment_does_not_rewrite_what_was_late():
    """Late by the law of 16 March, in time by the day of 20 March that was appointed again."""
    engine = shop(limits=[LimitRule(working_days(10))])
    sorry = vn.Reappointment(on("2026-03-20"), "chờ ý kiến")
    case = worked(
        engine,
        at_work(engine, "2026-03-02T09:00"),
        ("2026-03-12T09:00", vn.REAPPOINT, sorry),
        ("2026-03-20T09:00", vn.DECIDE, vn.Decision()),
    )
    row, register = row_of(engine, case), register_of(engine, case)
    assert (row["legal_due_on"], row["appointed_on"]) == (on("2026-03-16"), on("2026-03-20"))
    by_appointment = Measure("late", "late", lambda: late(Reference.APPOINTED))

    assert yearly(register).total("late") == 1
    assert yearly(register).total("reappointed") == 1
    assert yearly(register, measures=[by_appointment]).total("late") == 0


def test_trap_36_a_withdrawn_filing_is_neither_early_nor_late():
    """It is received and withdrawn, and in no count of decisions."""
    engine = shop(limits=[LimitRule(working_days(10))])
    why = vn.Reason("không còn nhu cầu")
    case = worked(
        engine, at_work(engine, "2026-03-02T09:00"), ("2026-03-25T09:00", vn.WITHDRAW, why)
    )
    counts = yearly(register_of(engine, case))

    assert [counts.total(name) for name in ("received", "withdrawn", "decided")] == [1, 1, 0]
    assert not any(counts.total(name) for name in VERDICTS)


def test_trap_37_a_refusal_is_a_decision_and_a_refusal_to_receive_is_none():
    """Refused as a result is late for its date; refused at reception is not even received."""
    engine = shop(limits=[LimitRule(working_days(10))])
    refused = worked(
        engine, at_work(engine, "2026-03-02T09:00"), ("2026-03-17T09:00", vn.REFUSE, NO)
    )
    opened = engine.open(
        "1.000001", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at("2026-03-02T09:00")
    )
    away = vn.Reason("không thuộc thẩm quyền")
    rejected = worked(engine, opened, ("2026-03-20T09:00", vn.REJECT, away))
    counts = yearly(register_of(engine, refused, rejected))

    found = {name: counts.total(name) for name in (*VERDICTS, "filings", "received", "rejected",
                                                   "decided", "refused")}  # fmt: skip
    assert found == {
        "early": 0, "on_time": 0, "late": 1, "filings": 2, "received": 1, "rejected": 1,
        "decided": 1, "refused": 1,
    }  # fmt: skip


def test_trap_38_time_for_payment_and_tax_is_not_counted():
    """34 working days from receipt to decision, of which 20 are used of 20: on time."""
    grounds = (ExcludedGround("payment", "A, Điều 1"), ExcludedGround("tax", "A, Điều 2"))
    engine = shop(
        limits=[LimitRule(working_days(20, citation="Luật Đất đai"))], excluded_grounds=grounds
    )
    case = worked(
        engine,
        at_work(engine, "2026-03-02T09:00"),
        ("2026-03-09T09:00", vn.SUSPEND, vn.ExcludedTime("tax", "A, Điều 2")),
        ("2026-03-24T09:00", vn.RESUME, None),
        ("2026-03-25T09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(5_000_000)),
        ("2026-03-30T09:00", vn.PAY, vn.Payment(5_000_000)),
        ("2026-04-17T09:00", vn.DECIDE, vn.Decision()),
    )
    row = row_of(engine, case)

    assert yearly(register_of(engine, case)).total("on_time") == 1
    assert (row["days_for_others"], row["days_for_payment"], row["days_for_supplement"]) == (
        11,
        3,
        0,
    )
    assert (row["allowed"], row["used"], row["parts"]) == (20, 20, 1)


def test_trap_45_a_missed_promise_is_not_late():
    """Promised for 14 May, decided on the 16th, due by law on the 19th: early, promise missed."""
    engine = shop(limits=[LimitRule(working_days(15))], early=EarlyReturn(Fraction(1, 5)))
    case = worked(
        engine, at_work(engine, "2025-04-24T09:00"), ("2025-05-16T16:00", vn.DECIDE, vn.Decision())
    )
    counts = yearly(register_of(engine, case))

    assert [counts.total(name) for name in (*VERDICTS, "promised", "promise_kept")] == [
        1, 0, 0, 1, 0,
    ]  # fmt: skip


def test_trap_52_a_share_of_no_filings_is_none():
    """Neither 0 nor 100 %: there is nothing to divide by."""
    counts = yearly(Register.open())

    assert counts.share("late", "decided").value is None
    assert counts.share("late", "decided").to_json()["percent"] is None
    assert stock(Register.open(), date(2026, 1, 1)).total("open") == 0


def test_trap_53_two_official_shares_of_the_same_filings():
    """670 of 1,000 came in online: 67 % of all, 83.8 % of those of procedures offered online."""
    channels = ["online"] * 670 + ["counter"] * 280 + ["post"] * 50
    levels = ["full"] * 800 + ["counter"] * 200
    table = pl.DataFrame(
        {
            "number": [str(n) for n in range(1_000)],
            "procedure": ["1.1"] * 1_000,
            "channel": channels,
            "level": levels,
            "received_on": [date(2022, 10, 31)] * 1_000,
        }
    )
    counts = count(Register.of(table), by=("level",), period=Period.YEAR)

    assert counts.share("online", "received").percent() == "67.0"
    assert counts.where(level="full").share("online", "received").percent() == "83.8"


def test_trap_54_a_filing_belongs_to_the_month_of_its_official_receipt():
    """Lodged on Saturday 31 October at 17:45, received on Monday 2 November: in November."""
    lodged, monday = "2026-10-31T17:45", on("2026-11-02")
    engine = shop(limits=[LimitRule(working_days(10))])
    opened = engine.open(
        "1.000001", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(lodged)
    )
    by_hand = worked(engine, opened, ("2026-11-02T07:30", vn.RECEIVE, vn.Receipt(papers=1)))
    limit = evolve(working_days(10), cutoff=CutOff(at=time(15)))
    by_rule_of = shop(limits=[LimitRule(limit)])
    by_rule = received(by_rule_of, at(lodged))

    for office, case in ((engine, by_hand), (by_rule_of, by_rule)):
        assert row_of(office, case)["received_on"] == monday
        counts = count(register_of(office, case), by=(), period=Period.MONTH)
        assert counts.where(period=on("2026-11-01")).total("received") == 1
        assert counts.where(period=on("2026-10-01")).total("received") == 0
