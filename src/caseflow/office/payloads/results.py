"""What is handed in with a result on record: the electronic result, and its cancellation.

May import: errors, values, workflow, pii, codes, and `borders` beside it. The document itself is
kept elsewhere; what is here says which it is and lets anybody check that it is unaltered.
"""

import re
from typing import ClassVar

from attrs import field

from caseflow.errors import ValueInvalidError
from caseflow.office.payloads.borders import optional_text, plain_text, says_something
from caseflow.typed import frozen
from caseflow.values import Text
from caseflow.workflow import Refusal

__all__ = [
    "CANCELLATION_GIVEN",
    "PAPER_GIVEN",
    "RESULT_GIVEN",
    "OnlineResult",
    "ResultCancellation",
    "document_hash",
]

#: Why no act that puts a result into somebody's hands is annulled, and what to do instead: an
#: electronic result is cancelled, a paper cannot be, and a cancellation has been told already.
RESULT_GIVEN = Refusal(
    "result-given",
    Text(
        vi="kết quả đã trả hoặc đã công bố không hủy bỏ được bằng cách này; hãy hủy kết quả",
        en="a result that went out is not annulled; cancel the result",
    ),
)
PAPER_GIVEN = Refusal(
    "result-given",
    Text(
        vi="kết quả đã trả không hủy bỏ được bằng cách này; nếu kết quả có sai sót, hãy ghi nhận "
        "sai "
        "sót đó",
        en="a result that went out is not annulled; if it is wrong, record the error in it",
    ),
)
CANCELLATION_GIVEN = Refusal(
    "result-given",
    Text(
        vi="việc hủy kết quả không hủy bỏ được; hãy ghi nhận kết quả mới",
        en="the cancellation of a result is not annulled; put a new result on record",
    ),
)

_SHA256 = re.compile(r"[0-9a-f]{64}")


def document_hash(value: str | None) -> str | None:
    """Return the hash of a document in small letters; None as it is."""
    if value is None:
        return None
    text = str(value).lower()
    if not _SHA256.fullmatch(text):
        raise ValueInvalidError("sha256", value, "the SHA-256 of the document, 64 hex digits")
    return text


@frozen
class OnlineResult:
    """Name the electronic result put at the applicant's disposal: where, which, and its hash.

    *code* is that of the result; *sha256* is the hash of the document, 64
    hex digits. Both are asked for by the guards; None only stands in records of before.

    Source: Decree 45/2020/NĐ-CP Art. 14.3.d.

    >>> OnlineResult("permit.pdf", code="2026-0007/1", sha256="A0" * 32).sha256[:4]
    'a0a0'
    """

    not_annulled: ClassVar[Refusal] = RESULT_GIVEN

    document: str = field(default="", converter=plain_text)
    code: str | None = field(default=None, converter=optional_text)
    sha256: str | None = field(default=None, converter=document_hash)


@frozen
class ResultCancellation:
    """Cancel the result with *code*, and say why; it stays on record with the time.

    Source: Decree 45/2020/NĐ-CP Art. 15.
    """

    not_annulled: ClassVar[Refusal] = CANCELLATION_GIVEN

    code: str = field(converter=plain_text, validator=says_something)
    reason: str = field(converter=plain_text, validator=says_something)
