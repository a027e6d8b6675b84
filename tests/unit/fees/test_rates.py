"""Rates and charges of one filing, against counting by hand."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import (
    FeeRateError,
    FloatRefusedError,
    UnknownNameError,
    ValueInvalidError,
    WaiverPowerError,
)
from caseflow.fees import (
    SERVICE,
    Countable,
    Exemption,
    Fee,
    FeeRequest,
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
    charge_for,
    counted_for,
)
from caseflow.money import Money
from caseflow.money_texts import money_text
from caseflow.values import Channel, Text

PAGE = Countable("page", Text(vi="trang", en="page"))
COPY = Countable("copy", Text(vi="bản", en="copy"))
ALWAYS = Validity(Governs.FILING)
DAY = date(2025, 6, 2)
NAME = Text(vi="Phí", en="Fee")


def fee(*rules, name="fee", kind=vn.PHI, set_by="ministry"):
    """A fee with these rules."""
    return Fee(name, NAME, kind, set_by, rules)


def rule(rate, when=ALWAYS, **more):
    """A rule of an instrument."""
    return FeeRule(rate, when, citation="Thông tư 1", **more)


def request(channel=Channel.COUNTER, on=DAY, **more):
    """A filing of 2 June 2025."""
    return FeeRequest(channel, on, **more)


def due(schedule, **more):
    """What is due for a filing."""
    return charge_for(schedule, request(**more)).due


# ── tiers ───────────────────────────────────────────────────────────────────────────────────


@st.composite
def tierings(draw):
    """Tiers that begin at one, with or without a cap."""
    firsts = [1, *sorted(draw(st.sets(st.integers(2, 40), max_size=4)))]
    tiers = tuple(Tier(first, draw(st.integers(0, 5_000))) for first in firsts)
    cap = draw(st.none() | st.integers(0, 60_000))
    return Tiered(PAGE, tiers, cap, COPY)


def page_by_page(tiered, number):
    """Count one page after another, as a clerk would."""
    total = 0
    for page in range(1, number + 1):
        price = 0
        for tier in tiered.tiers:
            if tier.first <= page:
                price = tier.amount
        total += price
    return total if tiered.cap is None or total < tiered.cap else tiered.cap


@given(tierings(), st.integers(1, 120), st.integers(1, 9))
def test_tiers_agree_with_counting_page_by_page(tiered, pages, copies):
    """The closed form of tiers and cap is the sum over the pages, times the copies."""
    schedule = FeeSchedule((fee(rule(tiered)),), currency="VND")
    charge = charge_for(schedule, request(counts={"page": pages, "copy": copies}))

    assert tiered.one(pages) == page_by_page(tiered, pages)
    assert charge.due == page_by_page(tiered, pages) * copies
    assert charge.lines[0].steps[-1].amount == charge.due


def test_tiers_must_begin_at_one_and_rise():
    """A page without a price, or with two, is no tariff."""
    for tiers in (
        (),
        (Tier(2, 5),),
        (Tier(1, 5), Tier(1, 6)),
        (Tier(1, 5), Tier(4, 1), Tier(3, 1)),
    ):
        with pytest.raises(ValueInvalidError, match="begin at 1"):
            Tiered(PAGE, tiers)


def test_a_million_pages_cost_no_loop():
    """A count is a number and not a list."""
    tiered = Tiered(PAGE, (Tier(1, 2), Tier(3, 1)))

    assert tiered.one(10**18) == 10**18 + 2


def test_what_is_counted_must_be_given():
    """No count is guessed: pages, copies and cases are asked for by name."""
    schedule = FeeSchedule((fee(rule(Fixed(10_000, PAGE))),), currency="VND")

    assert counted_for(schedule) == ("page",)
    for counts in ({}, {"copy": 2}):
        with pytest.raises(ValueInvalidError, match="number of page is missing"):
            charge_for(schedule, request(counts=counts))
    with pytest.raises(ValueInvalidError):
        charge_for(schedule, request(counts={"page": 0}))


# ── percentages ─────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 10**12), st.fractions(0, 1))
def test_a_percentage_is_exact_and_never_above_its_share(amount, share):
    """Rounded down once, to the đồng: less than one đồng below the exact share."""
    charged = Percent(share).of(amount)
    exact = Fraction(amount) * share

    assert isinstance(charged, int)
    assert exact - 1 < charged <= exact


def test_a_percentage_is_of_the_whole_amount():
    """Half of three at 3,001 đồng is half of 9,003, not three times half of 3,001."""
    schedule = FeeSchedule(
        (fee(rule(Fixed(3_001, COPY)), rule(Percent("1/2"), channel=Channel.ONLINE)),),
        currency="VND",
    )

    assert due(schedule, counts={"copy": 3}) == 9_003
    assert due(schedule, channel=Channel.ONLINE, counts={"copy": 3}) == 4_501


def test_a_percentage_without_a_general_rate_is_refused():
    """Of what it is a share must be known."""
    schedule = FeeSchedule((fee(rule(Percent("9/10"))),), currency="VND")

    with pytest.raises(FeeRateError, match="general rate"):
        charge_for(schedule, request())


def test_a_stated_amount_is_asked_for_and_used():
    """An amount that lies in another paper comes with the request, and no other does."""
    schedule = FeeSchedule((fee(rule(Stated())), fee(rule(Fixed(5)), name="own")), currency="VND")

    assert due(schedule, stated={"fee": 70_000}) == 70_005
    assert due(schedule, stated={"fee": 0}) == 5
    with pytest.raises(ValueInvalidError, match="amount of fee is missing"):
        charge_for(schedule, request())
    with pytest.raises(ValueInvalidError, match="has its rate"):
        charge_for(schedule, request(stated={"fee": 1, "own": 1}))
    with pytest.raises(UnknownNameError, match="unknown fee 'fe'"):
        charge_for(schedule, request(stated={"fe": 1}))


# ── days and channels ───────────────────────────────────────────────────────────────────────

LAST = date(2025, 12, 31)
NEXT = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("governs", "filed", "paid", "amount"),
    [
        (Governs.FILING, LAST, NEXT, 50),
        (Governs.FILING, NEXT, LAST, 100),
        (Governs.PAYMENT, LAST, NEXT, 100),
        (Governs.PAYMENT, NEXT, LAST, 50),
    ],
)
def test_the_date_that_governs_is_the_one_the_rule_names(governs, filed, paid, amount):
    """Filed in the old year and paid in the new, or the other way: two amounts."""
    until = Validity(governs, date(2024, 1, 1), LAST)
    schedule = FeeSchedule(
        (fee(rule(Fixed(100)), rule(Percent("1/2"), until, channel=Channel.ONLINE)),),
        currency="VND",
    )

    assert due(schedule, channel=Channel.ONLINE, on=filed, paid_on=paid) == amount


def test_a_day_of_payment_is_asked_for_only_where_it_decides():
    """A rate by the day of payment needs that day; a rate for ever needs none."""
    ended = Validity(Governs.PAYMENT, to_on=LAST)
    with pytest.raises(ValueInvalidError, match="paid_on is missing"):
        due(FeeSchedule((fee(rule(Fixed(1), ended)),), currency="VND"))

    assert due(FeeSchedule((fee(rule(Fixed(1), Validity(Governs.PAYMENT))),), currency="VND")) == 1


def test_no_rate_and_two_rates_are_refused():
    """Neither nothing nor a guess: the days of the rules must be mended."""
    for rules, reported in (
        ([rule(Fixed(1), Validity(Governs.FILING, from_on=NEXT))], f"days from {NEXT} on"),
        ([rule(Fixed(1)), rule(Fixed(2))], "2 of them are in force"),
    ):
        with pytest.raises(FeeRateError, match=reported):
            charge_for(FeeSchedule((fee(*rules),), currency="VND"), request())


def test_a_rule_for_the_channel_goes_before_the_general_one():
    """A flat online rate stands in for the general one."""
    schedule = FeeSchedule(
        (fee(rule(Fixed(9)), rule(Fixed(4), channel=Channel.ONLINE)),), currency="VND"
    )

    assert [due(schedule, channel=channel) for channel in Channel] == [9, 4, 9]


# ── who does not pay ────────────────────────────────────────────────────────────────────────

POOR = Exemption(
    {"poor-household"}, Text(vi="hộ nghèo", en="poor households"), ALWAYS, "Luật, Điều 10"
)


def test_an_exemption_is_for_its_classes_and_never_for_a_bank():
    """The fee falls away; the price of a service does not."""
    bank = fee(rule(Stated()), name="bank", kind=SERVICE)
    schedule = FeeSchedule((fee(rule(Fixed(100))), bank), exemptions=(POOR,), currency="VND")

    assert due(schedule) == 100
    charge = charge_for(schedule, request(classes={"poor-household"}, stated={"bank": 7}))
    assert [line.amount for line in charge.lines] == [0, 7]
    assert charge.lines[0].citation == "Luật, Điều 10"


def test_what_frees_from_most_counts_and_nothing_is_added_up():
    """Half by law and a third by the council are half, and not five sixths."""
    schedule = FeeSchedule(
        (fee(rule(Fixed(600))),),
        exemptions=(evolve(POOR, share="1/2"),),
        waivers=(Waiver("third", NAME, "ministry", {"fee"}, ALWAYS, share="1/3"),),
        currency="VND",
    )

    assert due(schedule) == 400
    assert due(schedule, classes={"poor-household"}) == 300


@pytest.mark.parametrize(("by", "set_by"), [("council", "ministry"), ("council", ""), ("", "")])
def test_only_who_set_a_fee_can_waive_it(by, set_by):
    """A council frees nobody from a ministry's fee, nor from one of which it is not known."""
    with pytest.raises(WaiverPowerError, match="subsidy"):
        FeeSchedule(
            (fee(rule(Fixed(1)), set_by=set_by),),
            waivers=(Waiver("zero", NAME, by, {"fee"}, ALWAYS),),
            currency="VND",
        )


def test_a_waiver_for_one_channel():
    """Nothing is due online, all of it at the counter."""
    waiver = Waiver("zero", NAME, "council", {"fee"}, ALWAYS, Channel.ONLINE)
    schedule = FeeSchedule(
        (fee(rule(Fixed(9)), set_by="council"),), waivers=(waiver,), currency="VND"
    )

    assert [due(schedule, channel=channel) for channel in Channel] == [9, 0, 9]


def test_parts_name_fees_that_are_there():
    """A misspelt fee is refused with near names, not passed over."""
    with pytest.raises(UnknownNameError, match="did you mean 'fee'"):
        FeeSchedule(
            (fee(rule(Fixed(1))),),
            subsidies=(Subsidy("ground", NAME, "budget", {"feee"}, ALWAYS),),
            currency="VND",
        )
    with pytest.raises(UnknownNameError):
        FeeSchedule((fee(rule(Fixed(1))),), currency="VND").fee("other")


# ── the whole ───────────────────────────────────────────────────────────────────────────────


@st.composite
def schedules(draw):
    """A few fees with exemptions, waivers and subsidies of any share."""
    amounts = draw(st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
    fees = tuple(
        fee(rule(Fixed(amount)), name=f"fee-{number}", set_by="council")
        for number, amount in enumerate(amounts)
    )
    some = st.sets(st.sampled_from([each.name for each in fees]), min_size=1)
    shares = st.fractions(0, 1, max_denominator=20)
    subsidies = tuple(
        Subsidy(f"g{number}", NAME, f"b{number % 2}", names, ALWAYS, None, share, cap)
        for number, (names, share, cap) in enumerate(
            draw(st.lists(st.tuples(some, shares, st.none() | st.integers(0, 10**6)), max_size=4))
        )
    )
    exemption = evolve(POOR, share=draw(shares))
    waiver = Waiver("w", NAME, "council", draw(some), ALWAYS, share=draw(shares))
    return FeeSchedule(fees, (exemption,), (waiver,), subsidies, currency="VND")


@given(schedules(), st.booleans())
def test_a_charge_balances_to_the_dong(schedule, is_poor):
    """Lines sum to what is due; budgets and the applicant pay it, and nobody pays below zero."""
    classes = {"poor-household"} if is_poor else set()
    charge = charge_for(schedule, request(classes=classes))

    assert charge.due == sum(line.amount for line in charge.lines)
    assert sum(charge.by_budget.values()) == charge.supported
    assert charge.from_applicant + charge.supported == charge.due
    assert charge.from_applicant >= 0
    for line in charge.lines:
        paid = sum(support.amount for support in charge.supports if support.fee == line.fee)
        assert 0 <= paid <= line.amount
    assert all(isinstance(step.amount, int) for step in charge.steps if step.amount is not None)


@given(schedules())
def test_a_subsidy_leaves_the_fee_due(schedule):
    """With and without subsidies the same is due."""
    bare = evolve(schedule, subsidies=())

    assert charge_for(schedule, request()).due == charge_for(bare, request()).due


def test_a_charge_explains_itself_in_both_languages():
    """Every step has its amount and its basis; the Vietnamese text has none of the English."""
    tiered = Tiered(PAGE, (Tier(1, 2_000), Tier(3, 1_000)), 200_000, COPY)
    paid = Subsidy(
        "city", Text(vi="thành phố hỗ trợ", en="city support"), "b", {"fee"}, ALWAYS, source="S"
    )
    schedule = FeeSchedule((fee(rule(tiered)),), subsidies=(paid,), currency="VND")
    charge = charge_for(schedule, request(counts={"page": 300, "copy": 2}))

    english = charge.explain("en")
    assert english.text.splitlines() == [
        "Fee (fee for a public service): 400,000 đồng",
        "  page 1–2: 2 × 2,000 đồng = 4,000 đồng [Thông tư 1]",
        "  page 3–300: 298 × 1,000 đồng = 298,000 đồng [Thông tư 1]",
        "  at most = 200,000 đồng [Thông tư 1]",
        "  × 2 copy = 400,000 đồng",
        "city support = 400,000 đồng (source: S)",
        "Due = 400,000 đồng",
        "Paid by budgets = 400,000 đồng",
        "The applicant pays = 0 đồng",
    ]
    assert str(english) == english.text
    assert english.steps == charge.explain("vi").steps == charge.steps
    assert "thành phố hỗ trợ = 400.000 đồng (nguồn: S)" in charge.explain("vi").text
    with pytest.raises(ValueInvalidError, match="language"):
        charge.explain("no code")


# ── what is refused ─────────────────────────────────────────────────────────────────────────


def test_floats_are_refused():
    """Money and shares are exact."""
    for wrong in (
        lambda: Fixed(1.0),
        lambda: Tier(1, 2.5),
        lambda: Tiered(PAGE, (Tier(1, 2),), cap=1.5),
        lambda: Percent(0.9),
        lambda: Subsidy("g", NAME, "b", {"fee"}, ALWAYS, cap=9.9),
        lambda: request(stated={"fee": 1.0}),
    ):
        with pytest.raises(FloatRefusedError):
            wrong()


def test_what_is_no_amount_no_share_and_no_day_is_refused():
    """Bad values do not get as far as a charge."""
    for wrong in (
        lambda: Fixed(-1),
        lambda: Fixed(True),
        lambda: Tier(0, 2),
        lambda: Percent("3/2"),
        lambda: Subsidy("g", NAME, "b", "fee", ALWAYS),
        lambda: Validity(Governs.FILING, datetime(2025, 1, 1)),
        lambda: request(on=datetime(2025, 1, 1)),
        lambda: request(on=None),
        lambda: request(counts={"page": -1}),
        lambda: request(classes="child"),
    ):
        with pytest.raises(ValueInvalidError):
            wrong()


def test_money_in_both_languages():
    """Points in Vietnamese, commas in English."""
    assert money_text(Money(1_234_567, "VND"), "vi") == "1.234.567 đồng"
    assert money_text(Money(0, "VND"), "en") == "0 đồng"
