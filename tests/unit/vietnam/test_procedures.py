"""The shipped catalogue and the reader of such files."""

import csv
import io
from datetime import date, time, timedelta
from fractions import Fraction
from importlib.resources import files

import pytest

from caseflow import vietnam as vn
from caseflow.errors import DefinitionError, FormatError, UnknownChannelError
from caseflow.limits import Unit
from caseflow.office.lists import COLUMNS
from caseflow.procedures import FirstDay, PaymentPoint, ServiceLevel
from caseflow.values import Channel
from caseflow.vietnam import ProcedureCode, law

TEXT = files("caseflow.vietnam").joinpath("data", "procedures.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(io.StringIO(TEXT)))


def test_the_catalogue_has_every_row():
    """177 rows, 165 codes: twelve certifications are published by two provinces."""
    catalogue = vn.catalogue()

    assert len(catalogue) == len(ROWS) == 177
    assert len(catalogue.codes) == 165
    assert {p.version for p in catalogue.versions("2.000908")} == {"ha-tinh-2873", "dong-nai-2770"}


def test_each_procedure_cites_where_it_was_seen():
    """A decision, who took it, a source, a first day and a name; all are examples."""
    for procedure in vn.catalogue():
        assert procedure.decision.startswith("Quyết định ")
        assert procedure.decided_by
        assert procedure.is_example
        assert procedure.valid_from is not None
        assert procedure.source.startswith("https://")
        assert procedure.name.in_("vi")
        assert procedure.workflow == "one-stop-shop"
        assert all(rule.limit.citation for rule in procedure.limits)


def test_no_filing_comes_in_before_the_decision():
    """The first day is that of the decision, of force, or of reading a source without a date."""
    for procedure in vn.catalogue():
        first = procedure.valid_from
        assert procedure.decision_on is None or procedure.decision_on <= first
        before = first - timedelta(days=1)
        assert f"from {first}" in procedure.refuses_new_on(before)
        assert procedure.valid_from_is is not FirstDay.FORCE
        assert "known" in procedure.covered.in_("en") or "no date" in procedure.covered.in_("en")


def test_a_row_does_not_state_what_its_decision_does_not():
    """Neither what a supplement does to the clock nor in what time one may be asked for."""
    assert {(p.supplement, p.supplement_within) for p in vn.catalogue()} == {(None, None)}


def test_limit_of_the_law_and_who_shortened_it_are_distinguished():
    """22 working days cut from 24 by Cao Bằng, 15 from 30 by a ministry; else it is not stated."""
    drilling = vn.catalogue().get("1.004122")
    assert (drilling.limit_by_law[:7], drilling.decided_by) == ("24 ngày", "Cao Bằng")
    assert "1949/QĐ-UBND" in drilling.shortened_by
    assert "2490/QĐ-BNN" in vn.catalogue().get("1.012503").shortened_by
    archive = vn.catalogue().get("HCM-2843-32")
    assert archive.limit_by_law.startswith("60 ngày")
    assert "2843" in archive.shortened_by
    for procedure in vn.catalogue():
        assert not procedure.shortened_by or procedure.limit_by_law


RECOGNISED = tuple(f"1.0144{each}" for each in (31, 32, 33, 35, 36, 38, 39))


@pytest.mark.parametrize("code", RECOGNISED)
def test_limits_of_several_stages_are_no_sum(code):
    """15 days from a valid dossier, after 5 working days for its validity; 27 is nobody's law."""
    procedure = vn.danang().catalogue.get(code)

    assert [rule.limit.text("en") for rule in procedure.limits] == ["15 calendar days"]
    assert "05 ngày làm việc" in procedure.limit_by_law
    assert "Hội đồng" in procedure.note
    held = vn.danang().catalogue.get(code, "dong-nai-2776")
    assert held.limit_for(Channel.COUNTER).text("en") == "27 calendar days"


def test_one_registration_under_two_codes_is_noted():
    """Huế prints the codes of before for three registrations that have newer ones."""
    for before, now in (
        ("1.011818", "1.014459"),
        ("1.011820", "1.014460"),
        ("1.011819", "1.014461"),
    ):
        assert now in vn.catalogue().get(before).note
        assert before in vn.catalogue().get(now).note
        assert before not in vn.national_examples().codes
        assert vn.national_examples().get(before).code == now


def test_rows_on_replaced_law_end_where_it_is_known_to_be_replaced():
    """Judicial experts: a law of 5 December 2025; oil spills: rules from 10 February 2026."""
    experts = [p for p in vn.catalogue() if p.version == "quang-ngai-1628"]
    assert len(experts) == 9
    assert {p.valid_until for p in experts} == {date(2025, 12, 4)}
    assert all("105/2025/QH15" in p.note for p in experts)
    spills = [p for p in vn.catalogue() if p.field == "Ứng phó sự cố tràn dầu"]
    assert {p.valid_until for p in spills} == {date(2026, 2, 9)}


def test_abolished_procedures_are_named_and_open_to_nobody():
    """14 procedures that a ministry abolished are no rows."""
    assert len(vn.abolished()) == 14
    assert not set(vn.abolished()) & set(vn.catalogue().codes)
    assert {each.abolished_on for each in vn.abolished().values()} == {date(2025, 12, 2)}


def test_codes_carry_no_suffix_of_a_province_and_agencies_no_place():
    """What an office shows is not another's: 1.014199, not 1.014199.H05; no "Sở … Quảng Trị"."""
    places = (
        "Huế",
        "Hà Tĩnh",
        "Quảng Trị",
        "Bắc Ninh",
        "Quảng Ngãi",
        "Cao Bằng",
        "Đồng Nai",
        "HCM",
    )
    for procedure in vn.danang().catalogue:
        assert ProcedureCode.parse(procedure.code).agency == ""
        assert not [place for place in places if place in procedure.agency]


def test_rows_of_earlier_releases_are_found_for_the_cases_opened_under_them():
    """Every row of November 2026 is found by its code and version, with the limits it had."""
    named = {(p.code, p.version) for p in (*vn.catalogue(), *vn.catalogue().earlier)}
    for code, version in (
        ("1.014201.H05", "bac-ninh-1513"),
        ("1.013401.H50", "quang-tri-2715"),
        ("1.001122.000.00.00.H48", "quang-ngai-1628"),
        ("1.014431", "dong-nai-2776"),
        ("1.013128", "bqp-3717"),
    ):
        assert (code, version) in named
        assert vn.danang().catalogue.get(code, version).version == version
    assert vn.danang().catalogue.get("HCM-2843-01", "hcm-2843").limits
    assert vn.danang().catalogue.get("1.014201.H05").code == "1.014201"
    paid = vn.danang().catalogue.get("1.014201.H05", "bac-ninh-1513").payment
    assert paid is PaymentPoint.RECEPTION


def test_rows_without_a_national_code_have_a_local_one():
    """Two decisions print no codes: 52 local ones, marked in the note; no office is shown them."""
    local = [p for p in vn.catalogue() if not vn.has_national_code(p)]

    assert len(local) == 52
    assert all(p.code.startswith(("HCM-2843-", "BKHCN-4001-")) for p in local)
    assert all("không ghi mã" in p.note for p in local)
    for procedure in vn.national_examples():
        assert ProcedureCode.parse(procedure.code).text == procedure.code


@pytest.mark.parametrize(
    ("code", "channel", "branch", "limit"),
    [
        ("1.014445", Channel.ONLINE, None, "15 calendar days"),
        ("1.014199", Channel.COUNTER, None, "10 working days"),
        ("1.014199", Channel.COUNTER, "refused", "3 working days"),
        ("1.013133", Channel.COUNTER, None, "1 working day"),
        ("1.013133", Channel.ONLINE, None, "2 working hours"),
        ("1.013516", Channel.COUNTER, None, "1 hour"),
        ("1.013585", Channel.COUNTER, "case-2", "0.5 hours"),
        ("2.000890", Channel.POST, None, "45 calendar days"),
        ("2.001770", Channel.COUNTER, "renewal", "38 working days"),
        ("1.011516", Channel.COUNTER, "reservoir", "28 calendar days"),
        ("1.011516", Channel.COUNTER, None, "14 calendar days"),
    ],
)
def test_limits_by_channel_and_branch(code, channel, branch, limit):
    """Each limit is what the paper says for that channel and that kind of case."""
    assert vn.catalogue().get(code).limit_for(channel, branch).text("en") == limit


def test_a_channel_the_paper_does_not_name_is_not_offered():
    """Posting a judicial appraiser's appointment is possible, filing it online is not."""
    with pytest.raises(UnknownChannelError):
        vn.catalogue().get("1.001122").limit_for(Channel.ONLINE)


def test_certification_is_due_the_same_day_until_15_00():
    """The cut-off stands on the limit, with its article."""
    for version in ("ha-tinh-2873", "dong-nai-2770"):
        limit = vn.catalogue().get("2.000815", version).limit_for(Channel.COUNTER)
        assert limit.unit is Unit.SAME_DAY
        assert limit.cutoff.at == time(15, 0)
        assert limit.cutoff.citation == law.CERTIFY_CUTOFF


def test_shortened_times_keep_their_unit():
    """25 calendar days are shortened to 17.5 working days, as the decision has it."""
    shortened = vn.catalogue().get("HCM-2843-06").shortened

    assert (shortened.amount, shortened.unit) == (Fraction(35, 2), Unit.WORKING_DAY)


def test_the_same_code_has_its_level_by_province():
    """Certified copies are partly online in one province; the other does not say."""
    level = vn.catalogue().get("2.000815", "dong-nai-2770").service_level

    assert level is ServiceLevel.PARTIAL
    assert vn.catalogue().get("2.000884", "dong-nai-2770").service_level is ServiceLevel.COUNTER
    assert vn.catalogue().get("2.000908", "ha-tinh-2873").service_level is ServiceLevel.FULL


def test_steps_name_who_works_on_them():
    """Some procedures of one decision come with their internal steps."""
    stepped = [p for p in vn.catalogue() if p.version == "dong-nai-2776" and p.steps]

    assert len(stepped) == 8
    first = vn.catalogue().get("1.014440").steps
    assert [step.limit.amount for step in first] == [8, 1, 1, 4, 1]
    assert first[0].unit_in_charge == "Chuyên viên Phòng Đổi mới sáng tạo"


def test_search_finds_without_accents():
    """A clerk types without accents."""
    found = vn.catalogue().search("doanh nghiep khoa hoc va cong nghe")

    assert {"1.014445", "1.014446"} <= {procedure.code for procedure in found}


def row(**changes):
    """A catalogue file of one row."""
    cells = ROWS[0] | changes
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow(cells)
    return out.getvalue()


def test_a_catalogue_of_ones_own_is_read():
    """The same columns, the same little language for limits."""
    text = row(limits="counter, post [hard]: 8 ngày làm việc; online [hard]: 5 ngày làm việc")
    (procedure,) = vn.read_catalogue(text, name="own.csv")

    assert procedure.branches == ("hard",)
    assert procedure.limit_for(Channel.POST, "hard").text("en") == "8 working days"


@pytest.mark.parametrize(
    "changes",
    [
        {"limits": "mười ngày"},
        {"limits": "fax: 3 ngày"},
        {"decided_on": "20/11/2025"},
        {"service": "toàn trình"},
        {"cutoff": "3 giờ chiều"},
        {"cutoff": "15.30"},
        {"cutoff": "15,30"},
        {"cutoff": "1530"},
        {"cutoff": "15"},
        {"cutoff": "15:00+07:00"},
        {"cutoff": "24:00"},
        {"steps": "một bước"},
    ],
)
def test_a_bad_row_is_named_by_its_line(changes):
    """What cannot be read is one error that says which line and why."""
    with pytest.raises(DefinitionError, match=r"own\.csv, line 2"):
        vn.read_catalogue(row(**changes), name="own.csv")


def test_the_cut_off_of_an_office_rests_on_its_own_decision():
    """Only certification at 15:00 has a general rule; no other cut-off is given to that decree."""
    for area, typed, basis in (
        ("Chứng thực", "15:00", law.CERTIFY_CUTOFF),
        ("Chứng thực", "16:30", None),
        ("Hoạt động KH&CN", "15:00", None),
        ("Hoạt động KH&CN", "9:05", None),
    ):
        text = row(field=area, cutoff=typed, limits="5 ngày làm việc")
        (procedure,) = vn.read_catalogue(text, name="own.csv")
        cutoff = procedure.limit_for(Channel.COUNTER).cutoff
        assert cutoff.at == time(*map(int, typed.split(":")))
        assert cutoff.citation == (basis or procedure.limit_for(Channel.COUNTER).citation)


@pytest.mark.parametrize(
    ("words", "is_free"),
    [
        ("Không", True),
        ("không.", True),
        ("KHÔNG THU PHÍ", True),
        ("Không thu phí, lệ phí", True),
        ("Miễn phí", True),
        ("miễn  phí", True),
        ("0 đồng", True),
        ("Phí: 0 đồng", True),
        ("Lệ phí : Không", True),
        ("Phí : Đồng", False),
        ("Không quy định", False),
        ("Không quá 100.000 đồng", False),
        ("10 đồng", False),
        ("", False),
    ],
)
def test_a_fee_in_the_words_of_an_office_is_known_to_be_none(words, is_free):
    """Capitals, spaces and a full stop make no fee; what says nothing frees from nothing."""
    (procedure,) = vn.read_catalogue(row(fee=words), name="own.csv")
    assert (procedure.fees is not None and procedure.fees.is_free) == is_free


def test_rows_of_another_width_and_other_columns_are_refused():
    """A file with other columns is no catalogue; a short row is named."""
    with pytest.raises(FormatError, match="line 1: the columns are kode, name and must") as caught:
        vn.read_catalogue("kode,name\n1,2\n", name="own.csv")
    assert "did you mean 'code'" in str(caught.value)
    assert "column limits is missing" in str(caught.value)
    assert str(caught.value).endswith("nothing was read")
    with pytest.raises(FormatError, match="the columns are none"):
        vn.read_catalogue("", name="own.csv")
    with pytest.raises(DefinitionError, match="2 cells instead of") as caught:
        vn.read_catalogue(row() + "a,b\n", name="own.csv")
    assert "left out" not in str(caught.value)


def test_every_fault_comes_at_once_with_its_line_and_column():
    """Two rows, four faults: each names line, column and what to write."""
    text = (
        "code;name;limits;valid_from;service\r\n"
        "1.014445;Cấp giấy;mười ngày;18/11/2025;toàn trình\r\n"
        "\r\n"
        "1.014446;;10 ngày;;full\r\n"
    )
    with pytest.raises(DefinitionError) as caught:
        vn.read_catalogue("\ufeff" + text, name="own.csv")

    said = [str(fault) for fault in caught.value.faults]
    assert [fault.split(":")[0] for fault in said] == [
        "own.csv, line 2, column valid_from",
        "own.csv, line 2, column limits",
        "own.csv, line 2, column service",
        "own.csv, line 4, column name",
    ]
    assert all("write " in fault for fault in said)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_of_any_spreadsheet_is_the_same_catalogue(delimiter, end, mark):
    """Semicolons, tabs, a byte order mark, other line ends, columns in another order."""
    rows = [
        ("limits", "name", "code", "decision", "decided_on"),
        ('"10 ngày; [refused]: 3 ngày"', '"Cấp, đổi giấy"', "1.014445", "12/QĐ", "2026-03-31"),
    ]
    text = mark + end.join(delimiter.join(cells) for cells in rows) + end + delimiter * 4 + end
    (procedure,) = vn.read_catalogue(text, name="own.csv")

    assert procedure.name.in_("vi") == "Cấp, đổi giấy"
    assert procedure.branches == ("refused",)
    assert (procedure.version, procedure.valid_from) == ("12/QĐ", date(2026, 3, 31))
    assert procedure.valid_from_is is FirstDay.DECISION


def test_a_table_in_toml_is_read_and_its_faults_have_lines():
    """One [[procedure]] for each row, with the columns for keys and days as days."""
    good = '[[procedure]]\ncode = "1.014445"\nname = "Cấp giấy"\nlimits = "10 ngày"\n'
    (procedure,) = vn.read_catalogue(good + "decided_on = 2026-03-31\n", name="own.toml")
    assert procedure.valid_from == date(2026, 3, 31)

    bad = good + '\n[[procedure]]\ncode = "1.2"\nname = "B"\nlimit = "10 ngày"\nservice = 5\n'
    with pytest.raises(DefinitionError) as caught:
        vn.read_catalogue(bad, name="own.toml")
    said = str(caught.value)
    assert "own.toml, line 6, column limit" in said
    assert "did you mean 'limits'" in said
    assert "own.toml, line 6, column service: 5 is no text" in said
    for wrong in ("x = 1\n", "[[procedure]", "", "[procedure]\ncode = 1\n"):
        with pytest.raises(FormatError, match=r"own\.toml"):
            vn.read_catalogue(wrong, name="own.toml")
