"""Lists of procedures of a made-up country, whose way of writing them is nothing but values."""

from datetime import date

import pytest

from caseflow.errors import DefinitionError, FormatError
from caseflow.office.lists import (
    COLUMNS,
    ListForm,
    Wordings,
    check_list,
    contradictions,
    kept_lists,
    list_name,
    list_template,
    read_list,
    read_rows,
)
from caseflow.procedures import Catalogue
from caseflow.values import Channel, Text

#: A country that has two languages, cites decisions by number, and knows that P-9 is abolished.
FORM = ListForm(
    name="nowhere",
    languages=("nl", "en"),
    workflow="permit",
    examples={"limits": '"8 weeks"'},
    sample={"code": "P-0", "version": "SAMPLE", "name": "Delete this row", "limits": "8 weeks"},
    needed={"agency": "who decides"},
    yes=("yes", "ja"),
    decision=lambda row, on: f"Decision {row['decision']} of {on}",
    note=lambda row: f"noted: {row['note']}",
    code_fault=lambda code: "was abolished; delete the row" if code == "P-9" else "",
)

HEAD = "code,version,name,limits,agency,anywhere,decision,decided_on,note\n"
ROW = "P-1,1,Vergunning,8 weeks,College,ja,12,2026-03-02,x\n"


def test_a_row_is_read_as_the_country_writes_it():
    """Its name in each language, its workflow, its decision and note are those of the form."""
    (found,) = read_list(HEAD + ROW, FORM, name="list.csv")

    assert found.name == Text(nl="Vergunning", en="Vergunning")
    assert (found.workflow, found.decision, found.note) == (
        "permit",
        "Decision 12 of 2026-03-02",
        "noted: x",
    )
    assert found.boundary_free
    assert found.limit_for(Channel.ONLINE).text("en") == "8 weeks"
    assert found.fees is None


def test_every_wrong_cell_is_named_with_what_the_country_would_write():
    """Its own examples come first, the others are those of any country."""
    with pytest.raises(DefinitionError) as caught:
        read_list(f"{HEAD}P-1,1,,soon,College,si,12,2026-13-02,x\n", FORM, name="list.csv")

    said = " ".join(str(fault) for fault in caught.value.faults)
    assert len(caught.value.faults) == 4
    for part in ("the name of the procedure", '"8 weeks"', "yes, or nothing", "as 2026-03-31"):
        assert part in said


def test_an_office_works_on_a_list_that_says_what_its_country_needs():
    """The sample is refused, as are a row without an agency and a code that is gone."""
    assert len(check_list(HEAD + ROW, FORM, name="list.csv")) == 1
    with pytest.raises(DefinitionError, match="is the example of the template"):
        check_list(list_template(FORM), FORM, name="list.csv")
    with pytest.raises(DefinitionError) as caught:
        check_list(f"{HEAD}P-9,1,Vergunning,8 weeks,,,12,,\n", FORM, name="list.csv")
    assert [str(fault).partition("column ")[2] for fault in caught.value.faults] == [
        "agency: it is empty; write who decides",
        "code: was abolished; delete the row",
    ]


@pytest.mark.parametrize("form", ["csv", "toml"])
def test_an_empty_list_has_every_column(form):
    """It can be read back, so nobody fills in what no command takes."""
    (row,) = read_rows(list_template(FORM, form), name=f"list.{form}")

    assert {column: row[column] for column in FORM.sample} == dict(FORM.sample)
    assert {*row.cells} == {*COLUMNS}


def test_a_pack_keeps_lists_in_a_directory(tmp_path):
    """The newest takes filings, and what it replaced stays for open cases."""
    lists = kept_lists(
        FORM,
        shipped=lambda: Catalogue(()),
        shipped_faults=tuple,
        abolition_faults=lambda *_: (),
        office_on=lambda _: None,
    )
    rows, text = lists.check(HEAD + ROW, "list.csv", None)
    assert rows == 1
    (tmp_path / lists.file_name(date(2026, 4, 1))).write_text(text, encoding="utf-8")
    newer = text.replace("P-1,1,", "P-1,2,").replace("8 weeks", "6 weeks")
    newer = newer.replace("2026-03-02", "2026-06-01")
    (tmp_path / list_name(date(2026, 7, 1))).write_text(newer, encoding="utf-8")

    kept = lists.load(str(tmp_path))
    assert [day for day, _ in lists.kept_in(str(tmp_path))] == [date(2026, 4, 1), date(2026, 7, 1)]
    assert [each.version for each in kept.versions("P-1")] == ["1", "2"]
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(FormatError, match="has no list"):
        lists.load(str(empty))


def test_papers_that_contradict_themselves_are_found_by_their_words():
    """A cut that is not in the limit, and hours that a day does not have."""
    rows = read_rows(
        "code,version,name,limits,stated,shortened_stated\n"
        "P-1,1,A,10 days,3 days are 21 hours,from 10 days to 8 days\n"
        "P-2,1,A,8 days,3 days are 18 hours,\n",
        name="list.csv",
    )
    words = Wordings(
        cut=r"from (?P<before>\d+) days to (?P<after>\d+) days",
        hours=r"(?P<days>\d+) days are (?P<hours>\d+) hours",
        day_hours=7,
    )

    found = contradictions(rows, words)

    assert [(fault.code, fault.where) for fault in found] == [
        ("cut-not-applied", "P-1"),
        ("hours-differ", "P-2"),
        ("name-repeated", "P-2"),
    ]
    assert found[1].text("en").endswith("at 7 hours a day the hours come out otherwise")
    assert all(fault.is_warning and fault.text("vi") for fault in found)
