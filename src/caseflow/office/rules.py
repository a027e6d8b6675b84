"""What the law of a country says to a one-stop shop: dated rules, codes, and which law a point is.

A country makes one `OfficeRules`; everything of the office that depends on it takes it as an
argument. How long a procedure takes does not belong here: that is the procedure's to say.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.fees import SERVICE, FeeKind
from caseflow.law import NO_RULES, Basis, Rule, RuleBook
from caseflow.limits import TimeLimit
from caseflow.office._law import RECEIVE, START, is_point, point_name
from caseflow.procedures import LimitRule
from caseflow.values import Channel, Text
from caseflow.workflow import LEGAL, Action, ClockOp, Guard, Role, State, Transition

__all__ = [
    "ALERT",
    "COMPETENT",
    "CORRECTION",
    "FORWARDING",
    "FRONT_DESK",
    "UNNAMED",
    "ChosenBy",
    "Codes",
    "GeneralRule",
    "OfficeRules",
    "RulesBy",
    "labelled",
]

P = TypeVar("P")

#: What an action, a state or a role of the office is called until a country names it.
UNNAMED: Final = Text()

#: The clocks that run until the officer is alerted, until papers received for another agency are
#: forwarded to it, and until a result with an error of the State is corrected.
ALERT = "alert"
FORWARDING = "forwarding"
CORRECTION = "correction"

#: Who holds a filing that was not handed to a unit yet, where a country has no name for it.
FRONT_DESK = "front desk"

#: The fact that a filing is for another agency than the one it comes in at: that agency's name.
COMPETENT = "competent_agency"


class ChosenBy(enum.Enum):
    """Name the event whose day chooses the period of a rule."""

    LODGING = "lodging"
    RECEPTION = "reception"
    ACT = "act"


class RulesBy(enum.Enum):
    """Say which rules a filing comes under that was received before they changed.

    RECEPTION: those of the day it was received. ACT: those of the day of each act.
    """

    RECEPTION = "reception"
    ACT = "act"


@frozen
class GeneralRule:
    """Say how long something may take, from day to day.

    *periods* give the limit of each channel between two days, both included; outside of them no
    general rule was found, and nothing is asked. Their branches are not looked at.
    """

    name: str
    labels: Text
    chosen_by: ChosenBy
    periods: tuple[LimitRule, ...]

    def on(self, day: date, channel: Channel = Channel.COUNTER) -> TimeLimit | None:
        """Return the limit for an event of the civil day *day*; None where no rule says one.

        >>> from caseflow.limits import calendar_days
        >>> rule = GeneralRule(
        ...     "answer",
        ...     Text(en="answer"),
        ...     ChosenBy.RECEPTION,
        ...     (LimitRule(calendar_days(15), valid_from=date(2025, 7, 1)),),
        ... )
        >>> rule.on(date(2025, 6, 30)) is None, rule.on(date(2025, 7, 1)).text("en")
        (True, '15 calendar days')
        """
        for period in self.periods:
            if period.channel in (None, channel) and period.is_in_force(day):
                return period.limit
        return None


T = TypeVar("T", State, Role, Action[Any])


@typed
def labelled(values: Iterable[T], names: Mapping[str, Text]) -> tuple[T, ...]:
    """Return *values* under the names that a country gives them; one without stays as it is."""
    return tuple(evolve(each, labels=names.get(each.name, each.labels)) for each in values)


@typed
def _as_it_is(code: str) -> str:
    return code


@typed
def _no_day(_code: str) -> date | None:
    return None


@typed
def _number_at_end(code: str) -> int:
    tail = code.rpartition("/")[2]
    return int(tail) if tail.isdecimal() else 0


@typed
def _before_slash(code: str) -> str:
    return code.rpartition("/")[0]


@frozen(eq=False)
class Codes:
    """Say how a country numbers filings and results; without formats a code is any text.

    The functions take a code as it is kept by the payloads; they may raise `CodeMalformedError`.

    Attributes:
        filing: writes the code of a filing as it is compared.
        filed_on: the day of reception that the code of a filing carries; None if it carries none.
        filing_of: the code of the filing to which the code of a result belongs.
        result_number: the number of the result that a code carries, counted from 1.
        numbered: writes the number of a result as people read it.

    >>> codes = Codes()
    >>> codes.filing_of("2026-17/2"), codes.result_number("2026-17/2")
    ('2026-17', 2)
    """

    filing: Callable[[str], str] = _as_it_is
    filed_on: Callable[[str], date | None] = _no_day
    filing_of: Callable[[str], str] = _before_slash
    result_number: Callable[[str], int] = _number_at_end
    numbered: Callable[[int], str] = str


def _no_points() -> dict[str, Rule]:
    return {}


@frozen(eq=False)
class OfficeRules:
    """Hold what a country's law says to the one-stop shop; compared by identity.

    Each rule is None where the country has none, and then the office asks for nothing.

    Attributes:
        points: the rule that stands behind each point of `office.law`, by the name of the point, as
            "receive"; a point that is not there is cited by nothing.
        book: reads what procedures name as their law.
        codes: how filings and results are numbered.
        ask_within: the time after reception in which a supplement may be asked for.
        apologise_before: how long before the last day an apology goes out at the latest.
        transfer_within: the time to hand an accepted filing to the unit that works on it.
        elsewhere_from: the first day on which a filing may come in at another agency than the
            competent one; None if it never may.
        elsewhere_listed_from: the first day on which only procedures on a list may come in so, and
            the time runs from the competent agency's own receipt.
        desk: who holds a filing that was not handed to a unit yet.
        fee: what a payment is for that names nothing.
        fee_kinds: the kinds of fee that the law knows; definitions with another one are refused.
        posts: what the names of posts within a unit begin with, in small letters; a control slip
            tells them from units and agencies.
        runs_from_lodging: whether the legal limit runs from the day a filing comes in, and not from
            the day it is accepted.
        announces_early: whether the applicant is told first where a result goes out early.
        numbers_results: whether a result that goes out online carries a code of its filing and the
            hash of its document.
        extends_by: whether the act of an extension says by how much; its payload has `extra` then.
        object_within: the time after a decision is notified in which one may object; None where
            letters name none.
    """

    points: Mapping[str, Rule] = field(factory=_no_points)
    book: RuleBook = NO_RULES
    codes: Codes = field(factory=Codes)
    ask_within: GeneralRule | None = None
    apologise_before: GeneralRule | None = None
    transfer_within: GeneralRule | None = None
    elsewhere_from: date | None = None
    elsewhere_listed_from: date | None = None
    desk: str = FRONT_DESK
    fee: str = "fee"
    fee_kinds: tuple[FeeKind, ...] = (SERVICE,)
    posts: tuple[str, ...] = ()
    runs_from_lodging: bool = False
    announces_early: bool = False
    numbers_results: bool = False
    extends_by: bool = False
    object_within: TimeLimit | None = None

    def basis(self, of: Basis) -> Basis:
        """Return the law of the country for a point of the office, "" where it has none.

        Any other rule is returned as it is, and a text is read.
        """
        if isinstance(of, str):
            return self.book.read(of) if of else of
        return self.points.get(point_name(of), "") if is_point(of) else of

    @typed
    def named(self, action: Action[P], labels: Text) -> Action[P]:
        """Return *action* of the office under the name that the country gives it, by its law."""
        return evolve(action, labels=labels, citation=self.basis(action.citation))

    @typed
    def taking(self, action: Action[Any], payload: type[P], labels: Text) -> Action[P]:
        """Return *action* as `named` does, taking the country's own kind of payload.

        *payload* is a subclass of the one that the office takes.
        """
        return Action(action.name, payload, labels, self.basis(action.citation))

    @property
    def at_lodging(self) -> tuple[ClockOp, ...]:
        """Return what starts the legal limit as a filing comes in."""
        return (ClockOp.start(LEGAL, basis=START),) if self.runs_from_lodging else ()

    @property
    def at_acceptance(self) -> tuple[ClockOp, ...]:
        """Return what starts the legal limit as a filing is accepted."""
        return () if self.runs_from_lodging else (ClockOp.start(LEGAL, basis=RECEIVE),)

    @typed
    def clocks(self, ops: Iterable[ClockOp]) -> tuple[ClockOp, ...]:
        """Return what is done to clocks with the law of the country."""
        return tuple(evolve(each, basis=self.basis(each.basis)) for each in ops)

    @typed
    def transition(self, transition: Transition) -> Transition:
        """Return *transition* with the law of the country in its clocks and guards."""
        return evolve(
            transition,
            clocks=self.clocks(transition.clocks),
            guards=tuple(
                each.under(self.basis) if isinstance(each, Guard) else each
                for each in transition.guards
            ),
        )
