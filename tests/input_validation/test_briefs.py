"""How values are shown: on a line of at most 120 characters, without personal data."""

import inspect
from fractions import Fraction

import pytest
from attrs import evolve, fields, has

from caseflow import vietnam as vn
from caseflow._typed import LONGEST_BRIEF, PERSONAL
from caseflow.cases import ClockChange
from caseflow.errors import CaseflowError
from caseflow.ledgers import MarkKind
from caseflow.limits import working_days
from caseflow.payments import Account, Bill, PaymentNotice
from caseflow.stores import Message, Secret, StoredRecord
from caseflow.vietnam._budgets import budget_workflow
from caseflow.web import Answer, Asked
from input_validation.arguments import AT, CLERK, Examples
from input_validation.calls import subjects

SECRET = "Nguyễn Thị Bí Mật 079123456789"

WORKFLOWS = [vn.one_stop_shop(closes_unanswered=closes) for closes in (False, True)] + [
    budget_workflow()
]
PAYLOADS = sorted(
    {action.payload for each in WORKFLOWS for action in each.actions} - {type(None)},
    key=lambda kind: kind.__name__,
)


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    return Examples(tmp_path_factory.mktemp("examples"))


def _with_secrets(value):
    """*value* with a secret in each of its personal fields, and in those of the values within."""
    changed = {}
    for each in fields(type(value)):
        if not each.init:
            continue
        part = getattr(value, each.name)
        if PERSONAL in each.metadata:
            changed[each.alias] = SECRET
        elif has(type(part)):
            changed[each.alias] = _with_secrets(part)
    try:
        return evolve(value, **changed)
    except CaseflowError:
        return value


@pytest.mark.parametrize("kind", PAYLOADS, ids=lambda kind: kind.__name__)
def test_no_payload_shows_personal_data(examples, kind):
    """Of each payload of the shipped workflows the personal fields are hidden, in records too."""
    payload = _with_secrets(examples.of(kind))
    record = examples.case.last._replace(payload=payload)
    case = examples.case.with_records((*examples.case.records, record))

    for value in (payload, record, case, [payload]):
        assert SECRET not in repr(value)
        assert "079123456789" not in repr(value)
    for value in (payload, record, case):
        assert len(repr(value)) <= LONGEST_BRIEF
        assert "\n" not in repr(value)


def test_a_long_value_is_shown_short(examples):
    """Whatever is public is shown in at most 120 characters, with long texts in it as well."""
    long = {}
    for name, subject in subjects().items():
        if not inspect.isclass(subject) or not (has(subject) or hasattr(subject, "_fields")):
            continue
        try:
            value = examples.of(subject)
        except LookupError:
            continue
        if len(repr(value)) > LONGEST_BRIEF:
            long[name] = len(repr(value))
    assert long == {}


def test_what_a_value_is_can_be_read_at_once(examples):
    """Members, instants and shares as people write them; a case by its number and its state."""
    assert repr(examples.case) == "Case('', '1.014445', state='received', version=2)"
    change = ClockChange("legal", MarkKind.START, limit=working_days(Fraction(35, 2)), reason="x")
    assert repr(change).startswith("ClockChange(clock='legal', mark=MarkKind.START, limit=")
    notice = PaymentNotice("B1", "T1", 1000, AT, "bank", "VND")
    assert f"paid_at={AT}" in repr(notice)
    for value in (examples.case, change, notice, examples.case.last):
        assert " object at 0x" not in repr(value)
        assert len(repr(value)) <= LONGEST_BRIEF == 120


def test_what_a_request_holds_is_not_shown():
    """Neither its token nor what was handed in, which may be personal."""
    asked = Asked(CLERK, AT, {"Authorization": f"Bearer {SECRET}"}, SECRET.encode(), {"q": SECRET})
    for value in (asked, Answer(200, {"Set-Cookie": SECRET}, SECRET.encode())):
        assert "Bí Mật" not in repr(value)
        assert "079123456789" not in repr(value)
        assert len(repr(value)) <= LONGEST_BRIEF


def test_an_account_of_many_bills_is_shown_short():
    """An account with a hundred bills and payers is shown on a line."""
    account = Account()
    for number in range(100):
        account = account.adding(Bill(f"B{number}", [(SECRET, 1000)], "VND"))
        account = account.adding(PaymentNotice(f"B{number}", f"T{number}", 1000, AT, "bank", "VND"))
    assert len(repr(account)) <= LONGEST_BRIEF


def test_what_a_store_keeps_is_shown_without_its_text():
    """Records, messages and keys as they are kept show neither their text nor who acted."""
    for value in (
        StoredRecord(0, 0, "open", SECRET, None, SECRET, "0" * 64),
        Message("H1", "0/0", 0, "notify", SECRET),
        Secret("case:H1", SECRET, 0),
    ):
        assert SECRET not in repr(value)
        assert len(repr(value)) <= LONGEST_BRIEF


def test_an_error_shows_no_personal_value():
    """A personal field of a wrong type is refused by the type of what was given."""
    for kwargs in ({"name": [SECRET]}, {"name": SECRET, "phone": {SECRET: 1}}):
        with pytest.raises(CaseflowError) as caught:
            vn.Applicant(**kwargs)
        assert SECRET not in str(caught.value)
        assert SECRET not in repr(caught.value)


def test_an_actor_is_not_shown_with_a_record(examples):
    """Who acted may be the applicant, by their number; a record does not show it."""
    record = examples.case.last._replace(actor=evolve(CLERK, id=SECRET))
    assert SECRET not in repr(record)
