"""Budgets for subsidies: never below zero, every grant once, and a report that adds up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import (
    BudgetExceededError,
    CaseflowError,
    FloatRefusedError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.fees import Budget, allotment, give_back, grant

DAY = date(2026, 1, 5)


def put(amount, key="a", on=DAY):
    """Allot to the budget."""
    return allotment("b", key, amount, on, source="dự toán")


def pay(amount, key="g", ground="postage", to="H17-260105-0001", on=DAY):
    """Grant from the budget."""
    return grant("b", key, amount, on, ground=ground, to=to)


def back(amount, of="g", key="r", on=DAY):
    """Give a grant back."""
    return give_back("b", key, amount, on, of=of)


def made(kind, amount, key, of):
    """An entry of that kind."""
    if kind == "return":
        return back(amount, of, key)
    return put(amount, key) if kind == "allotment" else pay(amount, key)


moves = st.lists(
    st.tuples(
        st.sampled_from(["allotment", "grant", "return"]),
        st.integers(1, 1_000),
        st.integers(0, 30),
    ),
    max_size=30,
)


@given(moves)
def test_a_budget_never_goes_below_zero_and_balances(steps):
    """Whatever is tried in whatever order: a refused entry changes nothing, the rest adds up."""
    budget, left, held = Budget("b", "VND"), 0, {}
    for number, (kind, amount, which) in enumerate(steps):
        key = f"k{number}"
        entry = made(kind, amount, key, f"k{which}")
        fits = {
            "allotment": True,
            "grant": amount <= left,
            "return": amount <= held.get(f"k{which}", 0),
        }[kind]
        if not fits:
            with pytest.raises(CaseflowError):
                budget.add(entry)
            continue
        budget = budget.add(entry)
        left += -amount if kind == "grant" else amount
        if kind == "grant":
            held[key] = amount
        elif kind == "return":
            held[f"k{which}"] -= amount
        assert budget.left == left >= 0
        assert budget.allotted - budget.paid + budget.returned == budget.left

    report = budget.report()
    assert sum(row.amount for row in report.rows) == budget.paid
    assert sum(row.returned for row in report.rows) == budget.returned
    assert sum(report.by_ground.values()) == budget.paid - budget.returned
    assert Budget("b", "VND", budget.entries) == budget


def test_a_grant_beyond_what_is_left_says_what_is_left():
    """Refused with the numbers, and nothing is granted."""
    budget = Budget("b", "VND").add(put(100), pay(70))

    with pytest.raises(BudgetExceededError, match="30 VND left and 31 VND were asked") as caught:
        budget.add(pay(31, "g2"))
    assert (caught.value.left, caught.value.asked) == (30, 31)
    assert budget.add(pay(30, "g2")).left == 0


def test_an_entry_that_comes_twice_counts_once():
    """The same key with the same content changes nothing; with other content it is refused."""
    budget = Budget("b", "VND").add(put(100), pay(70))

    assert budget.add(pay(70)) == budget
    with pytest.raises(ValueInvalidError, match="its own key"):
        budget.add(pay(20))


def test_what_is_given_back_was_granted():
    """No more than the grant, and to the grant it belongs to."""
    budget = Budget("b", "VND").add(put(100), pay(70), back(40))

    assert (budget.left, budget.returned) == (70, 40)
    with pytest.raises(ValueInvalidError, match="at most 30"):
        budget.add(back(31, key="r2"))
    with pytest.raises(UnknownNameError, match="unknown grant 'x'"):
        budget.add(back(1, of="x", key="r2"))


def test_entries_that_say_too_little_are_refused():
    """A grant says how much, for whom and why, in whole đồng."""
    with pytest.raises(FloatRefusedError):
        put(1.5)
    for wrong in (
        lambda: pay(0),
        lambda: pay(1, ground=""),
        lambda: pay(1, to=""),
        lambda: put(1, key=""),
        lambda: Budget("other", "VND").add(put(1)),
    ):
        with pytest.raises(ValueInvalidError):
            wrong()


def test_the_report_is_rows_for_json_and_csv():
    """What was paid to whom and why, with totals by ground."""
    budget = Budget("b", "VND").add(
        put(500), pay(100), pay(60, "g2", "online-transfer-fee", "H17-260105-0002"), back(25)
    )
    report = budget.report()

    assert report.to_data() == {
        "budget": "b",
        "allotted": 500,
        "paid": 160,
        "returned": 25,
        "left": 365,
        "by_ground": {"postage": 75, "online-transfer-fee": 60},
        "rows": [
            {
                "on": "2026-01-05",
                "to": "H17-260105-0001",
                "ground": "postage",
                "amount": 100,
                "returned": 25,
                "source": "",
                "key": "g",
            },
            {
                "on": "2026-01-05",
                "to": "H17-260105-0002",
                "ground": "online-transfer-fee",
                "amount": 60,
                "returned": 0,
                "source": "",
                "key": "g2",
            },
        ],
    }
    assert report.table()[0] == ["on", "to", "ground", "amount", "returned", "source", "key"]
    assert report.table()[1][2:5] == ["postage", "100", "25"]
