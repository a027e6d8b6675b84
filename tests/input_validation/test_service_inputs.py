"""A service given something else than it takes changes nothing, and what it keeps can be read."""

from datetime import timedelta

import pytest

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.codec import Codec
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError, CaseflowError, InputError, UnknownCaseError
from caseflow.payments import Bill
from caseflow.service import AsyncCaseService, CaseService
from caseflow.stores import MemoryStore, ThreadedStore, open_async_store, open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec
from histories import office
from input_validation.arguments import AT, CLERK, WRONG
from input_validation.calls import text_fault, tried

ENGINE = Engine(vn.danang())
OPENED = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE, "at": AT}


def _desk():
    case_service = CaseService(ENGINE, MemoryStore(), case_codec())
    case_service.open("1.014445", case_id="w-1", **OPENED)
    return case_service


#: A method with valid arguments, by name; each is given something wrong in turn.
METHODS = {
    "open": {
        "procedure": "1.014445",
        "case_id": "w-2",
        **OPENED,
        "by": None,
        "branch": None,
        "facts": None,
        "key": None,
    },
    "fire": {
        "case_id": "w-1",
        "action": vn.RECEIVE,
        "payload": vn.Receipt(papers=1),
        "by": CLERK,
        "at": AT,
        "key": None,
        "expected_version": None,
    },
    "rebase": {
        "case_id": "w-1",
        "calendar": vn.calendar(),
        "policy": "latest",
        "at": AT,
        "by": CLERK,
        "reason": "a",
    },
    "get": {"case_id": "w-1"},
    "actions": {"case_id": "w-1", "by": CLERK, "at": AT},
    "deadlines": {"case_id": "w-1", "at": AT},
    "history": {"case_id": "w-1", "after": -1, "limit": 5},
    "next_due": {"before": AT, "limit": 5},
    "due": {"now": AT, "limit": 5, "lease": timedelta(minutes=1)},
    "deliver": {"now": AT, "handler": print, "limit": 5, "lease": timedelta(minutes=1)},
    "dead_letters": {"limit": 5},
    "release": {"case_id": "w-1", "ref": None, "at": AT},
    "seal": {"at": AT},
}
EACH = [(method, name) for method, kwargs in METHODS.items() for name in kwargs]


def _kept(case_service):
    store = case_service.store
    cases = store.run(store.ops.scan())
    return cases, store.run(store.ops.stats())


@pytest.mark.parametrize(("method", "name"), EACH)
def test_what_a_service_refuses_changes_nothing(method, name):
    """After a refusal the store holds what it held; what was accepted is written and read back."""
    case_service = _desk()
    for what, value in WRONG.items():
        before = _kept(case_service)
        answer, error = tried(getattr(case_service, method), **METHODS[method] | {name: value})
        if error is not None:
            assert text_fault(error) == "", what
            assert _kept(case_service) == before, what
            continue
        if isinstance(answer, Case):
            again = CaseService(ENGINE, case_service.store, case_codec()).get(answer.id)
            assert again == answer, what
            codec = case_codec()
            assert codec.loads_case(codec.dumps(answer)) == answer, what
        case_service = _desk()
    assert case_service.verify(deep=True).is_sound


@pytest.mark.parametrize("name", sorted(METHODS["open"].keys() - {"case_id"}))
def test_a_case_that_an_engine_opens_can_be_read_back(name):
    """`open` refuses what no record could keep: a key or an actor of another type."""
    codec = case_codec()
    kwargs = {key: value for key, value in METHODS["open"].items() if key != "case_id"}
    for what, value in WRONG.items():
        case, error = tried(ENGINE.open, **kwargs | {name: value})
        if error is not None:
            assert text_fault(error) == "", what
        else:
            assert codec.loads_case(codec.dumps(case)) == case, what
            assert ENGINE.replay(case.records) == case


@pytest.mark.parametrize("name", sorted(METHODS["fire"].keys() - {"case_id"}))
def test_a_record_that_an_engine_makes_can_be_read_back(name):
    """`fire` refuses what no record could keep, and leaves the case as it was."""
    codec = case_codec()
    opened = ENGINE.open("1.014445", **OPENED)
    kwargs = {key: value for key, value in METHODS["fire"].items() if key != "case_id"}
    for what, value in WRONG.items():
        case, error = tried(ENGINE.fire, case=opened, **kwargs | {name: value})
        if error is not None:
            assert text_fault(error) == "", what
        else:
            assert codec.loads_case(codec.dumps(case)) == case, what


def test_an_action_given_by_its_name_is_refused():
    """The name of an action is no action."""
    with pytest.raises(InputError, match="receive"):
        _desk().fire("w-1", "receive", vn.Receipt(papers=1), by=CLERK, at=AT)


def test_a_version_is_a_whole_number():
    """A version given as text is no other version: it is no version."""
    with pytest.raises(InputError, match="whole number"):
        _desk().fire("w-1", vn.RECEIVE, vn.Receipt(papers=1), by=CLERK, at=AT, expected_version="1")


def test_a_case_that_is_not_kept_has_no_history():
    """`history` says so, as `get` does, and gives nothing after the last record of one that is."""
    case_service = _desk()
    with pytest.raises(UnknownCaseError):
        case_service.history("nope")
    assert case_service.history("w-1", after=0) == ()


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_nothing_works_on_what_it_cannot_work_with(value):
    """An engine needs a jurisdiction, a store a URL, a service an engine and a store."""
    for made in (
        lambda: Engine(value),
        lambda: open_store(value),
        lambda: open_async_store(value),
        lambda: CaseService(value, MemoryStore()),
        lambda: CaseService(ENGINE, value),
        lambda: AsyncCaseService(value, ThreadedStore(MemoryStore())),
        lambda: AsyncCaseService(ENGINE, value),
        lambda: CaseService(ENGINE, MemoryStore(), value if value is not None else 5),
    ):
        with pytest.raises(CaseflowError) as caught:
            made()
        assert text_fault(caught.value) == ""


UNSEEN = {
    "a line feed": "w\n1",
    "a tab": "w\t1",
    "a zero-width space": "w\u200b1",
    "a joiner": "w\u200d1",
    "a soft hyphen": "w\u00ad1",
    "a mark of direction": "w\u202e1",
    "an isolate": "w\u20661",
    "a no-break space": "w\u00a01",
    "an em space": "w\u20031",
    "a line separator": "w\u20281",
    "a filler": "w\u31641",
    "a variation selector": "w\ufe0f1",
    "a combining joiner": "w\u034f1",
    "a byte order mark": "\ufeffw1",
    "a space first": " w1",
    "a space last": "w1 ",
    "a private character": "w\ue0001",
    "a tag": "w\U000e00411",
    "a blank pattern": "w\u28001",
}


@pytest.mark.parametrize("number", UNSEEN.values(), ids=UNSEEN)
def test_the_number_of_a_case_can_be_seen(number):
    """Two numbers that look alike are one number: what shows nothing is refused at opening."""
    case_service = _desk()
    for opened in (
        lambda: case_service.open("1.014445", case_id=number, **OPENED),
        lambda: ENGINE.open("1.014445", case_id=number, **OPENED),
    ):
        with pytest.raises(InputError, match="case_id"):
            opened()
    assert case_service.store.run(case_service.store.ops.stats())["cases"] == 1


@pytest.mark.parametrize("number", ["zz/1", "w-10/1", "w-1x/1", "W-1/1", "/1"[1:] + "/w-1/1"])
def test_a_bill_is_of_its_own_case(number):
    """A bill with a slash in its number begins with the number of its case; others go anywhere."""
    engine = office.engine()
    case = engine.open("calendar", case_id="w-1", **OPENED)
    case = engine.fire(case, vn.RECEIVE, vn.Receipt(papers=1), by=office.ANYONE, at=AT)
    with pytest.raises(ActionRefusedError) as caught:
        engine.fire(case, vn.ISSUE_BILL, Bill(number, [("phí", 1)], "VND"), by=office.ANYONE, at=AT)
    assert {each.code for each in caught.value.refusals} == {"bill-of-another-case"}
    for own in ("w-1/1", "B1"):
        case = engine.fire(
            case, vn.ISSUE_BILL, Bill(own, [("phí", 1)], "VND"), by=office.ANYONE, at=AT
        )


def test_roles_are_texts_that_can_be_kept():
    """The roles of an actor stand on record, so they are texts that can be written."""
    for role in ("\ud800", "a\x00"):
        with pytest.raises(InputError):
            Actor("a", {role})


def test_codecs_refuse_what_is_no_record():
    """What is neither a case nor records is not written, however deep it is."""
    with pytest.raises(InputError):
        Codec().dumps("abc")
