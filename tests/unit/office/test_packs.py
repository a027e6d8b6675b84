"""A pack is found by name, says all that is wrong with it at once, and serves in one call."""

import asyncio
from datetime import date
from importlib.metadata import EntryPoint

import pytest
from attrs import evolve

from caseflow.errors import (
    PackDoubledError,
    PackError,
    PackVersionError,
    UnknownCaseError,
    UnknownNameError,
    UnknownPackError,
    ValueInvalidError,
)
from caseflow.office import installed
from caseflow.office.escalations import escalation_office
from caseflow.office.installed import find_pack, pack_names
from caseflow.office.pack import Pack, check_pack, usable
from caseflow.office.papers import PaperSet
from caseflow.office.services import open_async_service, open_service, service_of
from caseflow.procedures import Catalogue
from caseflow.service import Expiry
from caseflow.stores import open_async_store, open_store
from caseflow.texts import Text
from caseflow.vietnam._escalations import escalation_rules
from stores.offices import LODGED, engine, lodge

ON = date(2026, 11, 30)


@pytest.fixture
def pack() -> Pack:
    """The pack of Viet Nam, which has all that a pack can have."""
    return find_pack("vietnam")


def test_an_installed_pack_is_found_by_its_name(pack):
    """Its name is that of its entry point, and the same object comes each time."""
    assert "vietnam" in pack_names()
    assert find_pack("vietnam") is pack
    assert pack.name == "vietnam"


def test_a_pack_that_is_not_installed_is_refused_by_name():
    """The message names those that are installed."""
    with pytest.raises(UnknownPackError, match=r"no pack is called vietnm.*vietnam") as caught:
        find_pack("vietnm")
    assert caught.value.code == "unknown-pack"


@pytest.fixture
def installing(monkeypatch):
    """Install entry points for the length of a test."""

    def install(*points):
        found = tuple(EntryPoint(name, value, installed.GROUP) for name, value in points)
        monkeypatch.setattr(installed, "_installed", lambda: found)

    return install


def test_two_packs_of_one_name_are_refused(installing):
    """Neither is taken, and both places are named."""
    installing(("vietnam", "caseflow.vietnam.pack:PACK"), ("vietnam", "other.pack:PACK"))

    with pytest.raises(PackDoubledError, match=r"caseflow.vietnam.pack:PACK.*other.pack:PACK"):
        find_pack("vietnam")


@pytest.mark.parametrize(
    ("name", "place", "why"),
    [
        ("gone", "no.such.module:PACK", "cannot be loaded"),
        ("gone", "caseflow.vietnam.pack:NONE", "cannot be loaded"),
        ("strange", "caseflow.vietnam.pack:danang", "no Pack"),
        ("viet-nam", "caseflow.vietnam.pack:PACK", "calls itself"),
    ],
)
def test_a_pack_that_cannot_be_loaded_says_where_it_is(installing, name, place, why):
    """What the entry point names is a Pack of that name."""
    installing((name, place))

    with pytest.raises(PackError, match=why):
        find_pack(name)


def test_a_pack_for_a_newer_version_is_refused(pack):
    """Nothing of it is looked at."""
    newer = evolve(pack, written_for=2, languages=())

    with pytest.raises(PackVersionError, match="install a newer caseflow") as caught:
        usable(newer)
    assert (caught.value.written_for, caught.value.known) == (2, 1)


def test_everything_that_is_missing_is_named_at_once(pack):
    """A name, a language, a currency and a jurisdiction."""
    with pytest.raises(PackError) as caught:
        usable(evolve(pack, name="Viet Nam", languages=("VI",), currency="đồng", jurisdictions={}))
    assert [fault.code for fault in caught.value.faults] == [
        "pack-name", "bad-language", "no-currency", "no-jurisdiction"
    ]  # fmt: skip
    with pytest.raises(PackError, match="no-language"):
        usable(evolve(pack, languages=()))


def codes(pack):
    """Return the codes of the faults of a pack, sorted, each once."""
    return sorted({fault.code for fault in check_pack(pack, ON)})


def workflow_with(pack, **changes):
    """Return the pack with its first workflow changed."""
    shop = pack.jurisdiction()
    first, *others = shop.workflows
    changed = evolve(shop, workflows=(evolve(first, **changes), *others))
    return evolve(pack, jurisdictions={"only": lambda: changed})


def test_a_pack_without_faults_has_none(pack):
    """The pack of Viet Nam is whole."""
    assert check_pack(pack, ON) == ()


def test_what_lacks_a_language_of_the_pack_is_named(pack):
    """States, actions, roles, procedures and forms, each in the language that it lacks."""
    faults = check_pack(evolve(pack, languages=("vi", "en", "fr")), ON)

    assert {fault.code for fault in faults} == {"missing-language"}
    where = " ".join(fault.where for fault in faults)
    assert all(f"{kind} " in where for kind in ("state", "action", "role", "procedure", "form"))
    assert all("'fr'" in fault.text("en") for fault in faults)


def test_a_state_without_a_status_code_is_named(pack):
    """Only where the country has such codes."""
    states = pack.jurisdiction().workflows[0].states
    bare = workflow_with(pack, states=(evolve(states[0], status=None), *states[1:]))

    assert codes(bare) == ["missing-status"]
    assert codes(evolve(bare, has_status_codes=False)) == []


def test_a_paper_without_a_form_is_named(pack):
    """The forms of the day that was asked for are looked at."""
    papers = pack.papers()

    def forms_on(on):
        return papers.forms_on(on)._replace(receipt=None)

    assert codes(evolve(pack, papers=lambda: PaperSet(forms_on, "x"))) == ["missing-form"]


def test_expiries_fit_the_workflows(pack):
    """Each workflow has some or none on purpose, and each expiry a clock of its workflow."""
    known = pack.expiries()
    without = {name: known[name] for name in list(known)[1:]}
    strange = {**known, "market-stall": ()}
    clockless = {name: (Expiry("x", "no-clock"),) for name in known}

    assert codes(evolve(pack, expiries=lambda: without)) == ["missing-expiry"]
    assert codes(evolve(pack, expiries=lambda: strange)) == ["expiry-without-workflow"]
    assert codes(evolve(pack, expiries=lambda: clockless)) == ["expiry-without-clock"]


def test_a_jurisdiction_is_asked_for_by_name(pack):
    """Without a name it is the usual one; a refused name comes with those that are known."""
    assert pack.jurisdiction() is pack.jurisdiction("da-nang")
    with pytest.raises(UnknownNameError, match="da-nang"):
        pack.jurisdiction("hue")


# ── a service in one call ───────────────────────────────────────────────────────────────────


def test_a_service_is_opened_in_one_call(tmp_path):
    """The tables are made, and what was kept is there when it is opened again."""
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    office = engine().jurisdiction
    case_service = open_service(url, "vietnam", office, migrate=True)
    lodge(case_service)
    case_service.store.close()

    again = open_service(url, "vietnam", office)
    assert again.get("H1").opened_at == LODGED
    assert again.verify(deep=True, at=LODGED).faults == ()
    again.store.close()


def test_a_service_for_each_request_makes_no_codec_again(pack):
    """Codecs cost more than most acts, so services of one pack share them."""
    made = []

    def counted():
        made.append(1)
        return pack.codec()

    country = evolve(pack, codec=counted)
    for _ in range(3):
        service_of(engine(), open_store("memory:"), country)
    assert len(made) == 1


def test_a_service_is_opened_in_one_call_for_an_event_loop(tmp_path):
    """It keeps what the plain one keeps."""
    url = f"sqlite:///{tmp_path / 'cases.db'}"

    async def opened():
        case_service = await open_async_service(url, "vietnam", engine().jurisdiction, migrate=True)
        await lodge(case_service)
        case = await case_service.get("H1")
        await case_service.store.close()
        return case.opened_at

    assert asyncio.run(opened()) == LODGED


def test_cases_of_definitions_that_are_no_longer_there_go_on(tmp_path):
    """An office that gave up its list works what it had opened on it."""
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    office = engine().jurisdiction
    case_service = open_service(url, "vietnam", office, migrate=True)
    lodge(case_service)
    case_service.store.close()

    later = open_service(url, "vietnam", evolve(office, catalogue=Catalogue(())))
    assert later.engine.deadlines(later.get("H1"), at=LODGED).legal is not None
    later.store.close()


def test_a_store_of_the_caller_is_left_open():
    """Who opened a store closes it."""
    with open_store("memory:") as store:
        with pytest.raises(UnknownPackError):
            open_service(store, "atlantis")
        case_service = open_service(store, "vietnam")
        assert case_service.store is store
        assert store.run(store.ops.stats())["cases"] == 0


def test_a_text_in_no_language_of_the_pack_is_a_fault(pack):
    """A text in other languages does not stand for one that is missing."""
    shop = pack.jurisdiction()
    states = shop.workflows[0].states
    dutch = evolve(states[0], labels=Text(nl="Ontvangen"))

    assert codes(workflow_with(pack, states=(dutch, *states[1:]))) == ["missing-language"]


# ── everything at once ──────────────────────────────────────────────────────────────────────


def test_every_kind_of_fault_is_named_in_one_go(pack):
    """A language, currency, status code, form, expiry and payload, each with its code."""
    first, *others = pack.jurisdiction().workflows
    states = (evolve(first.states[0], status=None), *first.states[1:])
    action = evolve(first.actions[0], payload=int)
    spoilt = evolve(first, states=states, actions=(action, *first.actions[1:]))
    office = evolve(pack.jurisdiction(), workflows=(spoilt, *others))
    known, papers = pack.expiries(), pack.papers()
    wrong = evolve(
        pack,
        languages=("vi", "en", "nl"),
        currency="dong",
        jurisdictions={"only": lambda: office},
        expiries=lambda: {name: known[name] for name in list(known)[1:]},
        papers=lambda: PaperSet(lambda on: papers.forms_on(on)._replace(bill=None), "x"),
    )

    assert codes(wrong) == [
        "missing-expiry",
        "missing-form",
        "missing-language",
        "missing-status",
        "no-currency",
        "other-currency",
        "unknown-payload",
    ]
    assert all(fault.text("en").strip() and fault.where for fault in check_pack(wrong, ON))


def test_what_cannot_be_made_does_not_hide_the_rest(pack):
    """Each part that fails is a fault, and the others are looked at."""

    def fails():
        raise ValueInvalidError("what", "x", "another")

    papers = pack.papers()
    wrong = evolve(
        pack,
        jurisdictions={**pack.jurisdictions, "broken": fails},
        expiries=fails,
        definitions=fails,
        papers=lambda: PaperSet(lambda on: papers.forms_on(on)._replace(bill=None), "x"),
    )

    found = check_pack(wrong, ON)
    assert [(fault.code, fault.where) for fault in found] == [
        ("broken-jurisdiction", "jurisdiction broken"),
        ("broken-part", "expiries"),
        ("missing-form", "paper bill"),
        ("broken-part", "definitions"),
    ]


def test_an_opened_service_is_closed_by_with(monkeypatch):
    """Also where something fails within, awaited or not."""
    closed = []
    plain, awaited = open_store("memory:"), open_async_store("memory:")

    async def close():
        closed.append("awaited")

    monkeypatch.setattr(plain, "close", lambda: closed.append("plain"))
    monkeypatch.setattr(awaited, "close", close)

    def failed():
        with open_service(plain, "vietnam") as case_service:
            case_service.get("nobody's")

    async def failed_too():
        async with await open_async_service(awaited, "vietnam") as case_service:
            await case_service.get("nobody's")

    with pytest.raises(UnknownCaseError):
        failed()
    with pytest.raises(UnknownCaseError):
        asyncio.run(failed_too())
    assert closed == ["plain", "awaited"]


def test_what_a_pack_escalates_by_is_looked_at_too(pack):
    """Its labels in every language, and that its payloads can be written."""
    names = {"behind": Text(vi="Chậm chỉ tiêu")}
    office = escalation_office(Text(vi="Xử lý"), pack.calendar(), escalation_rules(), names)
    faults = check_pack(evolve(pack, escalations=lambda: office), ON)

    assert {fault.code for fault in faults} == {"missing-language"}
    assert {"procedure escalation", "state behind of escalation"} <= {each.where for each in faults}
    assert check_pack(evolve(pack, escalations=None), ON) == ()
