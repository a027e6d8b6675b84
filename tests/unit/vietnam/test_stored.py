"""Cases and definitions of the pack survive being written and read."""

import json
from datetime import date

import pytest

from caseflow import vietnam as vn
from caseflow.codec import canonical_json
from caseflow.office import payloads
from caseflow.pii import DocumentRef
from caseflow.procedures import Silence, SilentOutcome
from caseflow.vietnam.stored import case_codec, definition_codec, payload_types


def test_every_payload_has_a_stable_name():
    """No payload of the pack is left without a name, and every name says whose it is."""
    types = payload_types()
    # Where the pack has its own form of a payload, that is the one it keeps.
    kinds = [getattr(vn, name, getattr(payloads, name)) for name in payloads.__all__]
    names = {types.name(kind) for kind in kinds}

    assert len(names) == len(payloads.__all__)
    assert all(name.startswith("vn.") for name in names)


@pytest.mark.parametrize("closes", [False, True])
def test_the_workflow_is_read_back_with_its_fingerprint(closes):
    """An open case finds its definition again, whether it came from code or from a file."""
    codec = definition_codec()
    workflow = vn.one_stop_shop(closes_unanswered=closes)
    text = json.dumps(codec.workflow_to_data(workflow))

    assert codec.loads_workflow(text, "json").fingerprint == workflow.fingerprint


def test_a_case_with_every_kind_of_payload_is_read_back(driver):
    """Byte for byte the same, and equal to the live one."""
    d = driver(payment=vn.danang().catalogue.get("1.004232").payment).lodge("2026-03-02 08:00")
    for when, action, payload in (
        (
            "2026-03-02 08:05",
            vn.DESCRIBE,
            vn.Description(
                vn.Applicant(
                    "Nguyễn Thị Bình", "048", identity=DocumentRef("vault:1", "0" * 64, "cccd")
                ),
                "Cấp giấy phép",
                ["Đơn", "Bản vẽ"],
                sets=2,
            ),
        ),
        ("2026-03-02 08:10", vn.REQUEST_CORRECTION, vn.CorrectionRequest(["đơn"])),
        ("2026-03-02 08:20", vn.CORRECT, vn.Answer(papers=1)),
        ("2026-03-02 09:00", vn.RECEIVE, vn.Receipt(papers=4, code="H17.15-260302-0001")),
        ("2026-03-02 10:00", vn.ASSIGN, vn.Assignment("Phòng", officer="B")),
        ("2026-03-03 10:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["bản vẽ"], "thiếu")),
        ("2026-03-04 10:00", vn.SUPPLEMENT, vn.Answer()),
        ("2026-03-05 10:00", vn.SUSPEND, vn.ExcludedTime("thẩm định", "luật chuyên ngành")),
        ("2026-03-06 10:00", vn.RESUME, None),
        ("2026-03-06 11:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(5000)),
        ("2026-03-06 12:00", vn.PAY, vn.Payment(5000)),
        ("2026-03-09 10:00", vn.DECIDE, vn.Decision("1")),
        ("2026-03-09 11:00", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
        ("2026-03-09 12:00", vn.RETURN_AT_COUNTER, vn.Handover("A")),
    ):
        d.do(when, action, payload)
    codec = case_codec()
    written = canonical_json(codec.case_to_data(d.case))
    read = codec.case_from_data(json.loads(written))

    assert read == d.case
    assert canonical_json(codec.case_to_data(read)) == written


def test_hand_overs_questions_and_silence_are_read_back(driver):
    """What several units and agencies did, and what silence decided, comes back equal."""
    rule = "Luật A, Điều 1"
    d = driver(silence=Silence(SilentOutcome.REFUSAL, rule)).received()
    for when, action, payload in (
        ("2026-03-03 10:00", vn.HAND_OVER, vn.StepHandOver("đo", "Phòng B", "Ông C")),
        ("2026-03-03 11:00", vn.CONSULT, vn.Consultation("Sở", "ổn không?", date(2026, 3, 9))),
        ("2026-03-04 10:00", vn.FINISH_STEP, vn.StepFinish("đo", "đủ")),
        ("2026-03-17 10:00", vn.DEEM_DECIDED, vn.DeemedDecision(SilentOutcome.REFUSAL, rule)),
        ("2026-03-18 10:00", vn.CONSULT_ANSWERED, vn.ConsultationAnswer("Sở", "ổn")),
    ):
        d.do(when, action, payload)
    codec = case_codec()

    assert codec.case_from_data(json.loads(canonical_json(codec.case_to_data(d.case)))) == d.case


def test_every_shipped_procedure_is_read_back_equal():
    """Procedures are kept with their cases, so each must come back, with its fees and limits."""
    codec = definition_codec()
    for procedure in vn.danang().catalogue:
        text = canonical_json(codec.procedure_to_data(procedure))
        assert codec.loads_procedure(text, "json") == procedure, procedure.code
