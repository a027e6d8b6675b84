"""Payloads that carry an official code, which is read and written as Viet Nam prints it.

What else is handed in with an action stands with its phase in `caseflow.office`.
"""

from attrs import field

from caseflow._fields import is_count, plain_text, says_something
from caseflow._typed import frozen
from caseflow.office import payloads
from caseflow.office.results import document_hash
from caseflow.vietnam._codes import DossierCode, ResultCode

__all__ = ["OnlineResult", "Receipt", "ResultCancellation"]


def _dossier_code(value: str | None) -> str | None:
    """Keep a dossier code as it will be printed."""
    return None if value is None else DossierCode.parse(value).text


def _result_code(value: str) -> str:
    return ResultCode.parse(value).text


def _optional_code(value: str | None) -> str | None:
    return None if value is None else _result_code(value)


@frozen
class Receipt(payloads.Receipt):
    """Say what was received, and under which dossier code; None if it is numbered elsewhere.

    Source: Decree 61/2018/NĐ-CP Art. 17; form 01 of Circular 01/2018/TT-VPCP.

    >>> Receipt(papers=4, code="h17.15-261123-0007").code
    'H17.15-261123-0007'
    """

    papers: int = field(default=0, validator=is_count)
    code: str | None = field(default=None, converter=_dossier_code)
    note: str = field(default="", converter=plain_text)


@frozen
class OnlineResult(payloads.OnlineResult):
    """Name the electronic result put at the applicant's disposal: where, which, and its hash.

    *code* is that of the result, `<dossier code>-KQ(n)`; *sha256* is the hash of the document, 64
    hex digits. Both are asked for by the guards; None only stands in records of before.

    Source: Decree 45/2020/NĐ-CP Art. 14.3.d.

    >>> OnlineResult("gcn.pdf", code="h17.15-261123-0007-kq1", sha256="A0" * 32).code
    'H17.15-261123-0007-KQ(1)'
    """

    document: str = field(default="", converter=plain_text)
    code: str | None = field(default=None, converter=_optional_code)
    sha256: str | None = field(default=None, converter=document_hash)


@frozen
class ResultCancellation(payloads.ResultCancellation):
    """Cancel the result with *code*, and say why; it stays on record with the time.

    Source: Decree 45/2020/NĐ-CP Art. 15.
    """

    code: str = field(converter=_result_code)
    reason: str = field(converter=plain_text, validator=says_something)
