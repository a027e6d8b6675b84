"""The shipped catalogue and the reader of such files."""

import csv
import io
from datetime import time
from fractions import Fraction
from importlib.resources import files

import pytest

from caseflow import vietnam as vn
from caseflow.errors import DefinitionError, FormatError, UnknownChannelError
from caseflow.limits import Unit
from caseflow.procedures import ServiceLevel
from caseflow.values import Channel
from caseflow.vietnam import law
from caseflow.vietnam.codes import ProcedureCode
from caseflow.vietnam.procedures import COLUMNS

TEXT = files("caseflow.vietnam").joinpath("data", "procedures.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(io.StringIO(TEXT)))


def test_the_catalogue_has_every_row():
    """174 rows, 162 codes: twelve certifications are published by two provinces."""
    catalogue = vn.catalogue()

    assert len(catalogue) == len(ROWS) == 174
    assert len(catalogue.codes) == 162
    assert [p.version for p in catalogue.versions("2.000908")] == ["ha-tinh-2873", "dong-nai-2770"]


def test_each_procedure_cites_where_it_was_seen():
    """A decision, a source and a name for every procedure; the workflow is the one-stop shop."""
    for procedure in vn.catalogue():
        assert procedure.decision.startswith("Quyết định ")
        assert procedure.source.startswith("https://")
        assert procedure.name.vi
        assert procedure.workflow == "one-stop-shop"
        assert all(rule.limit.citation for rule in procedure.limits)


def test_rows_without_a_national_code_have_a_local_one():
    """The decision of Ho Chi Minh City prints no codes: 51 local ones, marked in the note."""
    local = [p for p in vn.catalogue() if not vn.has_national_code(p)]

    assert len(local) == 51
    assert all(p.code.startswith("HCM-2843-") and "không ghi mã" in p.note for p in local)
    for procedure in vn.catalogue():
        if procedure not in local:
            assert ProcedureCode.parse(procedure.code).text == procedure.code


@pytest.mark.parametrize(
    ("code", "channel", "branch", "limit"),
    [
        ("1.014445", Channel.ONLINE, None, "15 calendar days"),
        ("1.014199.H05", Channel.COUNTER, None, "10 working days"),
        ("1.014199.H05", Channel.COUNTER, "refused", "3 working days"),
        ("1.013133", Channel.COUNTER, None, "1 working day"),
        ("1.013133", Channel.ONLINE, None, "2 working hours"),
        ("1.013516", Channel.COUNTER, None, "1 hour"),
        ("1.013585", Channel.COUNTER, "case-2", "0.5 hours"),
        ("2.000890.000.00.00.H48", Channel.POST, None, "45 calendar days"),
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
        vn.catalogue().get("1.001122.000.00.00.H48").limit_for(Channel.ONLINE)


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
    """Fifteen procedures of one decision come with their internal steps."""
    stepped = [p for p in vn.catalogue() if p.version == "dong-nai-2776" and p.steps]

    assert len(stepped) == 15
    first = vn.catalogue().get("1.014431").steps
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
        {"steps": "một bước"},
    ],
)
def test_a_bad_row_is_named_by_its_line(changes):
    """What cannot be read is one error that says which line and why."""
    with pytest.raises(DefinitionError, match=r"own\.csv, line 2"):
        vn.read_catalogue(row(**changes), name="own.csv")


def test_rows_of_another_width_and_other_columns_are_refused():
    """A file with other columns is no catalogue; a short row is named."""
    with pytest.raises(FormatError, match="line 1: the columns are code, name and must") as caught:
        vn.read_catalogue("code,name\n1,2\n", name="own.csv")
    assert str(caught.value).endswith(f"be {', '.join(COLUMNS)}; nothing was read")
    with pytest.raises(FormatError, match="the columns are none"):
        vn.read_catalogue("", name="own.csv")
    with pytest.raises(DefinitionError, match="2 cells instead of") as caught:
        vn.read_catalogue(row() + "a,b\n", name="own.csv")
    assert "left out" not in str(caught.value)
