"""What is handed in with the actions of the one-stop shop: typed, frozen, checked at the border.

May import: errors, values, pii, codes. Which action takes which payload is in `actions`; what must
hold for it is in `guards`. Money is whole dong and never a float.
"""

from collections.abc import Iterable
from datetime import date, datetime

from attrs import Attribute, field, frozen

from caseflow.errors import FloatRefusedError, ValueInvalidError
from caseflow.pii import personal, personal_text
from caseflow.values import Channel, clean_text
from caseflow.vietnam.codes import DossierCode

__all__ = [
    "Answer",
    "Assignment",
    "Classification",
    "CorrectionRequest",
    "Decision",
    "EarlyNotice",
    "ExcludedTime",
    "Handover",
    "OnlineResult",
    "Parcel",
    "Payment",
    "PaymentRequest",
    "Reappointment",
    "Reason",
    "Receipt",
    "RefusalResult",
    "ResultChannel",
    "SupplementRequest",
]


def _text(value: str) -> str:
    return clean_text(value, name="text")


def _says_something(_: object, attribute: "Attribute[str]", value: str) -> None:
    if not value.strip():
        raise ValueInvalidError(attribute.name, value, "a text that says something")


def _items(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise ValueInvalidError(
            "items", value, 'a list of what is missing, as ("bản sao hộ chiếu",)'
        )
    items = tuple(_text(item) for item in value)
    if not items or not all(item.strip() for item in items):
        raise ValueInvalidError("items", items, "at least one thing that is missing, each in words")
    return items


def _dossier_code(value: str | None) -> str | None:
    """Keep a dossier code as it will be printed."""
    return None if value is None else DossierCode.parse(value).text


def _is_count(_: object, attribute: "Attribute[int]", value: object) -> None:
    _require_whole(attribute.name, value, 0)


def _is_money(_: object, attribute: "Attribute[int]", value: object) -> None:
    _require_whole(attribute.name, value, 1)


def _require_whole(name: str, value: object, least: int) -> None:
    if isinstance(value, float):
        raise FloatRefusedError(name, value)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueInvalidError(name, value, f"a whole number, {least} or more")


def _is_day(_: object, attribute: "Attribute[date]", value: object) -> None:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueInvalidError(attribute.name, value, "a day, as date(2026, 9, 8)")


def _is_channel(_: object, attribute: "Attribute[Channel]", value: object) -> None:
    if not isinstance(value, Channel):
        raise ValueInvalidError(
            attribute.name, value, "Channel.COUNTER, Channel.ONLINE or Channel.POST"
        )


def _is_flag(_: object, attribute: "Attribute[bool]", value: object) -> None:
    if not isinstance(value, bool):
        raise ValueInvalidError(attribute.name, value, "True or False")


@frozen
class Receipt:
    """Say what was received, and under which dossier code; None if it is numbered elsewhere.

    Source: Decree 61/2018/NĐ-CP Art. 17; form 01 of Circular 01/2018/TT-VPCP.

    >>> Receipt(papers=4, code="h17.15-261123-0007").code
    'H17.15-261123-0007'
    """

    papers: int = field(default=0, validator=_is_count)
    code: str | None = field(default=None, converter=_dossier_code)
    note: str = field(default="", converter=_text)


@frozen
class Classification:
    """Name the kind of case, where the limit depends on it: a branch of the procedure."""

    branch: str = field(converter=_text, validator=_says_something)


@frozen
class CorrectionRequest:
    """List what the applicant must correct before the filing can be accepted, all at once.

    Source: Decree 45/2020/NĐ-CP Art. 11.3.
    """

    items: tuple[str, ...] = field(converter=_items)
    reason: str = field(default="", converter=_text)


@frozen
class SupplementRequest:
    """List what the applicant must add to an accepted filing, all at once, and why.

    Source: Decree 61/2018/NĐ-CP Art. 19.4; form 02 of Circular 01/2018/TT-VPCP.
    """

    items: tuple[str, ...] = field(converter=_items)
    reason: str = field(converter=_text, validator=_says_something)


@frozen
class Answer:
    """Say what the applicant handed in after a request."""

    papers: int = field(default=0, validator=_is_count)
    note: str = field(default="", converter=_text)


@frozen
class Reason:
    """Give the reason for an act that must state one."""

    text: str = field(converter=_text, validator=_says_something)


@frozen
class Assignment:
    """Name the unit that works on the filing, and the person if known."""

    unit: str = field(converter=_text, validator=_says_something)
    officer: str = field(default="", converter=_text)


@frozen
class ExcludedTime:
    """Name time that the law does not count, and the article that says so.

    Source: sector law; for example Land Law practice leaves out payment and tax assessment.
    """

    reason: str = field(converter=_text, validator=_says_something)
    basis: str = field(converter=_text, validator=_says_something)


@frozen
class PaymentRequest:
    """Ask for *amount* dong."""

    amount: int = field(validator=_is_money)
    reason: str = field(default="", converter=_text)


@frozen
class Payment:
    """Record that *amount* dong were paid, how, and under which receipt number.

    Source: Decree 61/2018/NĐ-CP Art. 22; Decree 45/2020/NĐ-CP Art. 13.
    """

    amount: int = field(validator=_is_money)
    method: str = field(default="", converter=_text)
    reference: str = field(default="", converter=_text)


@frozen
class Reappointment:
    """Apologise and name the new day on which the result will be returned.

    Source: Decree 61/2018/NĐ-CP Art. 19.9; form 04 of Circular 01/2018/TT-VPCP.
    """

    on: date = field(validator=_is_day)
    reason: str = field(converter=_text, validator=_says_something)


@frozen
class Decision:
    """Identify the result document."""

    number: str = field(default="", converter=_text)
    note: str = field(default="", converter=_text)


@frozen
class RefusalResult:
    """Refuse in writing, with the reasons, as the result of the filing.

    Source: Decree 61/2018/NĐ-CP Art. 19.8.
    """

    reason: str = field(converter=_text, validator=_says_something)
    number: str = field(default="", converter=_text)


@frozen
class EarlyNotice:
    """Tell the applicant, before the appointed day, that the result is ready.

    Source: Decree 61/2018/NĐ-CP Art. 20.4 (text message, e-mail, telephone or social network).
    """

    means: str = field(converter=_text, validator=_says_something)
    note: str = field(default="", converter=_text)


@frozen
class OnlineResult:
    """Name the electronic result put at the applicant's disposal."""

    document: str = field(default="", converter=_text)


@frozen
class Handover:
    """Name the person who took the result at the counter."""

    recipient: str = field(converter=personal_text, validator=_says_something, metadata=personal())
    is_authorised: bool = field(default=False, validator=_is_flag)


@frozen
class Parcel:
    """Give the number under which the post carries the result."""

    tracking: str = field(converter=_text, validator=_says_something)


@frozen
class ResultChannel:
    """Say how the applicant wants the result from now on."""

    channel: Channel = field(validator=_is_channel)
