"""The reference page of the register says what the code has."""

import subprocess
import sys
from pathlib import Path

import pytest

from caseflow.reports.register import COLUMNS, FORMAT

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "register.md"


def test_the_page_has_a_row_for_each_column():
    """Names, types, units, meanings and nulls are those of the schema, in its order."""
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition("## Columns")[2].partition("## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("| `")
    ]

    assert rows == [
        [f"`{each.name}`", each.kind.value, each.unit, each.meaning, each.null or "never empty"]
        for each in COLUMNS
    ]
    assert f"`{FORMAT}`" in text


def test_a_change_of_the_schema_is_a_change_of_its_version():
    """Columns of version 1 keep their names, types and order; whoever changes them makes a 2."""
    kinds = " ".join(f"{each.name}:{each.kind.value}" for each in COLUMNS)

    assert FORMAT == "caseflow-register/1"
    assert kinds == (
        "number:text unit:name procedure:name version:name channel:name result_by:name level:name "
        "branch:name calendar:name lodged_on:day received_on:day accepted_on:day promised_on:day "
        "appointed_on:day legal_due_on:day decided_on:day ended_on:day returned_on:day "
        "paused_on:day received_at:instant promised_at:instant appointed_at:instant "
        "legal_due_at:instant decided_at:instant outcome:name paused_for:name time_unit:name "
        "allowed:count used:count parts:count supplements:count supplement_on:day "
        "second_supplement_on:day corrections:count days_for_supplement:count "
        "days_for_payment:count days_for_others:count extensions:count reappointments:count "
        "restarts:count is_fee_due:flag is_paid_online:flag is_assisted:flag is_digitised:flag "
        "is_synchronised:flag record:count record_hash:text"
    )


@pytest.mark.parametrize("missing", ["narwhals", "polars"])
def test_what_is_not_installed_is_named_with_how_to_install_it(missing):
    """Without the extra `import caseflow` works, and `caseflow.reports` says what to install."""
    program = f"""
import importlib.util, sys
whole = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == {missing!r} else whole(name, *more)
import caseflow
from caseflow.errors import PackageMissingError
try:
    import caseflow.reports
except PackageMissingError as error:
    print(error)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == (
        f"{missing} is not installed; run pip install 'caseflow-engine[reports]'"
    )
