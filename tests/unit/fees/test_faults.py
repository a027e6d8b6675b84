"""Faults of fee schedules: each is found, at its place, and nothing else is."""

from datetime import date

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.checks import check_procedure
from caseflow.codec import DefinitionCodec, canonical_json
from caseflow.errors import FormatError
from caseflow.fees import (
    Countable,
    Exemption,
    Fee,
    FeeKind,
    FeeRule,
    FeeSchedule,
    Fixed,
    Governs,
    Percent,
    Stated,
    Subsidy,
    Tier,
    Tiered,
    Validity,
    Waiver,
)
from caseflow.limits import working_days
from caseflow.procedures import LimitRule, Procedure
from caseflow.values import Channel, Text
from caseflow.vietnam.stored import definition_codec

ALWAYS = Validity(Governs.FILING)
NAME = Text(vi="Phí", en="Fee")
PAGE = Countable("page", Text(vi="trang", en="page"))


def days(first, last, governs=Governs.FILING):
    """From a day to a day of January 2026, None for an open end."""
    ends = [each and date(2026, 1, each) for each in (first, last)]
    return Validity(governs, *ends)


def rule(rate, when=ALWAYS, **more):
    """A rule of an instrument."""
    return FeeRule(rate, when, **{"citation": "Thông tư 1", **more})


def procedure(*rules, schedule=None, **more):
    """A procedure with one fee."""
    fees = schedule or FeeSchedule((Fee("fee", NAME, vn.PHI, "ministry", rules),), currency="VND")
    limits = (LimitRule(working_days(5)),)
    return Procedure("P", "1", Text(vi="Tên", en="Name"), "w", limits, fees=fees, **more)


def codes(*rules, **more):
    """The codes of the faults of such a procedure, in order."""
    return [fault.code for fault in check_procedure(procedure(*rules, **more))]


ONE, HALF = Fixed(10), Percent("1/2")
ONLINE = {"channel": Channel.ONLINE}


@pytest.mark.parametrize(
    ("name", "rules", "expected"),
    [
        ("for ever", [rule(ONE)], []),
        ("one after the other", [rule(ONE, days(None, 9)), rule(ONE, days(10, None))], []),
        ("ends", [rule(ONE, days(None, 9))], []),
        ("percentage online", [rule(ONE), rule(HALF, days(5, 9), **ONLINE)], []),
        ("no rate", [], ["fee-without-rate"]),
        ("twice", [rule(ONE), rule(ONE)], ["fee-rates-overlap"] * 3),
        (
            "one day twice",
            [rule(ONE, days(None, 10), **ONLINE), rule(ONE, days(10, None), **ONLINE)],
            ["fee-rates-overlap"],
        ),
        (
            "one day without",
            [rule(ONE, days(None, 8), **ONLINE), rule(ONE, days(10, None), **ONLINE)],
            ["fee-rate-gap"],
        ),
        ("reversed", [rule(ONE, days(9, 5))], ["fee-days-reversed"]),
        ("no base", [rule(HALF, **ONLINE)], ["fee-without-base"]),
        (
            "two dates govern",
            [rule(ONE, days(None, 9)), rule(ONE, days(10, None, Governs.PAYMENT))],
            ["fee-dates-mixed"],
        ),
        ("cap", [rule(Tiered(PAGE, (Tier(1, 9),), 8))], ["fee-cap-low"]),
        ("no source", [rule(ONE, citation="")], ["fee-without-source"]),
        ("own source", [rule(ONE, citation="", source="a web page")], []),
        (
            "overlap only under a circumstance",
            [rule(ONE, unless={"window"}), rule(ONE), rule(Fixed(5), **ONLINE)],
            ["fee-rates-overlap"] * 2,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_days_rates_and_sources(name, rules, expected):
    """Between the first and the last day of a fee exactly one rate is in force, with a source."""
    assert codes(*rules) == expected


def test_a_rate_for_a_channel_that_is_not_offered():
    """A fee for filings that never come in is worth a look."""
    rules = [rule(ONE), rule(ONE, channel=Channel.POST)]

    assert codes(*rules, channels={Channel.ONLINE}) == ["fee-channel-not-offered"]


def test_two_fees_of_one_name():
    """A stated amount must be for one fee."""
    (fee,) = procedure(rule(ONE)).fees.fees

    assert codes(schedule=FeeSchedule((fee, fee), currency="VND")) == ["duplicate-fee"]


def test_faults_report_the_day_in_both_languages():
    """The place is the fee, the text says from when."""
    rules = [rule(ONE, days(None, 8), **ONLINE), rule(ONE, days(10, None), **ONLINE)]
    (fault,) = check_procedure(procedure(*rules))

    assert str(fault).startswith("procedure P version 1, fee 'fee': online: from 2026-01-09")
    assert "không có mức thu" in fault.text("vi")


def test_the_shipped_schedules_have_no_faults():
    """Every tariff, on every channel, whether it ends or not."""
    used = {fee.name for each in vn.catalogue() if each.fees for fee in each.fees.fees}
    for name in vn.tariff_names():
        schedule = vn.tariff(name)
        found = {fault.code for fault in check_procedure(procedure(schedule=schedule))}
        # Citations of the catalogue's own decisions are filled in with the procedure.
        assert found <= {"fee-without-source"}
        assert not found or name in used


def test_a_schedule_is_written_and_read_back_equal():
    """Every kind of rate and every part survives JSON, with exact shares."""
    when = days(1, None)
    rules = (
        rule(Stated(), days(None, 9)),
        rule(Tiered(PAGE, (Tier(1, 2), Tier(3, 1)), None, PAGE), when=days(10, 20)),
        rule(Fixed(5, PAGE), days(21, None), unless={"a", "b"}),
        rule(Percent("1/3"), **ONLINE),
    )
    schedule = FeeSchedule(
        (Fee("fee", NAME, None, "council", rules),),
        (Exemption({"child", "elderly"}, NAME, when, "Luật", {"fee"}, "1/3"),),
        (Waiver("w", NAME, "council", {"fee"}, when, Channel.ONLINE, source="S"),),
        (Subsidy("g", NAME, "b", {"fee"}, ALWAYS, None, "2/7", 9),),
        currency="VND",
    )
    written = procedure(schedule=schedule)
    codec = definition_codec()

    text = canonical_json(codec.procedure_to_data(written))
    assert codec.loads_procedure(text, "json") == written


def test_a_rate_of_no_kind_and_a_waiver_without_power_are_not_read():
    """What a file may not say is refused with its place."""
    data = definition_codec().procedure_to_data(procedure(rule(ONE)))
    for rate in ({"kind": "odd"}, {"amount": 5}, 5, {"kind": "fixed", "amount": 1.0}):
        data["fees"]["fees"][0]["rules"][0]["rate"] = rate
        with pytest.raises(FormatError, match="rate"):
            definition_codec().procedure_from_data(data)

    waiver = Waiver("w", NAME, "ministry", {"fee"}, ALWAYS)
    mine = evolve(procedure(rule(ONE)).fees, waivers=(waiver,))
    data = definition_codec().procedure_to_data(procedure(schedule=mine))
    data["fees"]["waivers"][0]["by"] = "council"
    with pytest.raises(FormatError, match="cannot waive"):
        definition_codec().procedure_from_data(data)


def test_a_kind_of_fee_is_kept_by_its_name_and_one_that_no_law_knows_is_refused():
    """A codec that knows no kinds reads any; that of a country names those of its law."""
    permit = procedure(rule(ONE))
    data = DefinitionCodec().procedure_to_data(permit)
    assert data["fees"]["fees"][0]["kind"] == "phi"
    assert DefinitionCodec().procedure_from_data(data) == permit
    found = definition_codec().procedure_from_data(data).fees.fees[0].kind
    assert (found, found.label("vi")) == (vn.PHI, "phí")

    data["fees"]["fees"][0]["kind"] = "tithe"
    assert DefinitionCodec().procedure_from_data(data).fees.fees[0].kind == FeeKind("tithe")
    with pytest.raises(FormatError, match="'tithe' is no kind of fee: it is one of phi, le-phi"):
        definition_codec().procedure_from_data(data)
    for wrong in (5, "", "no name"):
        data["fees"]["fees"][0]["kind"] = wrong
        with pytest.raises(FormatError, match="kind"):
            DefinitionCodec().procedure_from_data(data)
