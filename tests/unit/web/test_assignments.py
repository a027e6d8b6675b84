"""Who works on a case, as a portal shows it and takes it: to officers, never to the applicant."""

import json

import pytest

from caseflow import vietnam as vn
from caseflow.cases import ASSIGNMENT_ACTIONS
from caseflow.engine import Engine
from caseflow.office.services import service_of
from caseflow.stores import MemoryStore
from caseflow.values import Actor
from caseflow.vietnam.pack import PACK
from caseflow.web import Asked, Backend, payload_schema
from stores.offices import CITIZEN, HEAD, at

CLERK = Actor("u-1917", {"intake"})
OFFICER = Actor("u-1918", {"officer"})
FILING = {"number": "H1", "procedure": "1.014445", "channel": "online", "result_by": "online"}


class Desk:
    """A backend, asked as a browser would ask it."""

    def __init__(self):
        self.service = service_of(Engine(vn.danang()), MemoryStore(), PACK)
        self.backend, self.now, self.keys = Backend(self.service, PACK), at("2026-03-02 08:00"), 0

    def asked(self, by, data=None, language="vi", **headers):
        self.keys += 1
        sent = {"Idempotency-Key": f'"k{self.keys}"', "Accept-Language": language, **headers}
        return Asked(by, self.now, sent, b"" if data is None else json.dumps(data).encode())

    def act(self, by, name, data=None, tag="*"):
        answer = self.backend.act(self.asked(by, data, **{"If-Match": tag}), "H1", name)
        return answer.status, json.loads(answer.body)

    def assignment(self, by, language="vi"):
        answer = self.backend.view(self.asked(by, language=language), "H1", "assignment")
        assert answer.status == 200
        return json.loads(answer.body)

    def history(self, by, language):
        answer = self.backend.view(self.asked(by, language=language), "H1", "history")
        return json.loads(answer.body)["items"]

    def many(self, by, name, data, key="b1", language="vi"):
        asked = self.asked(by, data, language, **{"Idempotency-Key": f'"{key}"'})
        answer = self.backend.act_on_many(asked, name)
        return answer.status, json.loads(answer.body)


@pytest.fixture
def desk():
    made = Desk()
    assert made.backend.lodge(made.asked(CITIZEN, FILING)).status == 201
    return made


def test_a_portal_claims_re_assigns_and_follows_up(desk):
    """Each by a request; what is refused is a problem with every reason."""
    assert desk.act(CLERK, "claim-case")[0] == 200
    mine = desk.assignment(CLERK)
    assert (mine["is_mine"], mine["assigned_to"], mine["follow_up_at"]) == (True, "u-1917", None)
    status, problem = desk.act(OFFICER, "claim-case")
    assert status == 409
    assert "claimed-already" in [each["code"] for each in problem["refusals"]]
    given = {"officer": "u-1918", "reason": "nghỉ phép"}
    assert desk.act(HEAD, "reassign-case", given)[0] == 200
    assert desk.act(CLERK, "set-follow-up", {"at": "2026-03-09T08:00:00+07:00"})[0] == 200
    seen = desk.assignment(HEAD)
    assert (seen["is_mine"], seen["assigned_to"]) == (False, "u-1918")
    assert seen["follow_up_at"]["at"] == "2026-03-09T08:00:00+07:00"


def test_the_applicant_sees_no_officer(desk):
    """Neither in the assignment nor in the records, the refusals or the case."""
    desk.act(CLERK, "claim-case")
    desk.act(HEAD, "reassign-case", {"officer": "u-1918", "reason": "nghỉ phép"})
    desk.act(CLERK, "set-follow-up", {"at": "2026-03-09T08:00:00+07:00"})
    shown = desk.assignment(CITIZEN)
    assert (shown["is_assigned"], shown["assigned_to"], shown["follow_up_at"]) == (True, None, None)
    case = desk.backend.show(desk.asked(CITIZEN), "H1").body.decode()
    refused = desk.act(CITIZEN, "claim-case")
    history = desk.history(CITIZEN, "vi")
    assert "u-19" not in f"{shown} {case} {refused} {history}"
    assert history[2]["payload"]["hidden"] == ["/officer"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_are_for_people(desk, language):
    """Options, records and forms name each act in words, not by its code."""
    desk.act(CLERK, "claim-case")
    texts = [each["action"]["text"] for each in desk.assignment(CLERK, language)["actions"]]
    texts += [desk.history(CLERK, language)[1]["action"]["text"]]
    for action in ASSIGNMENT_ACTIONS.values():
        schema = payload_schema(action, language=language)
        texts += [each["title"] for each in schema.get("properties", {}).values()]
    assert not {*texts} & {*ASSIGNMENT_ACTIONS, "at", "officer", "reason"}
    assert len({*texts[:4]}) == 4


def test_a_bad_request_changes_nothing(desk):
    """Every fault of what is handed in is named, and no record made."""
    for name, data in (
        ("reassign-case", {"officer": "", "reason": "x"}),
        ("reassign-case", {"officer": "u1"}),
        ("set-follow-up", {"at": "2026-03-09"}),
        ("set-follow-up", {"at": 5}),
        ("claim-case", {"x": 1}),
    ):
        status, problem = desk.act(HEAD, name, data)
        assert (400 <= status < 500, problem["code"]) == (True, "payload-invalid")
    assert desk.service.get("H1").version == 1
