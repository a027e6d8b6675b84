"""`Scenario`: one case written as given, when, then, over the engine, with a clock that is moved.

Public: written for test suites of workflow authors, and used by the tests of caseflow itself.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar, overload

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine import Deadlines, Engine, Option
from caseflow.errors import ActionRefusedError, ValueInvalidError
from caseflow.limits import Due
from caseflow.targets import Standing, Timeliness
from caseflow.values import Actor, Channel, aware, iso_instant, utc
from caseflow.workflow import Action, FactValue

__all__ = ["Scenario"]

P = TypeVar("P")


class _Unset:
    """Stands for an expectation that was not stated, where None is one."""


_UNSET: Final = _Unset()

_Expected = str | date | datetime | _Unset | None


@typed
class Scenario:
    """Work one case step by step and check what is true of it; every step returns the scenario.

    Instants are aware datetimes or ISO text with an offset. A failing `then` names everything that
    differs at once, with the way the case took.

        Scenario(engine, procedure="1.014445", channel=Channel.ONLINE)
            .given(at="2026-03-02T08:00+07:00")
            .when(RECEIVE, Receipt(papers=4), by=clerk)
            .after(working_days=3)
            .then(state="received", legal_due="2026-03-16")

    Args:
        engine: what decides.
        procedure: the code of the procedure that the case is filed under.
        channel: how the filing comes in.
        result_by: how its result goes out; as it came in, if not said.
        branch: the branch that selects the limit.
        facts: what the workflow needs to know of the filing.
        case_id: the number of the case.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        procedure: str,
        channel: Channel = Channel.ONLINE,
        result_by: Channel | None = None,
        branch: str | None = None,
        facts: Mapping[str, FactValue] | None = None,
        case_id: str = "",
    ) -> None:
        self.engine = engine
        self._procedure = procedure
        self._channel = channel
        self._result_by = channel if result_by is None else result_by
        self._branch = branch
        self._facts = facts
        self._case_id = case_id
        self._case: Case | None = None
        self._now: datetime | None = None
        self._actor: Actor | None = None

    # ── what there is ───────────────────────────────────────────────────────────────────────

    @property
    def case(self) -> Case:
        """Return the case as it is now.

        Raises:
            ValueInvalidError: it has not begun, see `given`.
        """
        if self._case is None:
            raise ValueInvalidError("scenario", "no case", "given(at=...) first")
        return self._case

    @property
    def now(self) -> datetime:
        """Return the present instant of the scenario.

        Raises:
            ValueInvalidError: it has not begun, see `given`.
        """
        if self._now is None:
            raise ValueInvalidError("scenario", "no instant", "given(at=...) first")
        return self._now

    @property
    def deadlines(self) -> Deadlines:
        """Return the deadlines of the case as they stand now."""
        return self.engine.deadlines(self.case, at=self.now)

    # ── given ───────────────────────────────────────────────────────────────────────────────

    def given(self, *, at: str | datetime, by: Actor | None = None) -> "Scenario":
        """Open the case at an instant, to which the clock is set."""
        self._now = _instant(at)
        self._case = self.engine.open(
            self._procedure,
            channel=self._channel,
            result_by=self._result_by,
            at=self._now,
            case_id=self._case_id,
            by=by,
            branch=self._branch,
            facts=self._facts,
        )
        self._actor = by
        return self

    # ── the clock ───────────────────────────────────────────────────────────────────────────

    def after(
        self, *, working_days: int = 0, days: int = 0, hours: int = 0, minutes: int = 0
    ) -> "Scenario":
        """Move the clock on; whole days keep the time of day, working days are the office's."""
        calendar = self.engine.jurisdiction.calendar
        local = self.now.astimezone(calendar.zone)
        on = calendar.add_working_days(local.date(), working_days) + timedelta(days=days)
        moved = datetime.combine(on, local.timetz())
        later = utc(moved) + timedelta(hours=hours, minutes=minutes)
        self._now = later.astimezone(calendar.zone)
        return self

    def at(self, instant: str | datetime) -> "Scenario":
        """Set the clock to *instant*."""
        self._now = _instant(instant)
        return self

    # ── when ────────────────────────────────────────────────────────────────────────────────

    @overload
    def when(
        self,
        action: Action[None],
        payload: None = None,
        *,
        by: Actor,
        at: str | datetime | None = None,
        key: str | None = None,
        happened: str | datetime | None = None,
    ) -> "Scenario": ...
    @overload
    def when(
        self,
        action: Action[P],
        payload: P,
        *,
        by: Actor,
        at: str | datetime | None = None,
        key: str | None = None,
        happened: str | datetime | None = None,
    ) -> "Scenario": ...
    def when(
        self,
        action: Action[Any],
        payload: object = None,
        *,
        by: Actor,
        at: str | datetime | None = None,
        key: str | None = None,
        happened: str | datetime | None = None,
    ) -> "Scenario":
        """Do *action* now, or at an instant to which the clock is set.

        With *happened* it is entered then, and had happened at that instant.
        """
        if at is not None:
            self._now = _instant(at)
        self._actor = by
        happened_at, entered_at = self.now, None
        if happened is not None:
            happened_at, entered_at = _instant(happened), self.now
        self._case = self.engine.fire(
            self.case, action, payload, by=by, at=happened_at, key=key, entered_at=entered_at
        )
        return self

    def annul(
        self, seq: int, *, by: Actor, reason: str, at: str | datetime | None = None
    ) -> "Scenario":
        """Take back the act of record *seq* now, or at an instant to which the clock is set."""
        if at is not None:
            self._now = _instant(at)
        self._actor = by
        self._case = self.engine.annul(self.case, seq, at=self.now, by=by, reason=reason)
        return self

    @overload
    def refuses(
        self, action: Action[None], payload: None = None, *, by: Actor, code: str | Iterable[str]
    ) -> "Scenario": ...
    @overload
    def refuses(
        self, action: Action[P], payload: P, *, by: Actor, code: str | Iterable[str]
    ) -> "Scenario": ...
    def refuses(
        self,
        action: Action[Any],
        payload: object = None,
        *,
        by: Actor,
        code: str | Iterable[str],
    ) -> "Scenario":
        """Try *action* now and require that it is refused for just these reasons.

        Raises:
            AssertionError: it was open, or refused for other reasons.
        """
        codes = (code,) if isinstance(code, str) else tuple(code)
        self._actor = by
        try:
            self.engine.fire(self.case, action, payload, by=by, at=self.now)
        except ActionRefusedError as error:
            found = tuple(getattr(refusal, "code", "") for refusal in error.refusals)
            if found == codes:
                return self
            raise AssertionError(
                f"{action.name!r} is refused for {_listed(found)}, not for {_listed(codes)} "
                f"{self._way()}"
            ) from error
        raise AssertionError(
            f"{action.name!r} is open and should be refused for {_listed(codes)} {self._way()}"
        )

    # ── then ────────────────────────────────────────────────────────────────────────────────

    def then(
        self,
        *,
        state: str | None = None,
        version: int | None = None,
        legal_due: _Expected = _UNSET,
        promised: _Expected = _UNSET,
        due: Mapping[str, str | date | None] | None = None,
        standing: Standing | str | None = None,
        timeliness: Timeliness | str | _Unset | None = _UNSET,
        effects: Iterable[str] | None = None,
        facts: Mapping[str, FactValue | None] | None = None,
        allowed: Iterable[Action[Any]] | None = None,
        only: Iterable[Action[Any]] | None = None,
        refused: Mapping[Action[Any], str | Iterable[str]] | None = None,
        by: Actor | None = None,
    ) -> "Scenario":
        """Require what is stated to be true now.

        Args:
            state: the name of the state.
            version: how many records there are.
            legal_due: the legal date, an instant for limits in hours, None for none now.
            promised: the promised date, likewise.
            due: the date of any other clock, by its name.
            standing: how the legal clock stands.
            timeliness: early, on time or late; None while nothing is decided.
            effects: what the last record asked of the outside, by name.
            facts: facts and their values.
            allowed: actions that are open to *by*, among others.
            only: the actions that are open to *by*, all of them.
            refused: actions that are refused, each with its code or codes in order.
            by: whose options are meant; the last actor, if not said.

        Raises:
            AssertionError: something differs; all of it is named.
        """
        found = _Differences()
        if state is not None:
            found.compare("state", self.case.state, state)
        if version is not None:
            found.compare("version", self.case.version, version)
        self._compare_dates(found, legal_due, promised, due or {})
        if standing is not None:
            found.compare("standing", self.deadlines.legal.standing, Standing(standing))
        if not isinstance(timeliness, _Unset):
            outcome = self.engine.timeliness(self.case)
            expected = None if timeliness is None else Timeliness(timeliness)
            found.compare("timeliness", outcome.timeliness if outcome else None, expected)
        if effects is not None:
            asked = [effect.name for effect in self.case.last.effects]
            found.compare("effects", asked, list(effects))
        for name, value in (facts or {}).items():
            found.compare(f"fact {name!r}", self.case.fact(name), value)
        if allowed is not None or only is not None or refused is not None:
            self._compare_options(found, by, allowed, only, refused or {})
        if found.lines:
            listing = "".join(f"\n  - {line}" for line in found.lines)
            raise AssertionError(f"{self._way()}{listing}")
        return self

    def _compare_dates(
        self,
        found: "_Differences",
        legal_due: _Expected,
        promised: _Expected,
        due: Mapping[str, str | date | None],
    ) -> None:
        stated: dict[str, _Expected] = {"legal": legal_due, "promised": promised, **due}
        for clock, expected in stated.items():
            if not isinstance(expected, _Unset):
                deadline = self.deadlines[clock]
                found.compare(f"{clock} date", _end(deadline.due), _expected(expected))

    def _compare_options(
        self,
        found: "_Differences",
        by: Actor | None,
        allowed: Iterable[Action[Any]] | None,
        only: Iterable[Action[Any]] | None,
        refused: Mapping[Action[Any], str | Iterable[str]],
    ) -> None:
        actor = by or self._actor
        if actor is None:
            raise ValueInvalidError("by", actor, "an actor: nobody has acted yet")
        options = self.engine.actions(self.case, by=actor, at=self.now)
        by_name: dict[str, Option] = {option.action.name: option for option in options}
        for action in allowed or ():
            codes = [refusal.code for refusal in by_name[action.name].refusals]
            found.compare(f"refusals of {action.name!r}", codes, [])
        if only is not None:
            open_now = sorted(option.action.name for option in options if option.allowed)
            found.compare("open actions", open_now, sorted(action.name for action in only))
        for action, code in refused.items():
            codes = [refusal.code for refusal in by_name[action.name].refusals]
            expected = [code] if isinstance(code, str) else list(code)
            found.compare(f"refusals of {action.name!r}", codes, expected)

    def _way(self) -> str:
        steps = ", ".join(record.action for record in self.case.records)
        return f"(case {self.case.state!r} at {self.now.isoformat()}, after {steps})"


class _Differences:
    """Gather what differs from what was expected."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def compare(self, what: str, found: object, expected: object) -> None:
        if found != expected:
            self.lines.append(f"{what} is {_shown(found)}, expected {_shown(expected)}")


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes) or "nothing"


def _instant(value: str | datetime) -> datetime:
    return aware(iso_instant(value) if isinstance(value, str) else value, name="at")


def _end(due: Due | None) -> date | None:
    if due is None:
        return None
    return due.at if due.is_instant else due.on


def _expected(value: str | date | None) -> date | None:
    if not isinstance(value, str):
        return value
    return iso_instant(value) if "T" in value else date.fromisoformat(value)
