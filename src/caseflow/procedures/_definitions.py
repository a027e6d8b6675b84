"""What may be filed for: procedures in dated versions, with their limits and policies.

A procedure says how long things may take, what they cost, through which channels and by which
policies; what may be done when is the workflow's to say.
"""

import enum
from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from caseflow._typed import frozen, refuse_other, typed
from caseflow.errors import UnknownChannelError, UnknownNameError
from caseflow.fees import FeeSchedule
from caseflow.limits import Supplement, TimeLimit
from caseflow.procedures._covering import FirstDay, covered_days
from caseflow.procedures._paying import PaymentPeriod, PaymentPoint
from caseflow.steps import Step, StepPlan
from caseflow.targets import EarlyReturn
from caseflow.texts import Message, Text
from caseflow.values import Channel

__all__ = [
    "ClockLimit",
    "ExcludedGround",
    "Extension",
    "LimitRule",
    "Procedure",
    "PromisePolicy",
    "ServiceLevel",
    "Silence",
    "SilentOutcome",
]


@typed(late=True)
class ServiceLevel(enum.Enum):
    """Name how much of a procedure can be done online."""

    FULL = "full"
    PARTIAL = "partial"
    COUNTER = "counter"

    @classmethod
    def of(cls, word: str) -> "ServiceLevel":
        """Return the level that a table writes as *word*.

        Raises:
            UnknownNameError: no level is written so.
        """
        known = {level.value: level for level in cls}
        if word not in known:
            raise UnknownNameError(word, list(known), "service level")
        return known[word]

    def label(self, language: str) -> str:
        """Return the name of the level for people."""
        return _LEVEL_LABELS[self].in_(language)


_LEVEL_LABELS = {
    ServiceLevel.FULL: Message("procedures.level-labels-full"),
    ServiceLevel.PARTIAL: Message("procedures.level-labels-partial"),
    ServiceLevel.COUNTER: Message("procedures.level-labels-counter"),
}


class PromisePolicy(enum.Enum):
    """Say what becomes of an early promise when the filing stops qualifying for it."""

    KEEP = "keep"
    DROP = "drop"


class SilentOutcome(enum.Enum):
    """Name what the law takes as decided when the office lets its limit pass."""

    APPROVAL = "approval"
    REFUSAL = "refusal"

    def label(self, language: str) -> str:
        """Return the name of the outcome for people."""
        return _OUTCOME_LABELS[self].in_(language)


_OUTCOME_LABELS = {
    SilentOutcome.APPROVAL: Message("procedures.outcome-labels-approval"),
    SilentOutcome.REFUSAL: Message("procedures.outcome-labels-refusal"),
}


def _is_in_force(rule: "LimitRule | ExcludedGround", on: date) -> bool:
    begins, ends = rule.valid_from, rule.valid_until
    return (begins is None or begins <= on) and (ends is None or on <= ends)


@frozen
class LimitRule:
    """Give a limit to the filings of one channel, of one branch, of both, or of all.

    A branch is a name for a kind of case or of outcome that has its own limit, such as
    "refused", "complex" or "mountain-commune". *valid_from* and *valid_until* are the first and
    the last civil day of opening on which a filing may be put under the branch; None is open.
    """

    limit: TimeLimit
    channel: Channel | None = None
    branch: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Return whether the rule takes filings opened on the civil day *on*."""
        return _is_in_force(self, on)


@frozen
class ClockLimit:
    """Give a clock of the workflow, by name, the limit that sector law has for this procedure."""

    clock: str
    limit: TimeLimit


@frozen
class Extension:
    """Allow the legal limit to be extended by *limit*, at most *max* times.

    With *at_most* an extension may be shorter too, where its act says by how much.
    """

    limit: TimeLimit
    max: int = 1
    at_most: bool = False


@frozen
class Silence:
    """Say what is taken as decided when the legal limit is over without a decision, and by what.

    Source: sector law; *citation* names the article and is required.
    """

    outcome: SilentOutcome
    citation: str


@frozen
class ExcludedGround:
    """Name a ground on which time is left out of the legal limit, and the article that says so.

    *valid_from* and *valid_until* are the first and the last civil day on which the time may begin
    to be left out; None is open.
    """

    reason: str
    basis: str
    valid_from: date | None = None
    valid_until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Return whether time may be left out on this ground from the civil day *on*."""
        return _is_in_force(self, on)


def _limit_rules(value: TimeLimit | Iterable[LimitRule | TimeLimit]) -> tuple[LimitRule, ...]:
    """Take a limit that stands alone as one for all filings."""
    if isinstance(value, TimeLimit):
        return (LimitRule(value),)
    return tuple(LimitRule(each) if isinstance(each, TimeLimit) else each for each in value)


def _channels(value: Iterable[Channel]) -> frozenset[Channel]:
    return frozenset(value)


@typed(late=True, besides=("is_offered", "limit_for"))
@frozen
class Procedure:
    """Describe one version of a procedure.

    *limits* are rules, or one limit for all filings, as `working_days(15)`.
    *early* applies when the filing comes in online and its result goes out online; *shortened* is
    a promise to every filing. *supplement_max*, *reappointment_max* and *extension* bound how
    often the guards of a pack let such an act happen. *supplement* is what becomes of the legal
    clock at a request for papers, and *supplement_within* the time in which papers may be asked
    for; both are None where the source of the procedure does not state them. The general rule of
    the pack then holds, and the clock starts again. *silence* is what the law takes as
    decided when the limit passes, None where it takes nothing. *excluded_grounds* are the only
    grounds on which time may be left out; where none is listed, the payload's own basis counts.
    *clock_limits* are the times that sector law gives other clocks than the legal one, as for an
    answer to a request; they go before the general ones of the workflow. *boundary_free* tells
    that a filing may come in at another agency than the one that works on it. *partial_reason*
    is what its publisher says of why it is not fully online, "" where that is not said.

    *abolished_on* is the day of the decision that abolishes the procedure, and *abolished_by*
    cites it; by when reception must then be closed is a pack's rule.

    *valid_from*, *closed_to_new_from* and *retired_from* are civil days: the first day a filing
    may come in, the first day none may any more, and the first day the version is history. Open
    cases always go on. *valid_from_is* says what the first of them is, for the day of force is not
    always known.

    *payment_period* is None where no rule says by when the applicant pays, and then the case
    waits; *keeps_fee_when_refused* says that a fee is not given back when the result is a refusal.

    *service_level* is None where its publisher does not say it. *fee_text* is what the publisher
    says of fees, in its words; *fees* is that as a schedule, None where it is not known and one
    without fees where the procedure is free of charge.

    *limit_by_law* is the limit of the law in the words of the source, and *shortened_by* is who
    made it shorter and by which decision; "" where the source does not state them. *decided_by* is
    the authority whose decision publishes the version, "" if none is named. *is_example* says that
    the version shows how a procedure is published elsewhere and is no office's list.

    Source: the pack that fills it in; *decision* and *source* cite it.
    """

    code: str
    version: str
    name: Text
    workflow: str
    limits: tuple[LimitRule, ...] = attrs.field(converter=_limit_rules)
    field: str = ""
    agency: str = ""
    channels: frozenset[Channel] = attrs.field(converter=_channels, default=frozenset(Channel))
    service_level: ServiceLevel | None = ServiceLevel.FULL
    early: EarlyReturn | None = None
    shortened: TimeLimit | None = None
    promise_policy: PromisePolicy = PromisePolicy.KEEP
    supplement: Supplement | None = None
    supplement_max: int = 1
    supplement_within: TimeLimit | None = None
    reappointment_max: int = 1
    extension: Extension | None = None
    silence: Silence | None = None
    excluded_grounds: tuple[ExcludedGround, ...] = ()
    payment: PaymentPoint | None = None
    payment_period: PaymentPeriod | None = None
    keeps_fee_when_refused: bool = False
    fee_text: str = ""
    fees: FeeSchedule | None = None
    steps: tuple[Step, ...] = ()
    source: str = ""
    decision: str = ""
    decision_on: date | None = None
    valid_from: date | None = None
    closed_to_new_from: date | None = None
    retired_from: date | None = None
    abolished_on: date | None = None
    abolished_by: str = ""
    note: str = ""
    clock_limits: tuple[ClockLimit, ...] = ()
    boundary_free: bool = False
    partial_reason: str = ""
    valid_from_is: FirstDay = FirstDay.FORCE
    limit_by_law: str = ""
    shortened_by: str = ""
    decided_by: str = ""
    is_example: bool = False

    @property
    def branches(self) -> tuple[str, ...]:
        """Return the names of the branches that have their own limit, sorted."""
        return tuple(sorted({rule.branch for rule in self.limits if rule.branch is not None}))

    @property
    def plan(self) -> StepPlan:
        """Return in which order the steps follow one another."""
        return StepPlan(self.steps)

    def branches_on(self, on: date) -> tuple[str, ...]:
        """Return the branches under which a filing opened on the civil day *on* may come, sorted.

        Those whose every rule is outside its days are left out.
        """
        in_force = {rule.branch for rule in self.limits if rule.is_in_force(on)}
        return tuple(branch for branch in self.branches if branch in in_force)

    def is_offered(self, channel: Channel) -> bool:
        """Return whether filings come in through *channel*."""
        if channel.__class__ is not Channel:
            refuse_other("channel", channel, Channel)
        if channel not in self.channels:
            return False
        if channel is Channel.ONLINE and self.service_level is ServiceLevel.COUNTER:
            return False
        return any(rule.channel in (None, channel) for rule in self.limits)

    def limit_for(self, channel: Channel, branch: str | None = None) -> TimeLimit:
        """Return the legal limit of a filing; the rule that says most about it wins.

        A rule for the channel and the branch goes before one for the branch alone, that before one
        for the channel alone, that before the general one.

        Raises:
            UnknownChannelError: filings do not come in through *channel*.
            UnknownNameError: *branch* is none of `branches`, or no rule covers the filing.
        """
        if not self.is_offered(channel):
            offered = [each.value for each in Channel if self.is_offered(each)]
            raise UnknownChannelError(channel.value, offered)
        if branch is not None and branch not in self.branches:
            raise UnknownNameError(branch, self.branches, "branch")
        found = {(rule.channel, rule.branch): rule.limit for rule in reversed(self.limits)}
        for key in ((channel, branch), (None, branch), (channel, None), (None, None)):
            if key in found:
                return found[key]
        raise UnknownNameError("", self.branches, "branch")

    def own_limit(self, clock: str) -> TimeLimit | None:
        """Return the limit the procedure states for *clock* by name; None if it states none."""
        for each in self.clock_limits:
            if each.clock == clock:
                return each.limit
        return None

    def timed_as(self, other: "Procedure") -> "Procedure":
        """Return this version with the time rules of *other*, under which a case was received.

        These are the ways to file, the limits with their extension and promises, what becomes of
        the clock at a supplement, on which grounds it stops, what silence decides, by when the
        applicant pays, the limits of other clocks, and whether a receipt by another agency starts
        the limit. The steps and the money are those of this version.
        """
        return attrs.evolve(
            self,
            channels=other.channels,
            service_level=other.service_level,
            limits=other.limits,
            extension=other.extension,
            early=other.early,
            shortened=other.shortened,
            promise_policy=other.promise_policy,
            supplement=other.supplement,
            supplement_within=other.supplement_within,
            silence=other.silence,
            excluded_grounds=other.excluded_grounds,
            payment_period=other.payment_period,
            clock_limits=other.clock_limits,
            boundary_free=other.boundary_free,
        )

    @property
    def valid_until(self) -> date | None:
        """Return the last civil day on which a filing may come in; None if no end is known."""
        ends = [day for day in (self.closed_to_new_from, self.retired_from) if day is not None]
        return min(ends) - timedelta(days=1) if ends else None

    @property
    def covered(self) -> Text:
        """Return the days on which filings may come in, for people, both ends included."""
        return covered_days(self.valid_from, self.valid_until, self.valid_from_is)

    def is_in_force(self, on: date) -> bool:
        """Return whether the version is neither to come nor history on the civil day *on*."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.retired_from is None or on < self.retired_from)

    def refuses_new_on(self, on: date) -> str:
        """Say why no new filing may come in on the civil day *on*; "" if one may."""
        is_open = (self.valid_from is None or on >= self.valid_from) and not any(
            end is not None and on >= end for end in (self.retired_from, self.closed_to_new_from)
        )
        if is_open:
            return ""
        covered = f"covers filings {self.covered.in_('en')}"
        if self.valid_from is not None and on < self.valid_from:
            return f"version {self.version} is in force from {self.valid_from}; it {covered}"
        if self.retired_from is not None and on >= self.retired_from:
            return f"version {self.version} was retired from {self.retired_from}; it {covered}"
        closed = f"is closed to new filings from {self.closed_to_new_from}"
        return f"version {self.version} {closed}; it {covered}"
