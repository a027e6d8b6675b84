"""Traps 46 to 48: official codes in every generation met in the wild."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import CodeMalformedError
from caseflow.vietnam import DossierCode, ProcedureCode, ResultCode

groups = st.lists(st.from_regex(r"[0-9]{2,3}", fullmatch=True), max_size=4)
new_agencies = st.builds(
    lambda top, rest: ".".join([top, *rest]),
    st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True),
    groups,
)
old_agencies = st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
serials = st.from_regex(r"[0-9]{4,12}", fullmatch=True)
dossiers = st.builds(
    DossierCode, new_agencies | old_agencies, days, serials, wide_date=st.booleans()
)


@pytest.mark.parametrize(
    ("text", "levels", "on", "serial"),
    [
        ("000.00.15.H17-220923-0001", ("H17", "15"), date(2022, 9, 23), "0001"),
        ("H17.15-220923-0001", ("H17", "15"), date(2022, 9, 23), "0001"),
        ("G09.20-20260609-0092637", ("G09", "20"), date(2026, 6, 9), "0092637"),
        ("G09.201.05-260609-310012", ("G09", "201", "05"), date(2026, 6, 9), "310012"),
        ("H17.15-261123-12345", ("H17", "15"), date(2026, 11, 23), "12345"),
        ("000.00.00.H17-261123-0007", ("H17",), date(2026, 11, 23), "0007"),
    ],
)
def test_trap_46_every_generation_is_read_and_kept(
    text: str, levels: tuple[str, ...], on: date, serial: str
) -> None:
    """Trap 46: long serials and eight-digit dates are read, and printed back as they were."""
    code = DossierCode.parse(text)

    assert (code.levels, code.on, code.serial) == (levels, on, serial)
    assert code.text == text


@given(dossiers)
def test_a_dossier_code_survives_writing_and_reading(code: DossierCode) -> None:
    """Reading what was written gives the same code."""
    assert DossierCode.parse(code.text) == code


@given(dossiers, st.sampled_from(["", " ", "\t", "\u00a0"]))
def test_reading_forgives_case_spaces_and_dashes(code: DossierCode, space: str) -> None:
    """A code pasted in small letters, with spaces and typographic dashes is the same code."""
    pasted = f"{space}{code.text.lower().replace('-', f'{space}–{space}')}{space}"

    assert DossierCode.parse(pasted) == code


@given(new_agencies, days, st.integers(1, 10**7), st.sampled_from(["", "05", "31"]))
def test_an_issued_code_is_strict(agency: str, on: date, number: int, host: str) -> None:
    """New codes carry the new order, six digits of date and at least four of serial."""
    text = DossierCode.issue(agency, on, number, host=host).text
    _, day, serial = text.split("-")

    assert text.startswith(agency)
    assert day == on.strftime("%y%m%d")
    assert serial == host + str(number).zfill(4)


@given(dossiers, st.integers(1, 9999))
def test_a_result_code_names_its_dossier(code: DossierCode, number: int) -> None:
    """A result code is the dossier code and the number of the result, bracketed or not."""
    result = code.result(number)

    assert result.text == f"{code.text}-KQ({number})"
    assert ResultCode.parse(result.text) == result
    assert ResultCode.parse(f" {code.text}-kq{number}") == result


@pytest.mark.parametrize(
    ("text", "national", "agency", "province"),
    [
        ("1.014199", "1.014199", "", ""),
        ("1.014199.H05", "1.014199", "H05", "H05"),
        ("1.001122.000.00.00.H48", "1.001122", "000.00.00.H48", "H48"),
        (" 3.000445.h17 ", "3.000445", "H17", "H17"),
    ],
)
def test_trap_47_both_kinds_of_local_suffix_are_valid(
    text: str, national: str, agency: str, province: str
) -> None:
    """Trap 47: a procedure code may stand alone, with a short or with a long agency."""
    code = ProcedureCode.parse(text)

    assert (code.national, code.agency, code.province) == (national, agency, province)
    assert code.text == text.strip().upper()


@given(
    st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True),
    st.just("") | st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True) | old_agencies,
)
def test_a_procedure_code_survives_writing_and_reading(national: str, agency: str) -> None:
    """Reading what was written gives the same code."""
    code = ProcedureCode(national, agency)

    assert ProcedureCode.parse(code.text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H17.15",
        "H17.15-220923",
        "H17.15-220923-001",
        "H17.15-221323-0001",
        "H17.15-230229-0001",
        "H17.15-19990101-0001",
        "H17.15-2209230-0001",
        "Z17.15-220923-0001",
        "H1.15-220923-0001",
        "H17.15-220923-0001-KQ(1)",
        "H17." + ".".join(["000"] * 9) + "-220923-0001",
        "000.00.15-220923-0001",
        "H17.15-220923-00x1",
        "H" * 5000,
    ],
)
def test_what_is_no_dossier_code_is_refused(text: str) -> None:
    """A malformed code gives one clear error that shows how codes are written."""
    with pytest.raises(CodeMalformedError, match=r"H17\.15-220923-0001"):
        DossierCode.parse(text)


@pytest.mark.parametrize("text", ["", "H17.15-220923-0001", "H17.15-220923-0001-KQ(0)", "X-KQ(1)"])
def test_what_is_no_result_code_is_refused(text: str) -> None:
    """A malformed result code gives one clear error."""
    with pytest.raises(CodeMalformedError, match="KQ"):
        ResultCode.parse(text)


@pytest.mark.parametrize("text", ["", "1.14199", "1.014199.H5", "1.014199.000.00.H48", "a.014199"])
def test_what_is_no_procedure_code_is_refused(text: str) -> None:
    """A malformed procedure code gives one clear error."""
    with pytest.raises(CodeMalformedError, match=r"1\.014199"):
        ProcedureCode.parse(text)


def test_constructors_refuse_what_parse_refuses() -> None:
    """Building a code from parts is as strict as reading one."""
    day = date(2026, 11, 23)
    for build in (
        lambda: DossierCode("17.H15", day, 1),
        lambda: DossierCode("H17", day, -1),
        lambda: DossierCode("H17", day, "12"),
        lambda: DossierCode("H17", date(1999, 1, 1), 1),
        lambda: DossierCode.issue("000.00.15.H17", day, 1),
        lambda: DossierCode.issue("H17", day, 0),
        lambda: DossierCode.issue("H17", day, 1, host="7"),
        lambda: ResultCode(DossierCode("H17", day, 1), 0),
        lambda: ProcedureCode("1.0141990"),
        lambda: ProcedureCode.parse(1_014_199),
    ):
        with pytest.raises(CodeMalformedError):
            build()


def test_trap_48_a_code_has_no_way_to_change() -> None:
    """Trap 48: an amendment keeps the code; a code is a value nothing can rewrite."""
    code = DossierCode.issue("H17.15", date(2026, 11, 23), 7)

    with pytest.raises(AttributeError):
        code.serial = "0008"
    assert str(code) == "H17.15-261123-0007"
    assert str(code.result()) == "H17.15-261123-0007-KQ(1)"
    assert str(ProcedureCode("1.014199", "H05")) == "1.014199.H05"
