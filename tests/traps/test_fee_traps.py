"""Traps 55 to 57: rates that end on a day, subsidies that are no waivers, tiers with a cap."""

from datetime import date

import pytest

from caseflow import vietnam as vn
from caseflow.errors import FeeNotCoveredError, WaiverPowerError
from caseflow.fees import FeeRequest, FeeSchedule, Governs, Validity, Waiver, charge_for
from caseflow.values import Channel, Text

OLD, NEW = date(2025, 12, 31), date(2026, 1, 1)


def due(schedule, on, channel=Channel.ONLINE, **more):
    """What is due for a filing of that day."""
    return charge_for(schedule, FeeRequest(channel, on, **more)).due


def test_trap_55_industrial_property_is_halved_by_one_act_and_then_by_another():
    """Online by Circular 63/2023 to the end of 2025; by 64/2025 on any channel to the end of 2026.

    Filed in 2027 it is due in full again: no percentage outlives its act.
    """
    schedule = vn.tariff("tt63-industrial-property")
    stated = {"tt63-industrial-property": 180_000}

    assert due(schedule, OLD, stated=stated) == 90_000
    assert due(schedule, NEW, stated=stated) == 90_000
    assert due(schedule, OLD, Channel.COUNTER, stated=stated) == 90_000
    assert due(schedule, date(2025, 6, 30), Channel.COUNTER, stated=stated) == 180_000
    assert due(schedule, date(2027, 1, 1), stated=stated) == 180_000
    # The day of filing governs, so a payment in the new year changes nothing.
    late = date(2027, 1, 1)
    assert due(schedule, date(2026, 12, 31), stated=stated, paid_on=late) == 90_000


def test_trap_55_a_driving_licence_is_flat_online():
    """115,000 đồng and no percentage, whatever the full rate is."""
    schedule = vn.tariff("tt63-driving-licence")

    assert due(schedule, OLD) == 115_000
    assert due(schedule, OLD, stated={"tt63-driving-licence": 999_000}) == 115_000
    with pytest.raises(FeeNotCoveredError, match="154/2025"):
        due(schedule, NEW, stated={"tt63-driving-licence": 999_000})


def test_trap_55_a_radiation_permit_through_the_single_window_is_charged_in_full():
    """90 % online, but not through the single window."""
    schedule = vn.tariff("tt63-radiation")
    stated = {"tt63-radiation": 1_000_000}

    assert due(schedule, OLD, stated=stated) == 900_000
    assert due(schedule, OLD, stated=stated, circumstances={"single-window"}) == 1_000_000


@pytest.mark.parametrize(
    ("name", "begun", "charged"),
    [
        ("tt63-explosives", date(2023, 12, 1), 900),
        ("tt63-labour-safety", date(2024, 1, 1), 900),
        ("tt63-radiation", date(2023, 12, 1), 900),
        ("tt63-construction", date(2024, 1, 1), 800),
    ],
)
def test_trap_55_each_percentage_of_the_circular_has_its_first_and_last_day(name, begun, charged):
    """Before it begins and after it ends nothing was read of the fee, so nothing is charged."""
    schedule, stated = vn.tariff(name), {name: 1_000}
    before = date.fromordinal(begun.toordinal() - 1)

    assert [due(schedule, on, stated=stated) for on in (begun, OLD)] == [charged, charged]
    assert due(schedule, OLD, Channel.COUNTER, stated=stated) == 1_000
    for on in (before, NEW):
        with pytest.raises(FeeNotCoveredError) as caught:
            due(schedule, on, stated=stated)
        assert caught.value.covered == ((begun, OLD),)


def test_trap_55_a_passport_gets_the_higher_of_two_benefits():
    """90 % online by one act and 50 % by another are 50 %, not 45 %; each within its own days."""
    schedule, stated = vn.tariff("tt63-passport"), {"tt63-passport": 1_000}
    days = (date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), OLD, NEW, date(2026, 3, 31))

    assert [due(schedule, on, stated=stated) for on in days] == [900, 900, 500, 500, 500, 500]
    assert due(schedule, date(2025, 6, 30), Channel.POST, stated=stated) == 1_000
    with pytest.raises(FeeNotCoveredError, match="28/2026"):
        due(schedule, date(2026, 9, 1), stated=stated)


def test_trap_56_hanoi_pays_what_the_ministry_has_set_and_waives_nothing_of_it():
    """The fee stays due, a budget pays it, and the applicant pays nothing."""
    schedule = vn.supported(vn.tariff("certified-signature"), "ha-noi")
    charge = charge_for(schedule, FeeRequest(Channel.ONLINE, NEW, counts={"case": 1}))

    assert (charge.due, charge.supported, charge.from_applicant) == (10_000, 10_000, 0)
    assert charge.by_budget == {"ha-noi": 10_000}
    assert [support.ground for support in charge.supports] == ["ministry-fee"]
    earlier = charge_for(schedule, FeeRequest(Channel.ONLINE, OLD, counts={"case": 1}))
    assert earlier.from_applicant == 10_000


def test_trap_56_a_council_cannot_waive_a_fee_of_the_ministry_of_finance():
    """Writing the subsidy down as a waiver is refused: it would hide what the Treasury is owed."""
    (fee,) = vn.tariff("certified-signature").fees
    council = "Hội đồng nhân dân thành phố Hà Nội"
    always = Validity(Governs.FILING)

    with pytest.raises(WaiverPowerError):
        FeeSchedule(
            (fee,),
            waivers=(Waiver("zero", Text(vi="0", en="0"), council, {fee.name}, always),),
            currency="VND",
        )


def test_trap_57_a_certified_copy_by_pages():
    """3 pages: 2,000 + 2,000 + 1,000 = 5,000 đồng; 300 pages: the cap, 200,000 đồng a copy."""
    schedule = vn.catalogue().get("2.000815").fees

    for pages, copies, amount in ((3, 1, 5_000), (300, 1, 200_000), (300, 2, 400_000)):
        counts = {"page": pages, "copy": copies}
        assert due(schedule, OLD, Channel.COUNTER, counts=counts) == amount
