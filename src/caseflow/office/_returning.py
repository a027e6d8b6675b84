"""Returning a result: early notice, online, at the counter, by post."""

from datetime import date
from typing import ClassVar

from attrs import field

from caseflow._fields import is_count, is_flag, plain_text, says_something
from caseflow._typed import frozen
from caseflow.errors import ValueInvalidError
from caseflow.limits import Due
from caseflow.office import _law as law
from caseflow.office._fields import is_channel
from caseflow.office._phases import Phase
from caseflow.office.paying._collecting import fee_paid_at_return
from caseflow.office.results import PAPER_GIVEN
from caseflow.office.results._issuing import OnlineResult, result_is_identified
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPLICANT, BEFORE_RESULT, DECIDED, INTAKE, RETURNED
from caseflow.pii import personal, personal_text
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import (
    LEGAL,
    RESULT_BY,
    Action,
    Effect,
    FactIs,
    Guard,
    Refusal,
    SetFact,
    Situation,
    Transition,
    declared_guard,
    guard,
    payload_guard,
)

__all__ = [
    "CHANGE_RESULT_CHANNEL",
    "NOTIFY_EARLY",
    "RETURNING",
    "RETURN_AT_COUNTER",
    "RETURN_BY_POST",
    "RETURN_ONLINE",
    "EarlyNotice",
    "Handover",
    "Parcel",
    "ResultChannel",
    "channel_changes",
    "early_return_is_announced",
    "is_returned_at_counter",
    "is_returned_by_post",
    "is_returned_online",
    "nothing_left_to_announce",
]


@frozen
class EarlyNotice:
    """Notify the applicant, before the appointed day, that the result is ready."""

    means: str = field(converter=plain_text, validator=says_something)
    note: str = field(default="", converter=plain_text)


@frozen
class Handover:
    """Name the person who took the result at the counter."""

    not_annulled: ClassVar[Refusal] = PAPER_GIVEN

    recipient: str = field(converter=personal_text, validator=says_something, metadata=personal())
    is_authorised: bool = field(default=False, validator=is_flag)


@frozen
class Parcel:
    """Give the number under which the post carries the result, where to, and who pays postage.

    *fee* is the postage and *subsidy* the part of it that the *budget* named pays for the
    applicant, both integers in the smallest unit of the currency of the jurisdiction, as they are
    stored; a subsidy is never more than the fee.
    """

    not_annulled: ClassVar[Refusal] = PAPER_GIVEN

    tracking: str = field(converter=plain_text, validator=says_something)
    address: str = field(default="", converter=personal_text, metadata=personal())
    fee: int = field(default=0, validator=is_count)
    subsidy: int = field(default=0, validator=is_count)
    budget: str = field(default="", converter=plain_text)

    def __attrs_post_init__(self) -> None:
        if self.subsidy > self.fee:
            raise ValueInvalidError("subsidy", self.subsidy, f"at most the fee, {self.fee:,}")
        if self.subsidy and not self.budget.strip():
            raise ValueInvalidError("budget", self.budget, "the budget that pays the subsidy")


@frozen
class ResultChannel:
    """Say how the applicant wants the result from now on."""

    channel: Channel = field(validator=is_channel)


NOTIFY_EARLY = Action(
    "notify-early",
    EarlyNotice,
    UNNAMED,
    law.EARLY_NOTICE,
)


RETURN_ONLINE = Action(
    "return-online",
    OnlineResult,
    UNNAMED,
    law.ELECTRONIC_RESULT,
)


RETURN_AT_COUNTER = Action(
    "return-at-counter",
    Handover,
    UNNAMED,
    law.RETURN,
)


RETURN_BY_POST = Action(
    "return-by-post",
    Parcel,
    UNNAMED,
    law.RETURN,
)


CHANGE_RESULT_CHANNEL = Action(
    "change-result-channel",
    ResultChannel,
    UNNAMED,
    law.CHANNELS,
)


def _appointed(situation: Situation, due: Due) -> date:
    """Return the day on the applicant's slip: appointed again, or the legal one."""
    return situation.case.promised_on or due.on


def _is_early(situation: Situation) -> tuple[bool, date | None]:
    due = situation.due(LEGAL)
    if due is None or due.is_instant:
        return False, None
    appointed = max(due.on, _appointed(situation, due))
    return situation.on < appointed, appointed


@guard("early-return-is-announced")
def early_return_is_announced(situation: Situation) -> Refusal | None:
    """Announce to the applicant a result that goes out before the day on the slip."""
    early, appointed = _is_early(situation)
    if not early or appointed is None or situation.case.times(NOTIFY_EARLY):
        return None
    return Refusal(
        "early-notice-missing",
        Message("office.early-notice-missing"),
        {"appointed": appointed},
        law.EARLY_NOTICE,
    )


@guard("nothing-left-to-announce")
def nothing_left_to_announce(situation: Situation) -> Refusal | None:
    """Announce an early return only before the day on the slip."""
    early, appointed = _is_early(situation)
    if early or appointed is None:
        return None
    return Refusal(
        "not-early",
        Message("office.not-early"),
        {"appointed": appointed},
        law.EARLY_NOTICE,
    )


def _returned_by(name: str, channel: Channel) -> Guard:
    """Ask that the applicant wants the result through *channel*."""
    wanted = FactIs(
        RESULT_BY,
        channel,
        shown_as="wanted",
        code="other-result-channel",
        text=Message("office.other-result-channel"),
        basis=law.RETURN,
    )
    return declared_guard(name, wanted)


is_returned_online = _returned_by("is-returned-online", Channel.ONLINE)


is_returned_at_counter = _returned_by("is-returned-at-counter", Channel.COUNTER)


is_returned_by_post = _returned_by("is-returned-by-post", Channel.POST)


@payload_guard("channel-changes", ResultChannel)
def channel_changes(situation: Situation, wanted: ResultChannel) -> Refusal | None:
    """Ask that a change of the result channel names another channel."""
    if wanted.channel is not situation.case.result_by:
        return None
    return Refusal(
        "same-result-channel",
        Message("office.same-result-channel"),
        {"wanted": wanted.channel.labels},
    )


def _transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    announced = (early_return_is_announced,) if rules.announces_early else ()
    identified = (result_is_identified(rules),) if rules.numbers_results else ()
    ready = (fee_paid_at_return, *announced)
    ways = (
        (RETURN_ONLINE, (is_returned_online, *identified), "deliver-online"),
        (RETURN_AT_COUNTER, (is_returned_at_counter,), "hand-over"),
        (RETURN_BY_POST, (is_returned_by_post,), "post"),
    )
    return (
        Transition(
            NOTIFY_EARLY,
            DECIDED,
            DECIDED,
            [INTAKE],
            guards=(nothing_left_to_announce,),
            effects=(Effect("notify-applicant"),),
        ),
        *(
            Transition(
                action,
                DECIDED,
                RETURNED,
                [INTAKE],
                guards=(*wanted, *ready),
                effects=(Effect(effect),),
            )
            for action, wanted, effect in ways
        ),
        *Transition.each(
            CHANGE_RESULT_CHANNEL,
            (*BEFORE_RESULT, DECIDED),
            None,
            [APPLICANT, INTAKE],
            guards=(channel_changes,),
            facts=(SetFact(RESULT_BY, of_payload="channel"),),
        ),
    )


RETURNING = Phase(
    "returning",
    (
        NOTIFY_EARLY,
        RETURN_ONLINE,
        RETURN_AT_COUNTER,
        RETURN_BY_POST,
        CHANGE_RESULT_CHANNEL,
    ),
    _transitions,
)
