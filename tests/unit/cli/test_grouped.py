"""Numbers that may be written in groups of digits are refused wherever a number is read."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import CaseflowError, LimitSyntaxError, ValueInvalidError
from caseflow.limits import TimeLimit, Unit
from caseflow.payments.statements import read_statement
from caseflow.targets import EarlyReturn
from caseflow.values import exact, grouped

GROUPED = ("1.000", "1,000", "12.500", "100,125", "+1.000", "999.999")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.000", "1000 or 1"),
        ("1,000", "1000 or 1"),
        ("12.500", "12500 or 12.5"),
        ("100,125", "100125 or 100.1250"),
        ("-1.000", "-1000 or -1"),
    ],
)
def test_both_readings_are_named(text, readings):
    """Thousands in one country, a fraction in the other."""
    assert grouped(text) == readings
    with pytest.raises(ValueInvalidError, match=readings):
        exact(text, name="amount")


@pytest.mark.parametrize("text", ["0.125", "17.5", "1.25", "1.2500", "1234.567", "1000", "35/2"])
def test_what_can_be_read_in_one_way_is_read(text):
    """A number that begins with 0 or has four digits before the point has no groups."""
    assert grouped(text) == ""
    assert exact(text, name="amount") == Fraction(text)


@pytest.mark.parametrize("number", [*GROUPED, "1.000.000", "1,000.5", "1.000,5"])
@pytest.mark.parametrize("unit", ["ngày", "ngày làm việc", "working days", "hours", "tháng"])
def test_a_limit_with_groups_is_refused(number, unit):
    """In either language and every unit; a thousand days are never one day."""
    with pytest.raises(LimitSyntaxError):
        TimeLimit.parse(f"{number} {unit}")


@pytest.mark.parametrize("number", GROUPED)
def test_every_reader_of_numbers_refuses_groups(caseflow, tmp_path, number):
    """Limits and shares on the command line, in JSON lines and definitions; what fees go by."""
    for words in (
        ("due", f"{number} ngày", "--from", "2026-03-02"),
        ("due", "9 ngày", "--from", "2026-03-02", "--early", number),
        ("due", "9 ngày", "--from", "2026-03-02", "--early", f"{number} %"),
        (
            "fee",
            "2.000815",
            "--channel",
            "counter",
            "--on",
            "2026-03-02",
            "--stated",
            f"value={number}",
        ),
    ):
        ran = caseflow(*words)
        assert (ran.code, ran.out) == (2, "")
        assert number in ran.err
    line = json.dumps({"limit": f"{number} days", "from": "2026-03-02"})
    ran = caseflow("due", "--jsonl", stdin=f"{line}\n")
    assert "limit-syntax" in ran.out
    text = Path("examples/workflows/market-stall-procedure.toml").read_text(encoding="utf-8")
    path = tmp_path / "procedure.toml"
    path.write_text(text.replace('"7 working days"', f'"{number} ngày"'), encoding="utf-8")
    ran = caseflow("check", path)
    assert ran.code != 0
    assert "cannot read" in ran.out + ran.err


@pytest.mark.parametrize("number", GROUPED)
def test_a_statement_takes_digits_only(number):
    """Money has no fraction of a dong and no groups."""
    line = f'g,t1,payment,b/1,"{number}",VND,2026-03-02T09:00:00+07:00'
    found = read_statement(
        f"gateway,transaction,kind,bill,amount,currency,at\n{line}\n", currency="VND"
    )
    assert (len(found.lines), len(found.bad)) == (0, 1)


@pytest.mark.parametrize("number", GROUPED)
def test_values_refuse_groups_too(number):
    """Amounts and shares given as text in Python."""
    for made in (
        lambda: TimeLimit(number, Unit.WORKING_DAY),
        lambda: EarlyReturn.percent(number),
        lambda: EarlyReturn(number),
    ):
        with pytest.raises(CaseflowError, match="or"):
            made()


@given(
    st.integers(1, 10**9),
    st.sampled_from([1, 2, 4, 8, 16, 5, 125, 1000, 10**6, 3, 7]),
    st.sampled_from(["vi", "en"]),
)
def test_a_limit_that_is_written_is_read_back(numerator, denominator, language):
    """With three digits after the separator a fourth is written, so that none is ambiguous."""
    amount = Fraction(numerator, denominator)
    if amount > 1_000_000:
        return
    limit = TimeLimit(amount, Unit.WORKING_DAY)
    assert TimeLimit.parse(limit.text(language)) == limit
