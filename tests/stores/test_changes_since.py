"""Who decided on a stale version learns what changed since, and nothing personal of it."""

import pickle

import pytest

from caseflow import vietnam as vn
from caseflow.cases import CLAIM
from caseflow.engine import Engine
from caseflow.errors import ConcurrentUpdateError, ValueInvalidError
from caseflow.office.services import service_of
from caseflow.stores import MemoryStore
from caseflow.values import Actor, Channel
from caseflow.vietnam.pack import PACK
from caseflow.web import problem
from stores.offices import HANOI, HEAD, LODGED, OFFICER, at, lodge, service

CLERK = Actor("u-1917", {"intake", "officer"})
NOW, LATER = at("2026-03-02 10:00"), at("2026-03-02 11:00")


def stale(kept):
    """The error of a clerk who saw version 1; since then the case was received and claimed."""
    kept.fire("H1", vn.RECEIVE, vn.Receipt(4), by=CLERK, at=NOW)
    kept.fire("H1", CLAIM, by=OFFICER, at=LATER)
    with pytest.raises(ConcurrentUpdateError) as caught:
        kept.fire("H1", vn.RECEIVE, vn.Receipt(4), by=CLERK, at=LATER, expected_version=1)
    return caught.value


def test_every_store_says_what_changed_since(store):
    """In the order of entry, with the role that could do it; read anew or held in memory."""
    kept = service(store)
    lodge(kept)
    error = stale(kept)
    assert [(each.seq, each.action, each.at) for each in error.since] == [
        (1, "receive", NOW),
        (2, "claim-case", LATER),
    ]
    named = {each.name: each.labels for each in kept.engine.jurisdiction.workflows[0].roles}
    assert [each.roles for each in error.since] == [(named["intake"],), (named["officer"],)]
    with pytest.raises(ConcurrentUpdateError) as caught:
        service(store).fire("H1", CLAIM, by=HEAD, at=LATER, expected_version=1)
    assert caught.value.since == error.since == kept.engine.changes_since(kept.get("H1"), 1)
    assert (error.expected, error.found, str(error)) == (
        1,
        3,
        "case H1 is at version 3, not 1; load it again and decide again",
    )


def test_nobody_is_named_and_nothing_handed_in_is_shown():
    """Neither in the error, however it is written, nor in what a portal answers."""
    kept = service_of(Engine(vn.danang()), MemoryStore(), PACK)
    online = Channel.ONLINE
    kept.open("1.014445", case_id="H1", channel=online, result_by=online, at=LODGED)
    about = vn.Description(vn.Applicant("Nguyễn Thị Bình", "Hải Châu"), papers=["Đơn"])
    kept.fire("H1", vn.DESCRIBE, about, by=CLERK, at=NOW)
    error = stale(kept)
    for language in ("vi", "en"):
        body = problem(error, language=language, zone=HANOI).body
        said = f"{body} {error!r} {error} {error.args}"
        assert not [each for each in ("Bình", "Hải Châu", "u-1917") if each in said]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("vi", ["Tiếp nhận hồ sơ", "Nhận xử lý hồ sơ"]),
        ("en", ["Accept the filing", "Claim the case"]),
    ],
)
def test_a_portal_shows_it_in_words(language, texts):
    """Each change is a sentence with the action, who in terms of roles, and when."""
    kept = service(MemoryStore())
    lodge(kept)
    found = problem(stale(kept), language=language, zone=HANOI)
    assert found.status == 412
    shown = found.body["since"]
    assert [each["action"]["code"] for each in shown] == ["receive", "claim-case"]
    for each in shown:
        assert each["action"]["text"] in each["text"]
        assert each["by"][0] in each["text"]
        assert each["at"]["text"] in each["text"]
        assert "receive" not in each["text"]
        assert "2026-03-02T" not in each["text"]
        assert each["at"]["at"].startswith("2026-03-02T1")
    assert [each["action"]["text"] for each in shown] == texts


def test_it_is_bounded_and_asked_for_any_version():
    """Of a long history the latest hundred; of a version to come nothing; opening tells nothing."""
    kept = service(MemoryStore())
    lodge(kept)
    kept.fire("H1", vn.RECEIVE, vn.Receipt(4), by=CLERK, at=NOW)
    for place in range(150):
        case = kept.fire("H1", vn.ASSIGN, vn.Assignment(f"Phòng {place}"), by=CLERK, at=NOW)
    since = kept.engine.changes_since
    assert [each.seq for each in since(case, 1)] == list(range(52, 152))
    assert [each.seq for each in since(case, 150)] == [150, 151]
    assert since(case, case.version) == since(case, 10**9) == ()
    assert len(since(case, -5)) == 100
    with pytest.raises(ValueInvalidError):
        since(case, "1")
    with pytest.raises(ConcurrentUpdateError) as caught:
        lodge(kept)
    assert caught.value.since == ()


def test_the_error_keeps_it_when_it_is_sent_to_another_process():
    """An error is pickled with what it says."""
    kept = service(MemoryStore())
    lodge(kept)
    error = stale(kept)
    again = pickle.loads(pickle.dumps(error))
    assert (again.since, again.args) == (error.since, error.args)
