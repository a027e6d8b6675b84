"""The time of one filing, split exactly over those who had it, and the delay each caused.

How the stretches come about is in `_stretches`; totals over many filings are in `_totals`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from attrs import evolve

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case
from caseflow.engine import Deadline, Engine
from caseflow.ledgers import ClockLedger, MarkKind
from caseflow.limits import Unit
from caseflow.office.control_slips import control_slip
from caseflow.office.processing import unit_in_charge
from caseflow.office.rules import OfficeRules
from caseflow.office.steps import consultations, step_runs
from caseflow.reports.attribution._limits import InternalLimit, LimitUse, internal_limits
from caseflow.reports.attribution._parts import Holder, Part, Stage
from caseflow.reports.attribution._stretches import Key, Stretch, stretches_of
from caseflow.values import utc

__all__ = ["FilingTime", "Span", "attribute"]

_MICROSECOND = timedelta(microseconds=1)
_NOTHING = Fraction(0)
_REST = Part(Holder.REST, Stage.REST)

#: An office of which no rule is known.
_NO_RULES = OfficeRules()


@frozen
class Span:
    """Hold one stretch of time that one part had, alone or its share of it.

    Attributes:
        part: who had the filing, and for what.
        begun_at: the instant from which.
        ended_at: the instant until which, exclusive.
        elapsed: microseconds of clock time; where several had it side by side, an equal share.
        counted: what the legal clock counted of it, in its own unit.
        beyond: what of `counted` lies beyond the internal limit of the part; None if it has none.
        delay: the part of the lateness of the filing that it caused, in the same unit.
    """

    part: Part
    begun_at: datetime
    ended_at: datetime
    elapsed: int
    counted: Fraction
    beyond: Fraction | None = None
    delay: Fraction = _NOTHING


@frozen
class FilingTime:
    """Hold the time of one filing, from its lodging until it was over, or until it was looked at.

    Attributes:
        number: of the filing.
        procedure: its code.
        channel: how it came in.
        unit: the unit in charge of it at the end.
        lodged_on: the civil day of its lodging, in the zone of its calendar.
        decided_on: that of the decision; None while there is none.
        ended_on: that from which nothing was to come; None while it is open.
        elapsed: microseconds from the lodging until the end.
        time_unit: the unit of `allowed`, `counted` and `lateness`; None if no legal limit ran.
        allowed: what the legal limit allowed.
        counted: what was used of it.
        lateness: what was used after the legal date; 0 if in time, and for a filing that ended
            without a decision.
        spans: the parts of the time, in order; `elapsed` and `counted` are their sums, `lateness`
            is that of their delays.
        uses: what was used of the limits that steps, questions, the transfer and the reception
            have within the whole.
    """

    number: str
    procedure: str
    channel: str
    unit: str
    lodged_on: date
    decided_on: date | None
    ended_on: date | None
    elapsed: int
    time_unit: Unit | None
    allowed: Fraction | None
    counted: Fraction
    lateness: Fraction
    spans: tuple[Span, ...]
    uses: tuple[LimitUse, ...] = ()

    @property
    def is_late(self) -> bool:
        """Return whether some of the legal clock's time was used after the legal date."""
        return self.lateness > 0

    def by_part(self) -> Mapping[Part, Span]:
        """Return one span for each part, with the sums of all of its spans; in order.

        It reaches from the first to the last of them, with others between.
        """
        found: dict[Part, Span] = {}
        for each in self.spans:
            known = found.get(each.part)
            found[each.part] = each if known is None else _together(known, each)
        return found


def _together(one: Span, other: Span) -> Span:
    return evolve(
        one,
        ended_at=other.ended_at,
        elapsed=one.elapsed + other.elapsed,
        counted=one.counted + other.counted,
        beyond=None if one.beyond is None or other.beyond is None else one.beyond + other.beyond,
        delay=one.delay + other.delay,
    )


@typed
def attribute(
    engine: Engine, case: Case, *, at: datetime, rules: OfficeRules = _NO_RULES
) -> FilingTime:
    """Split the time of *case* over those who had it, exactly, as it stands at *at*.

    Elapsed time is clock time from the lodging until the case was over. Counted time is what the
    legal clock counts in the end: what a restart made void is counted for nobody. A counted day
    belongs to who had the filing as that day began, a counted hour to who had it then. Steps and
    questions that are open side by side share alike.

    The lateness is what was counted after the legal date. It is caused, first, by the parts that
    went beyond their internal limits, each by as much as it did, and if that is more than the
    lateness in proportion to it. The rest of it falls on the parts without an internal limit,
    in proportion to what they were counted, and never more than that. What then is left has no
    cause but the plan, whose limits together are longer than the legal one: it is the rest.

    Args:
        engine: dates the case.
        case: whose time it is.
        at: until when an open case is looked at, and not before its last act.
        rules: of the country: by when an accepted filing is handed on, and who is the desk.

    Cost: O(records x steps).

    Raises:
        CalendarVersionError: the case is pinned to a calendar the engine does not hold.
        TimeReversedError: *at* is before the last act.
    """
    slip = control_slip(engine, case, at=at, rules=rules)
    dates = engine.deadlines(case, at=at)
    acts, calendar = case.acts, dates.calendar
    work = step_runs(acts, dates.procedure.plan, rules.desk), consultations(acts, rules.desk)
    limits = internal_limits(case, slip, dates, work, rules.desk)
    stretches, over_at = stretches_of(case, engine.jurisdiction, work, rules, at)
    decided_at = case.decided_at
    legal = dates.legal if decided_at is None else _as_decided(engine, case, decided_at)
    clock = _Clock.of(legal, calendar, at if decided_at is None else decided_at)
    is_undecided_end = over_at is not None and decided_at is None
    lateness = _NOTHING if is_undecided_end else clock.lateness
    spans = _caused([*_spans(stretches, clock, limits)], lateness)
    return FilingTime(
        number=case.id,
        procedure=case.procedure,
        channel=case.channel.value,
        unit=unit_in_charge(acts, rules.desk),
        lodged_on=calendar.local_date(case.opened_at),
        decided_on=None if decided_at is None else calendar.local_date(decided_at),
        ended_on=None if over_at is None else calendar.local_date(over_at),
        elapsed=(utc(over_at or at) - utc(case.opened_at)) // _MICROSECOND,
        time_unit=clock.unit,
        allowed=clock.allowed,
        counted=clock.total,
        lateness=lateness,
        spans=spans,
        uses=tuple(each.use for each in limits.values() if each.use is not None),
    )


def _as_decided(engine: Engine, case: Case, decided_at: datetime) -> Deadline:
    """Return the legal deadline as it stood at the decision, as a register has it."""
    decision, acts = case.decision, case.acts
    place = next(place for place, act in enumerate(acts) if act is decision)
    return engine.deadlines(case.with_records(acts[: place + 1]), at=decided_at).legal


# ── what the legal clock counts ─────────────────────────────────────────────────────────────


@frozen
class _Clock:
    """Say what the legal clock counted until an instant; nothing if it never ran."""

    ledger: ClockLedger | None
    calendar: OfficeCalendar
    until: datetime
    due: InternalLimit

    @classmethod
    def of(cls, legal: Deadline, calendar: OfficeCalendar, until: datetime) -> "_Clock":
        return cls(legal.ledger, calendar, until, InternalLimit.of(legal.due))

    @property
    def unit(self) -> Unit | None:
        return None if self.ledger is None else self.ledger.counted_in

    @property
    def allowed(self) -> Fraction | None:
        return None if self.ledger is None else self.ledger.allowed(self.calendar)

    @property
    def total(self) -> Fraction:
        return self.used(self.until)

    @property
    def lateness(self) -> Fraction:
        return self.beyond(self.until, self.due)

    def used(self, at: datetime) -> Fraction:
        """Return what was counted by *at*, and by the end of it all what counts then."""
        if self.ledger is None:
            return _NOTHING
        return self.ledger.used(self.calendar, min(at, self.until, key=utc))

    def beyond(self, at: datetime, limit: InternalLimit) -> Fraction:
        """Return what was counted from the end of *limit* until *at*."""
        end = self._end(limit)
        if end is None or utc(at) <= utc(end):
            return _NOTHING
        return max(self.used(at) - self.used(end), _NOTHING)

    def _end(self, limit: InternalLimit) -> datetime | None:
        """Return an instant until which a clock of this kind counts no more than *limit* has.

        A clock in days counts a day as it begins, so all of the last day is counted at its start.
        """
        if limit.on is None or self.ledger is None:
            return None
        if limit.at is not None:
            return limit.at
        is_in_hours = self.ledger.limit.counts_hours
        return (self.calendar.end_of if is_in_hours else self.calendar.start_of)(limit.on)

    def is_paused(self, at: datetime) -> bool:
        """Return whether the clock stood still from *at* on."""
        marks = () if self.ledger is None else self.ledger.marks
        kinds = [mark.kind for mark in marks if utc(mark.at) <= utc(at)]
        return next((k is MarkKind.PAUSE for k in kinds[::-1] if k is not MarkKind.EXTEND), False)


def _spans(
    stretches: Sequence[Stretch], clock: _Clock, limits: Mapping[Key, InternalLimit]
) -> Sequence[Span]:
    spans: list[Span] = []
    carried = _NOTHING
    for each in stretches:
        counted = clock.used(each.ended_at) - clock.used(each.begun_at) + carried
        carried = _NOTHING
        if counted and clock.is_paused(each.begun_at):
            # Where the law counts the day on which a clock goes on, it is that of who then has it.
            counted, carried = carried, counted
        number = len(each.had)
        length = (utc(each.ended_at) - utc(each.begun_at)) // _MICROSECOND
        whole, more = divmod(length, number)
        for place, (part, key) in enumerate(each.had):
            limit = None if key is None else limits.get(key)
            beyond = None
            if limit is not None:
                late = clock.beyond(each.ended_at, limit) - clock.beyond(each.begun_at, limit)
                beyond = min(late, counted) / number
            elapsed = whole + (place < more)
            share = counted / number
            spans.append(Span(part, each.begun_at, each.ended_at, elapsed, share, beyond))
    if carried:
        end = stretches[-1].ended_at
        spans.append(Span(_REST, end, end, 0, carried))
    return spans


# ── who caused the delay ────────────────────────────────────────────────────────────────────


def _caused(spans: Sequence[Span], lateness: Fraction) -> tuple[Span, ...]:
    """Return the spans with the delay that each caused; see `attribute` for the rule."""
    if not lateness:
        return tuple(spans)
    overrun = sum((each.beyond or _NOTHING for each in spans), _NOTHING)
    unlimited = sum((each.counted for each in spans if each.beyond is None), _NOTHING)
    of_overrun = min(Fraction(1), lateness / overrun) if overrun else _NOTHING
    left = lateness - overrun * of_overrun
    of_unlimited = min(Fraction(1), left / unlimited) if unlimited else _NOTHING
    left -= unlimited * of_unlimited
    found = [
        evolve(
            each,
            delay=each.counted * of_unlimited if each.beyond is None else each.beyond * of_overrun,
        )
        for each in spans
    ]
    if left:
        end = spans[-1].ended_at
        found.append(Span(_REST, end, end, 0, _NOTHING, None, left))
    return tuple(found)
