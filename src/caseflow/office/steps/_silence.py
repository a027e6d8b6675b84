"""The decision that the silence of the office makes, where a law says so."""

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen
from caseflow.office._clocks import STOP_ALL
from caseflow.office._fields import is_outcome
from caseflow.office._phases import Phase
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, AT_WORK, DECIDED, SYSTEM, WAITING
from caseflow.procedures import Procedure, Silence, SilentOutcome
from caseflow.texts import Message, Written
from caseflow.values import Channel
from caseflow.workflow import (
    LEGAL,
    Action,
    Effect,
    Guard,
    Refusal,
    Situation,
    State,
    Transition,
    guard,
    payload_guard,
)

__all__ = [
    "DEEM_DECIDED",
    "SILENCE",
    "DeemedDecision",
    "limit_is_over",
    "limit_is_over_while_waiting",
    "silence_is_as_ruled",
    "silence_means_something",
]


@frozen
class DeemedDecision:
    """State what is taken as decided because the limit passed, and the rule that says so.

    Source: the `Silence` of the procedure, which must say the same.
    """

    outcome: SilentOutcome = field(validator=is_outcome)
    rule: str = field(converter=plain_text, validator=says_something)


DEEM_DECIDED = Action(
    "deem-decided",
    DeemedDecision,
    UNNAMED,
)


def _says_nothing(procedure: Procedure, _: Channel) -> bool:
    return procedure.silence is None


def _never(_: Procedure, _channel: Channel) -> bool:
    return True


@guard("silence-means-something", bars=_says_nothing)
def silence_means_something(situation: Situation) -> Refusal | None:
    """Deem nothing decided where no law does."""
    if situation.procedure.silence is not None:
        return None
    return Refusal(
        "no-silence-rule",
        Message("office.no-silence-rule"),
        {"procedure": situation.procedure.code},
    )


@guard("limit-is-over")
def limit_is_over(situation: Situation) -> Refusal | None:
    """Deem something decided only when the legal limit is over, which it cannot be while paused."""
    silence = situation.procedure.silence
    if silence is None:
        return None
    due = situation.due(LEGAL)
    if due is None:
        return Refusal(
            "limit-stands-still",
            Message("office.limit-stands-still"),
            basis=silence.citation,
        )
    if due.is_over_at(situation.at):
        return None
    return Refusal(
        "limit-not-over",
        Message("office.limit-not-over"),
        {"last": due.on},
        silence.citation,
    )


#: Asked where the filing waits for others: its clock stands still, so that nobody is told to wait.
limit_is_over_while_waiting = Guard("limit-is-over-while-waiting", limit_is_over.check, bars=_never)


@payload_guard("silence-is-as-ruled", DeemedDecision)
def silence_is_as_ruled(situation: Situation, given: DeemedDecision) -> Refusal | None:
    """Deem decided what the rule of the procedure says, and name that rule."""
    silence = situation.procedure.silence
    if silence is None or silence == Silence(given.outcome, given.rule):
        return None
    outcome = silence.outcome
    return Refusal(
        "silence-ruled-otherwise",
        Message("office.silence-ruled-otherwise"),
        (
            ("outcome", Written(SilentOutcome.label, outcome)),
            ("rule", silence.citation),
        ),
        silence.citation,
    )


def _deeming(states: tuple[State, ...], is_over: Guard) -> tuple[Transition, ...]:
    return Transition.each(
        DEEM_DECIDED,
        states,
        DECIDED,
        [SYSTEM, APPROVER],
        guards=(silence_means_something, is_over, silence_is_as_ruled),
        clocks=STOP_ALL,
        effects=(Effect("send-deemed-decision"),),
        decides=True,
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *_deeming(AT_WORK, limit_is_over),
        # While the clock stands still this is always refused: the reason is what matters there.
        *_deeming(WAITING, limit_is_over_while_waiting),
    )


SILENCE = Phase("silence", (DEEM_DECIDED,), _transitions)
