"""Assignments are kept, replayed, verified, exported and erased as every other record is."""

import io
import random

import pytest

from caseflow import vietnam as vn
from caseflow.cases import CLAIM, FOLLOW_UP, REASSIGN, RELEASE, FollowUp, Reassignment
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError, ConcurrentUpdateError
from caseflow.office.services import service_of
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.erasures import erase, refuse_forged
from caseflow.service import ImportRules, Lines, Transfer, export_lines, import_lines
from caseflow.stores import MemoryStore
from caseflow.values import Channel
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.stored import definition_codec
from stores.offices import CLERK, HEAD, LODGED, OFFICER, at, service

ONLINE = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE}
CLAIMED, LATER, MONDAY = at("2026-03-02 10:00"), at("2026-03-02 11:00"), at("2026-03-09 08:00")
GIVEN = Reassignment("u99", "the clerk is on leave")


def worked(kept):
    """A case that was claimed, given to another officer, and is to be looked at on Monday."""
    seen = kept.fire("H1", CLAIM, by=CLERK, at=CLAIMED, key="c1").version
    kept.fire("H1", REASSIGN, GIVEN, by=HEAD, at=LATER, expected_version=seen)
    return kept.fire("H1", FOLLOW_UP, FollowUp(MONDAY), by=CLERK, at=LATER)


def test_every_store_keeps_who_works_on_a_case(store):
    """What another process reads is what was done; a key does it once; a stale version nothing."""
    kept = service(store)
    kept.open("T.10", case_id="H1", **ONLINE, at=LODGED)
    case = worked(kept)
    read = service(store).get("H1")
    assert read == case == kept.engine.replay(kept.history("H1"))
    assert (read.assigned_to, read.follow_up_at) == ("u99", MONDAY)
    assert service(store).fire("H1", CLAIM, by=CLERK, at=CLAIMED, key="c1") == case
    with pytest.raises(ConcurrentUpdateError):
        kept.fire("H1", CLAIM, by=CLERK, at=LATER, expected_version=1)
    with pytest.raises(ActionRefusedError):
        kept.fire("H1", RELEASE, by=OFFICER, at=LATER)
    assert service(store).get("H1") == case
    assert service(store).verify(deep=True).faults == ()


def test_of_two_who_claim_one_case_one_has_it():
    """The second is decided on the case as it stands then, and is refused."""
    store = MemoryStore()
    first, second = service(store), service(store)
    first.open("T.10", case_id="H1", **ONLINE, at=LODGED)
    assert second.get("H1").assigned_to == ""
    first.fire("H1", CLAIM, by=CLERK, at=CLAIMED)
    with pytest.raises(ActionRefusedError) as caught:
        second.fire("H1", CLAIM, by=OFFICER, at=CLAIMED)
    codes = [each.code for each in caught.value.refusals]
    assert "claimed-already" in codes
    assert second.get("H1").assigned_to == CLERK.id


def test_an_export_takes_assignments_along_and_nobody_is_notified():
    """Another store has the same lines and the same case; no message waits for anybody."""
    store, other = MemoryStore(), MemoryStore()
    kept = service_of(Engine(vn.danang()), store, PACK)
    kept.open("1.014445", case_id="H1", **ONLINE, at=LODGED)
    kept.deliver(MONDAY, lambda _: None)
    case = worked(kept)
    assert kept.deliver(MONDAY, lambda _: None).done == 0

    def read(engine):
        return service_of(engine, other, PACK)

    lines = list(export_lines(store, Transfer()))
    rules = ImportRules(vn.danang(), definition_codec(), read, refuse_forged)
    done = import_lines(
        other, Lines("lines", io.BytesIO("\n".join(lines).encode())), rules, now=MONDAY
    )
    assert done.problems == []
    assert read(Engine(vn.danang())).get("H1") == case
    assert list(export_lines(other, Transfer())) == lines


def test_erasing_the_applicant_leaves_who_worked_on_the_case():
    """The officer is no subject of the case: who acted stays on record, as of every act."""
    store = MemoryStore()
    encryption = PersonalDataEncryption(bytes(32), entropy=random.Random(1).randbytes)

    def office():
        return service_of(Engine(vn.danang()), store, PACK, encryption=encryption)

    kept = office()
    kept.open("1.014445", case_id="H1", **ONLINE, at=LODGED)
    applicant = vn.Applicant("Nguyễn Thị Bình", "Hải Châu", "0905000001")
    about = vn.Description(applicant, papers=["Đơn"])
    kept.fire("H1", vn.DESCRIBE, about, by=CLERK, at=LODGED)
    worked(kept)
    store.run(erase(store.ops, "case:H1", at=MONDAY, by=HEAD, ground="request of the person"))
    case = office().get("H1")
    assert case.records[1].payload.applicant.name != applicant.name
    assert (case.assigned_to, case.records[3].payload) == ("u99", GIVEN)
    assert office().verify(deep=True).faults == ()
