"""What is handed in with the return of a result.

May import: values, pii, and `borders` beside it.
"""

from attrs import field, frozen

from caseflow.pii import personal, personal_text
from caseflow.values import Channel
from caseflow.vietnam.payloads.borders import is_channel, is_flag, plain_text, says_something

__all__ = [
    "EarlyNotice",
    "Handover",
    "OnlineResult",
    "Parcel",
    "ResultChannel",
]


@frozen
class EarlyNotice:
    """Tell the applicant, before the appointed day, that the result is ready.

    Source: Decree 61/2018/NĐ-CP Art. 20.4 (text message, e-mail, telephone or social network).
    """

    means: str = field(converter=plain_text, validator=says_something)
    note: str = field(default="", converter=plain_text)


@frozen
class OnlineResult:
    """Name the electronic result put at the applicant's disposal."""

    document: str = field(default="", converter=plain_text)


@frozen
class Handover:
    """Name the person who took the result at the counter."""

    recipient: str = field(converter=personal_text, validator=says_something, metadata=personal())
    is_authorised: bool = field(default=False, validator=is_flag)


@frozen
class Parcel:
    """Give the number under which the post carries the result."""

    tracking: str = field(converter=plain_text, validator=says_something)


@frozen
class ResultChannel:
    """Say how the applicant wants the result from now on."""

    channel: Channel = field(validator=is_channel)
