"""Guards of the results on record: their codes, and what is cancelled.

May import: values, workflow, and this pack's law, actions, codes, payloads and
issued results.
"""

from caseflow.office import law
from caseflow.office.actions import REPORT_ERROR, RETURN_CORRECTED
from caseflow.office.guards.ruled import ruled_payload_guard
from caseflow.office.issued_results import Result, issued_results, next_number
from caseflow.office.payloads import OnlineResult, ResultCancellation
from caseflow.office.rules import OfficeRules
from caseflow.values import Text
from caseflow.workflow import CaseView, Refusal, Situation, guard, payload_guard

__all__ = [
    "correction_is_awaited",
    "no_correction_under_way",
    "result_can_be_cancelled",
    "result_is_identified",
    "result_is_new",
]


@ruled_payload_guard("result-is-identified", OnlineResult)
def result_is_identified(
    situation: Situation, given: OnlineResult, rules: OfficeRules
) -> Refusal | None:
    """Return online a result with a code of this case and a hash: a new one, or one on record."""
    refusal = _unidentified(situation, given, rules)
    if refusal is not None or given.code is None:
        return refusal
    known = _found(situation.case, given.code)
    if known is None:
        return _not_next(situation, given.code, rules)
    if not known.is_valid:
        return _cancelled(situation, known)
    if known.sha256 == given.sha256:
        return None
    return Refusal(
        "other-document",
        Text(
            vi="kết quả {code} đã lưu với mã băm {kept}, không phải {given}",
            en="result {code} is on record with the hash {kept}, not {given}",
        ),
        {"code": given.code, "kept": known.sha256, "given": given.sha256 or ""},
        law.RESULT_CODE,
    )


@ruled_payload_guard("result-is-new", OnlineResult)
def result_is_new(situation: Situation, given: OnlineResult, rules: OfficeRules) -> Refusal | None:
    """Put on record a result with a code of this case, its next number, and a hash."""
    refusal = _unidentified(situation, given, rules)
    if refusal is not None or given.code is None:
        return refusal
    return _not_next(situation, given.code, rules)


def _is_being_corrected(situation: Situation) -> bool:
    case = situation.case
    return case.times(REPORT_ERROR) > case.times(RETURN_CORRECTED)


@guard("no-correction-under-way")
def no_correction_under_way(situation: Situation) -> Refusal | None:
    """Report an error once until the corrected copy is given out."""
    if not _is_being_corrected(situation):
        return None
    return Refusal(
        "correction-under-way",
        Text(
            vi="sai sót của kết quả đã được ghi nhận và đang được sửa",
            en="an error of the result is on record already and is being corrected",
        ),
        basis=law.CORRECT_RESULT,
    )


@guard("correction-is-awaited")
def correction_is_awaited(situation: Situation) -> Refusal | None:
    """Give out a corrected copy where an error of the result is on record."""
    if _is_being_corrected(situation):
        return None
    return Refusal(
        "no-correction-awaited",
        Text(
            vi="chưa ghi nhận sai sót nào của kết quả cần sửa",
            en="no error of the result is on record that is to be corrected",
        ),
        basis=law.CORRECT_RESULT,
    )


@payload_guard("result-can-be-cancelled", ResultCancellation)
def result_can_be_cancelled(situation: Situation, given: ResultCancellation) -> Refusal | None:
    """Cancel a result that is on record, once."""
    known = _found(situation.case, given.code)
    if known is None:
        codes = ", ".join(each.code for each in issued_results(situation.case))
        return Refusal(
            "no-such-result",
            Text(
                vi="hồ sơ không có kết quả {code}; các kết quả: {known}",
                en="the case has no result {code}; it has: {known}",
            ),
            {"code": given.code, "known": codes or "-"},
            law.CANCELLED_RESULT,
        )
    return None if known.is_valid else _cancelled(situation, known)


def _found(case: CaseView, code: str) -> Result[str] | None:
    return next((each for each in issued_results(case) if each.code == code), None)


def _dossier(case: CaseView, rules: OfficeRules) -> str | None:
    """Return the code of the case: that of its receipt, or of the results it has."""
    code = case.fact("dossier_code")
    if isinstance(code, str):
        return rules.codes.filing(code)
    known = issued_results(case)
    return rules.codes.filing_of(known[0].code) if known else None


def _unidentified(situation: Situation, given: OnlineResult, rules: OfficeRules) -> Refusal | None:
    if given.code is None or given.sha256 is None:
        return Refusal(
            "result-unidentified",
            Text(
                vi="kết quả điện tử phải có mã kết quả và mã băm SHA-256 của tài liệu",
                en="an electronic result needs a result code and the SHA-256 of the document",
            ),
            basis=law.RESULT_CODE,
        )
    dossier = _dossier(situation.case, rules)
    if dossier is None or rules.codes.filing_of(given.code) == dossier:
        return None
    return Refusal(
        "other-dossier",
        Text(
            vi="mã kết quả {code} không thuộc hồ sơ {dossier}",
            en="result code {code} does not belong to dossier {dossier}",
        ),
        {"code": given.code, "dossier": dossier},
        law.RESULT_CODE,
    )


def _not_next(situation: Situation, code: str, rules: OfficeRules) -> Refusal | None:
    number_of = rules.codes.result_number
    number, wanted = number_of(code), next_number(situation.case, number_of)
    if number == wanted:
        return None
    return Refusal(
        "result-number",
        Text(
            vi="kết quả tiếp theo của hồ sơ là KQ({wanted}), không phải KQ({number})",
            en="the next result of the case is KQ({wanted}), not KQ({number})",
        ),
        {"wanted": wanted, "number": number},
        law.RESULT_CODE,
    )


def _cancelled(situation: Situation, known: Result[str]) -> Refusal:
    day = situation.calendar.local_date(known.cancelled_at or situation.at)
    return Refusal(
        "result-cancelled",
        Text(
            vi="kết quả {code} đã bị hủy ngày {day}",
            en="result {code} was cancelled on {day}",
        ),
        {"code": known.code, "day": day},
        law.CANCELLED_RESULT,
    )
