"""The shipped fees say what the decisions print, and nothing that no source states."""

import re
from datetime import date

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow._toml_tables import reading_toml
from caseflow.checks import check_procedure
from caseflow.errors import CaseflowError, FormatError, UnknownNameError
from caseflow.fees import (
    SERVICE,
    Countable,
    FeeRequest,
    FeeSchedule,
    Fixed,
    Stated,
    Tiered,
    charge_for,
)
from caseflow.office import supports, tariffs
from caseflow.values import Channel, Text
from caseflow.vietnam import _fees as fees
from caseflow.vietnam.law import RULES

DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    "procedure",
    [each for each in vn.catalogue() if each.fees is not None],
    ids=lambda each: f"{each.code}@{each.version}",
)
def test_each_amount_stands_in_the_words_of_its_decision(procedure):
    """A rate of the schedule is printed in the fee text; a free procedure prints no amount."""
    printed = {int(text.replace(".", "")) for text in re.findall(r"\d[\d.]*", procedure.fee_text)}
    amounts = set()
    for fee in procedure.fees.fees:
        for rule in fee.rules:
            assert rule.citation == procedure.decision
            if isinstance(rule.rate, Fixed):
                amounts.add(rule.rate.amount)
            elif isinstance(rule.rate, Tiered):
                amounts |= {tier.amount for tier in rule.rate.tiers} | {rule.rate.cap}
    assert amounts <= printed
    if not procedure.fees.fees:
        assert printed <= {0}


def test_what_no_source_states_is_left_open():
    """No rate where the paper names none, and none where its words say nothing."""
    unknown = {each.fee_text for each in vn.catalogue() if each.fees is None}

    assert unknown == {"", "Không quy định", "Tổ chức, cá nhân đầu tư dự án chi trả", "Phí : Đồng"}


def test_every_tariff_of_the_catalogue_is_used():
    """A fee text or a code that fits nothing is a mistake in the data."""
    used = {fee.name for each in vn.catalogue() if each.fees is not None for fee in each.fees.fees}
    shipped = fees.shipped().tariffs

    assert used == {name for name, each in shipped.items() if each.codes or each.texts}


def test_da_nang_pays_the_transfer_fee_and_the_postage_of_online_filings():
    """The support leaves both due, names its source, and cites no law."""
    schedule = vn.danang().catalogue.get("2.000884").fees
    stated = {"online-transfer": 1_100, "postage": 28_000}
    charge = charge_for(
        schedule, FeeRequest(Channel.ONLINE, DAY, counts={"case": 1}, stated=stated)
    )

    assert charge.due == 10_000 + 1_100 + 28_000
    assert charge.from_applicant == 10_000
    assert charge.by_budget == {"da-nang": 29_100}
    assert {support.citation for support in charge.supports} == {""}
    assert all(support.source for support in charge.supports)
    at_the_counter = FeeRequest(Channel.COUNTER, DAY, counts={"case": 1}, stated=stated)
    assert charge_for(schedule, at_the_counter).supported == 0


def test_every_da_nang_procedure_has_a_schedule_without_faults():
    """Where no rate is known the amount is stated, and the support is there all the same."""
    for procedure in vn.danang().catalogue:
        assert {"online-transfer", "postage"} <= {fee.name for fee in procedure.fees.fees}
        assert not [f for f in check_procedure(procedure) if f.code.startswith("fee")]


def test_hanoi_leaves_out_what_it_leaves_out():
    """Fees for appraising files are neither paid nor waived; the digital signature has a cap."""
    tariff = vn.tariff("fire-design")
    kept = vn.supported(tariff, "ha-noi", appraisal=["fire-design"])
    stated = {"fire-design": 1_000, "digital-signature": 150_000}
    charge = charge_for(kept, FeeRequest(Channel.ONLINE, date(2026, 9, 1), stated=stated))

    assert charge.by_budget == {"ha-noi": 100_000}
    assert charge.from_applicant == 1_000 + 50_000


def test_hanoi_charges_nothing_online_for_its_own_fees():
    """What the city's council has set falls away online; nobody pays it, and no budget does."""
    (fee,) = vn.tariff("council-fee").fees
    own = FeeSchedule((evolve(fee, set_by="Hội đồng nhân dân thành phố Hà Nội"),), currency="VND")
    schedule = vn.supported(own, "ha-noi")

    for channel, due in ((Channel.ONLINE, 0), (Channel.COUNTER, 9_000)):
        charge = charge_for(schedule, FeeRequest(channel, DAY, stated={"council-fee": 9_000}))
        assert (charge.due, charge.supported) == (due, 0)


def test_classes_of_the_law_and_kinds():
    """The seven classes of Article 10; phí, lệ phí and prices are distinguished."""
    assert len(vn.APPLICANT_CLASSES) == 7
    assert {each.kind for each in vn.services()} == {SERVICE}
    (fee,) = vn.tariff("tt63-industrial-property").fees
    assert fee.kind == vn.LE_PHI
    assert isinstance(fee.rules[0].rate, Stated)


def test_unknown_names_are_refused():
    """A tariff, a support or a fee that is not there is named with near ones."""
    for wrong in (
        lambda: vn.tariff("tt63-radiatoin"),
        lambda: vn.supported(vn.tariff("council-fee"), "da-nagn"),
        lambda: vn.supported(vn.tariff("council-fee"), "ha-noi", appraisal=["x"]),
    ):
        with pytest.raises(UnknownNameError):
            wrong()


@pytest.mark.parametrize(
    "text",
    [
        'rate = "fixed"\ngoverns = "filing"\namount = 1.5',
        'rate = "fixed"\ngoverns = "filing"\namount = 1\nper = "dog"',
        'rate = "fixed"\namount = 1',
        'rate = "odd"\ngoverns = "filing"',
        'rate = "tiered"\ngoverns = "filing"\ntiers = [[1, 2]]',
        'rate = "tiered"\ngoverns = "filing"\nunit = "page"\ntiers = [[1]]',
        'rate = "tiered"\ngoverns = "filing"\nunit = "page"\ntiers = ["a"]',
        'rate = "stated"\ngoverns = "sometime"',
        'rate = "stated"\ngoverns = "filing"\nfrom = "2025"',
        'rate = "stated"\ngoverns = "filing"\nchannel = "fax"',
        'rate = "percent"\ngoverns = "filing"\nshare = 0.5',
        'rate = "stated"\ngoverns = "filing"\nshare = "1/2"',
    ],
)
def test_a_broken_rule_in_the_data_is_named_with_its_file(text):
    """The reader of the shipped data is strict, so a slip shows at once."""
    page = Countable("page", Text(vi="trang", en="page"))

    with pytest.raises(CaseflowError) as caught, reading_toml(text, "fees.toml") as table:
        tariffs._rule(table, {"page": page}, RULES)
    assert isinstance(caught.value, FormatError)
    assert "fees.toml" in str(caught.value)


def test_a_support_must_say_which_date_governs():
    """There is no hidden default."""
    with (
        pytest.raises(FormatError, match="governs"),
        reading_toml('name = "x"', "supports.toml") as table,
    ):
        supports._policy(table, RULES)
