"""A fee is charged only on days of which its source speaks; benefits count one at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import FeeNotCoveredError, ValueInvalidError
from caseflow.fees import (
    SERVICE,
    Exemption,
    Fee,
    FeeRequest,
    FeeRule,
    FeeSchedule,
    Fixed,
    Governs,
    Percent,
    Stated,
    Validity,
    charge_for,
    counted_for,
)
from caseflow.law import cited, printed
from caseflow.values import Channel, Text

ONE_DAY = timedelta(days=1)
OUTSIDE = (date(1990, 11, 20), date(2017, 12, 31), date(2026, 9, 1), date(2030, 1, 1))
NAME = Text(vi="lệ phí", en="fee")


def schedules():
    """Every schedule that ships, by where it is from."""
    for name in vn.tariff_names():
        yield name, vn.tariff(name)
    for procedure in (*vn.catalogue(), *vn.danang().catalogue):
        if procedure.fees is not None:
            yield f"{procedure.code}@{procedure.version}", procedure.fees
            for support in vn.support_names():
                yield f"{procedure.code}+{support}", vn.supported(procedure.fees, support)


def acts(schedule):
    """Every span of days that a schedule has, its own first."""
    rules = [rule.when for fee in schedule.fees for rule in fee.rules]
    return [schedule.covers, *rules, *(each.when for each in schedule.exemptions)]


def days_of(schedule):
    """The days before, on and after each change of a schedule, and some far from all of them."""
    ends = [day for span in acts(schedule) for day in (span.from_on, span.to_on) if day]
    return sorted({*OUTSIDE, *(day + step * ONE_DAY for day in ends for step in (-1, 0, 1))})


def is_covered(schedule, channel, on):
    """Whether the source speaks of the day, by its own days and those of each full rate."""
    if not schedule.covers.covers(on):
        return False
    return all(
        any(
            rule.when.covers(on)
            for rule in fee.rules
            if rule.channel in (None, channel) and not isinstance(rule.rate, Percent)
        )
        for fee in schedule.fees
        if fee.kind != SERVICE
    )


def request_for(schedule, channel, on, **more):
    stated = {
        fee.name: next(
            (rule.rate.one_of[0] for rule in fee.rules if getattr(rule.rate, "one_of", ())),
            1_000_000,
        )
        for fee in schedule.fees
        if fee.takes_stated and fee.kind != SERVICE
    }
    counts = dict.fromkeys(counted_for(schedule), 3)
    return FeeRequest(channel, on, counts=counts, stated=stated, **more)


@pytest.mark.parametrize("channel", list(Channel))
def test_no_shipped_fee_is_charged_on_a_day_its_source_does_not_cover(channel):
    """Every schedule, before, between and after its days: an amount, or the days it covers."""
    refused = charged = 0
    for _, schedule in schedules():
        for on in days_of(schedule):
            request = request_for(schedule, channel, on)
            if is_covered(schedule, channel, on):
                charge = charge_for(schedule, request)
                assert charge.due >= 0
                charged += 1
                continue
            with pytest.raises(FeeNotCoveredError) as caught:
                charge_for(schedule, request)
            error = caught.value
            assert error.filed_on == on
            assert all(not Validity(Governs.FILING, *span).covers(on) for span in error.covered)
            refused += 1
    assert min(refused, charged) > 100


def test_what_is_charged_rests_on_rules_of_that_day():
    """Each rate and each relief behind an amount is one whose act holds on that day."""
    needs = {"identity-level-2", "five-papers"}
    for where, schedule in schedules():
        for on in days_of(schedule):
            if not is_covered(schedule, Channel.ONLINE, on):
                continue
            circumstances = needs if any(each.needs for each in schedule.exemptions) else ()
            request = request_for(schedule, Channel.ONLINE, on, circumstances=circumstances)
            held = {
                cited(rule.citation, on, "vi")
                for rule in (*(r for f in schedule.fees for r in f.rules), *schedule.exemptions)
                if rule.when.covers(on)
            }
            for line in charge_for(schedule, request).lines:
                laws = {printed(step.citation, "vi") for step in line.steps if step.citation}
                assert laws <= held, (where, on)


def test_a_decision_of_2025_prices_nothing_of_1990():
    """Nor does it say that a procedure was free then."""
    for code in ("2.000815", "1.014445"):
        schedule = vn.danang().catalogue.get(code).fees
        with pytest.raises(FeeNotCoveredError) as caught:
            charge_for(schedule, request_for(schedule, Channel.COUNTER, date(1990, 11, 20)))
        ((begins, ends),) = caught.value.covered
        assert (begins.year, ends) == (2025, None)


def test_an_act_that_was_replaced_names_its_successor():
    """A passport of September 2026 is not priced by the circular of 2021."""
    for name, on, successor in (
        ("tt63-passport", date(2026, 9, 1), "Circular 28/2026/TT-BTC"),
        ("tt63-driving-licence", date(2026, 1, 1), "Circular 154/2025/TT-BTC"),
    ):
        for channel in Channel:
            with pytest.raises(FeeNotCoveredError) as caught:
                charge_for(vn.tariff(name), request_for(vn.tariff(name), channel, on))
            assert caught.value.replaced_by == successor
            assert successor in str(caught.value)


@pytest.mark.parametrize(
    ("name", "act", "article"),
    [
        ("tt63-radiation", "287/2016", "khoản 2 Điều 4"),
        ("tt63-industrial-property", "263/2016", "khoản 4 Điều 4"),
        ("tt63-labour-safety", "245/2016", "khoản 2 Điều 4"),
    ],
)
def test_three_rates_cite_the_circular_that_has_them(name, act, article):
    """They cited the neighbouring numbers, 288, 264 and 246 of 2016."""
    (fee,) = vn.tariff(name).fees

    full, online = fee.rules
    assert full.citation == f"Thông tư {act}/TT-BTC"
    assert online.citation.written.startswith(f"{article} Thông tư {act}/TT-BTC")
    assert (fee.kind.name == "phi") == (name != "tt63-industrial-property")


# ── digital citizens ────────────────────────────────────────────────────────────────────────

BOTH = frozenset({"identity-level-2", "five-papers"})


def due(name, on, channel=Channel.ONLINE, circumstances=BOTH, **more):
    return charge_for(
        vn.tariff(name), FeeRequest(channel, on, circumstances=circumstances, **more)
    ).due


@pytest.mark.parametrize(
    ("on", "channel", "circumstances", "amount"),
    [
        (date(2026, 8, 14), Channel.ONLINE, BOTH, 100_000),
        (date(2026, 8, 15), Channel.ONLINE, BOTH, 0),
        (date(2026, 8, 15), Channel.ONLINE, {"identity-level-2"}, 100_000),
        (date(2026, 8, 15), Channel.ONLINE, {"five-papers"}, 100_000),
        (date(2026, 8, 15), Channel.ONLINE, (), 100_000),
        (date(2026, 8, 15), Channel.COUNTER, BOTH, 100_000),
        (date(2026, 8, 15), Channel.POST, BOTH, 100_000),
        (date(2026, 12, 31), Channel.COUNTER, BOTH, 100_000),
        (date(2027, 1, 1), Channel.COUNTER, BOTH, 200_000),
        (date(2027, 2, 28), Channel.ONLINE, BOTH, 0),
        (date(2027, 3, 1), Channel.ONLINE, BOTH, 200_000),
    ],
)
def test_a_digital_citizen_is_free_only_by_every_condition(on, channel, circumstances, amount):
    """Level 2, the five papers, online, within the days; else half by 64/2025 until it ends."""
    assert due("passport", on, channel, circumstances) == amount


@pytest.mark.parametrize(
    ("on", "channel", "circumstances", "amount"),
    [
        (date(2025, 7, 1), Channel.POST, (), 40_000),
        (date(2026, 9, 1), Channel.COUNTER, (), 40_000),
        (date(2026, 9, 1), Channel.ONLINE, BOTH, 40_000),
        (date(2026, 12, 31), Channel.ONLINE, (), 40_000),
        (date(2027, 1, 1), Channel.ONLINE, BOTH, 40_000),
        (date(2027, 1, 1), Channel.COUNTER, BOTH, 80_000),
        (date(2027, 3, 1), Channel.ONLINE, BOTH, 80_000),
    ],
)
def test_the_halves_of_two_acts_for_security_are_one(on, channel, circumstances, amount):
    """Half through any channel by 64/2025, half for digital citizens by 117/2026; no quarter."""
    full = {"movable-security": 80_000}
    assert due("movable-security", on, channel, circumstances, stated=full) == amount


def test_an_id_card_has_one_of_three_full_rates():
    """What the circular does not have cannot be stated; half of it is due at any desk."""
    on = date(2026, 9, 1)

    for full in (30_000, 50_000, 70_000):
        assert due("id-card", on, Channel.COUNTER, stated={"id-card": full}) == full // 2
    with pytest.raises(ValueInvalidError, match="30,000"):
        due("id-card", on, stated={"id-card": 40_000})


@pytest.mark.parametrize(
    ("full", "left"),
    [(200_000, 200_000), (400_000, 250_000), (900_000, 450_000), (200_000_000, 75_000_000)],
)
def test_half_of_a_fire_design_stays_within_its_bounds(full, left):
    """At least 250,000 and at most 75 million are left, and never more than the full rate."""
    assert due("fire-design", date(2026, 9, 1), stated={"fire-design": full}) == left


SHARES = st.fractions(0, 1, max_denominator=20)


@given(
    full=st.integers(0, 10**9),
    percent=st.none() | SHARES,
    freed=st.lists(SHARES, max_size=3),
)
def test_the_highest_benefit_counts_and_no_two_are_added_up(full, percent, freed):
    """Whatever benefits meet, the least that any of them leaves alone is due."""
    always = Validity(Governs.FILING)
    rules = [FeeRule(Stated(), always)]
    if percent is not None:
        rules.append(FeeRule(Percent(percent), always, Channel.ONLINE))
    schedule = FeeSchedule(
        (Fee("fee", NAME, None, "m", rules),),
        tuple(Exemption((), NAME, always, f"act {n}", share=each) for n, each in enumerate(freed)),
        currency="VND",
    )
    charge = charge_for(
        schedule, FeeRequest(Channel.ONLINE, date(2026, 1, 5), stated={"fee": full})
    )

    left = [full, *(int(full * (1 - each)) for each in freed)]
    assert charge.due == min(left + ([] if percent is None else [int(full * percent)]))
    assert charge.lines[0].steps[-1].amount == charge.due


def test_spans_that_touch_are_reported_as_one():
    """A rate that was changed on a day is covered on both sides of it."""
    rules = (
        FeeRule(Fixed(1), Validity(Governs.FILING, date(2026, 1, 1), date(2026, 1, 31))),
        FeeRule(Fixed(2), Validity(Governs.FILING, date(2026, 2, 1), date(2026, 2, 28))),
        FeeRule(Fixed(3), Validity(Governs.FILING, date(2026, 4, 1))),
    )
    fee = Fee("fee", NAME, None, "m", rules)

    assert fee.covered(Channel.POST) == (
        (date(2026, 1, 1), date(2026, 2, 28)),
        (date(2026, 4, 1), None),
    )
