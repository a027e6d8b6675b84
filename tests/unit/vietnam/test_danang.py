"""Da Nang: what its settings say, and that nothing is printed as law."""

from datetime import date, datetime, time
from fractions import Fraction
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from caseflow import vietnam as vn
from caseflow.checks import check_workflow
from caseflow.engine import Engine
from caseflow.errors import FormatError, ProcedureClosedError
from caseflow.procedures import PaymentPoint, PromisePolicy
from caseflow.values import Actor, Channel

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def test_the_readme_example_works():
    """Open, receive, ask what can be done, read and explain the dates."""
    engine = Engine(vn.danang())
    clerk = Actor("u17", roles={"intake"})
    lodged_at = datetime(2026, 3, 2, 8, tzinfo=HANOI)
    received_at = datetime(2026, 3, 2, 9, tzinfo=HANOI)

    case = engine.open("1.014445", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=lodged_at)
    case = engine.fire(
        case, vn.RECEIVE, vn.Receipt(papers=4), by=clerk, at=received_at, key="req-9f2"
    )
    dates = engine.deadlines(case, at=received_at)

    assert len(engine.actions(case, by=clerk, at=received_at)) == len(vn.one_stop_shop().actions)
    assert dates.legal.due.on == date(2026, 3, 17)
    assert dates.promised.due.on == date(2026, 3, 16)
    assert "17" in dates.legal.explain("vi")


def test_the_calendar_is_official_through_2027():
    """Da Nang keeps the national calendar; 2028 is projected."""
    calendar = vn.danang().calendar

    assert calendar is vn.calendar()
    assert calendar.official_through == date(2027, 12, 31)
    assert str(calendar.certainty(date(2028, 1, 27)).value) == "projected"


def test_one_version_per_code():
    """A jurisdiction offers each code once; the settings say whose version."""
    catalogue = vn.danang().catalogue

    assert len(catalogue) == len(catalogue.codes) == 110
    assert catalogue.get("2.000908").version == "dong-nai-2770"


def test_early_return_is_ten_to_twenty_per_cent_for_some_procedures():
    """Only the field of science and technology takes part; the source is a report, no decision."""
    early = {p.code: p.early for p in vn.danang().catalogue if p.early is not None}
    fields = {p.field for p in vn.danang().catalogue if p.early is not None}

    assert fields == {"Hoạt động KH&CN"}
    assert {each.share for each in early.values()} == {Fraction(1, 10), Fraction(1, 5)}
    assert early["1.014445"].share == Fraction(1, 5)
    assert all("31/10/2022" in each.source and "QĐ" not in each.source for each in early.values())
    assert {p.promise_policy for p in vn.danang().catalogue} == {PromisePolicy.KEEP}


def test_no_decision_is_cited_for_the_early_return():
    """The settings file names no decision, because none is known."""
    text = files("caseflow.vietnam").joinpath("data", "danang.toml").read_text(encoding="utf-8")

    assert "QĐ-UBND" not in text
    assert "CT-UBND" not in text


SETTINGS = files("caseflow.vietnam").joinpath("data", "danang.toml").read_text(encoding="utf-8")


def test_an_office_with_other_hours_has_a_calendar_of_its_own():
    """The settings of one's own office are read by the same reader."""
    text = SETTINGS.replace("07:30-11:30", "08:00-12:00")
    calendar = vn.read_office(text, name="own.toml").calendar

    assert calendar.version.startswith("vn-danang@")
    assert calendar.opening(date(2026, 3, 2)).hour == 8
    assert calendar.is_working_day(date(2026, 8, 22))


def test_an_office_without_policies_needs_three_lines():
    """No early return, no payment point, its own hours: everything else is national."""
    text = 'name = "Xã A"\nid = "xa-a"\nsessions = ["08:00-12:00", "13:00-17:00"]\n'
    office = vn.read_office(text, name="a.toml")

    assert office.calendar.id == "xa-a"
    assert {(p.early, p.payment) for p in office.catalogue} == {(None, None)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name =", "nmae =", "nmae: is not known"),
        ('name = "Đà Nẵng"', "name = 5", "name: 5 is not text"),
        ('versions = ["dong-nai-2770"]', 'versions = "x"', "a list of texts"),
        ('"1.014445" = "1/5"', '"1.014445" = "1/2"', "from 1/10 to 1/5"),
        ('"1.014445" = "1/5"', '"9.999999" = "1/5"', "9.999999"),
        ('small = "hours"', 'small = "days"', "one of hours"),
        ('"2.000884" = "return"', '"2.000884" = "later"', "reception, midway, return"),
        ("[payment]", "[payment", "not TOML"),
        ("[payment]", "[payments]", "payments: is not known"),
        ("[early_return.fields]", "[early_return.field]", "early_return.field: is not known"),
    ],
)
def test_a_mistake_in_the_settings_is_named(old, new, said):
    """A wrong key or value is one error with the file, the key and what is allowed."""
    assert old in SETTINGS
    with pytest.raises(FormatError) as caught:
        vn.read_office(SETTINGS.replace(old, new, 1), name="own.toml")
    assert str(caught.value).startswith("own.toml: ")
    assert said in str(caught.value)


def test_all_mistakes_in_the_settings_are_reported_at_once():
    """Who writes the settings mends them in one go."""
    wrong = SETTINGS.replace("name =", "nmae =", 1).replace('small = "hours"', "small = 5", 1)
    with pytest.raises(FormatError) as caught:
        vn.read_office(wrong, name="own.toml")

    said = str(caught.value)
    assert "nmae: is not known; did you mean 'name'?" in said
    assert "name: is needed, as text" in said
    assert "early_return.small: 5 is not text" in said


def test_a_table_where_text_is_given_is_refused():
    """`payment = 5` is no table."""
    head, _ = SETTINGS.split("[payment]")
    with pytest.raises(FormatError, match="payment: 5 is not a table"):
        vn.read_office("payment = 5\n" + head, name="own.toml")


def test_payment_points_are_settings():
    """All three points of payment occur, on procedures that have a fee."""
    points = {p.payment for p in vn.danang().catalogue}

    assert points == {None, *PaymentPoint}
    assert all(p.fee_text for p in vn.danang().catalogue if p.payment)


def test_every_procedure_of_the_jurisdiction_names_a_workflow_it_holds():
    """The engine takes it as it is."""
    jurisdiction = vn.danang()
    names = {workflow.name for workflow in jurisdiction.workflows}

    assert {p.workflow for p in jurisdiction.catalogue} <= names
    for workflow in jurisdiction.workflows:
        assert not [fault for fault in check_workflow(workflow) if not fault.is_warning]


def test_each_procedure_can_be_received_through_each_channel_it_offers():
    """Not one row of the catalogue stops an engine."""
    engine = Engine(vn.danang())
    clerk = Actor("u17", roles={"intake", "cashier"})
    for procedure in vn.danang().catalogue:
        lodged_at = datetime.combine(procedure.valid_from, time(8), HANOI)
        for channel in filter(procedure.is_offered, Channel):
            for branch in procedure.branches or (None,):
                case = engine.open(
                    procedure.code, channel=channel, result_by=channel, at=lodged_at, branch=branch
                )
                if procedure.payment is PaymentPoint.RECEPTION:
                    case = engine.fire(case, vn.PAY, vn.Payment(1), by=clerk, at=lodged_at)
                case = engine.fire(case, vn.RECEIVE, vn.Receipt(), by=clerk, at=lodged_at)
                assert engine.deadlines(case, at=lodged_at).legal.due is not None


def test_a_filing_of_a_day_before_the_decision_is_refused_with_the_days_covered():
    """A filing of 2019 does not open under a decision of 18 November 2025, whatever the row."""
    engine = Engine(vn.danang())
    for procedure in vn.danang().catalogue:
        with pytest.raises(ProcedureClosedError) as caught:
            engine.open(
                procedure.code,
                channel=Channel.COUNTER,
                result_by=Channel.COUNTER,
                at=datetime(2019, 6, 3, 9, tzinfo=HANOI),
            )
        assert f"covers filings from {procedure.valid_from}" in str(caught.value)


def test_an_office_works_on_its_own_list():
    """Settings of the city on a list it decided; the examples stay for cases opened on them."""
    text = (
        "code,name,limits,agency,decided_by,decision,decided_on\n"
        "1.014445,Cấp giấy,12 ngày,Sở KH&CN,Đà Nẵng,12/QĐ-UBND,2026-03-31\n"
    )
    office = vn.danang_with(vn.read_catalogue(text, name="own.csv"))
    (own,) = office.catalogue

    assert own.early.share == Fraction(1, 5)
    assert not own.is_example
    assert office.catalogue.get("1.014445", "dong-nai-2776").is_example
    assert office.catalogue.get("1.014201.H05", "bac-ninh-1513").limits
    with pytest.raises(ProcedureClosedError, match="kept for its open cases"):
        Engine(office).open(
            "1.014446",
            channel=Channel.COUNTER,
            result_by=Channel.COUNTER,
            at=datetime(2026, 4, 1, 9, tzinfo=HANOI),
        )
