"""A migration tried on many cases: how many can move, which cannot, and why.

One case at a time, in bounded memory but for the cases that cannot move, which are all named.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from caseflow._typed import frozen, typed
from caseflow.cases import Case
from caseflow.engine._core import Engine
from caseflow.engine._migrating import Migration, refuse_misnamed
from caseflow.errors import ActionRefusedError, CaseflowError
from caseflow.messages import languages
from caseflow.texts import Message
from caseflow.values import Actor, aware
from caseflow.workflow import Refusal

__all__ = ["MigrationReport", "MigrationTally", "Stayed", "try_migration"]

_NOBODY = Actor("")
_TRIAL = "trial"

_COUNTS = Message("engine.migration-counts")
_CAN = Message("engine.can")
_DONE = Message("engine.done")


@typed
@frozen
class Stayed:
    """Say why a case cannot move: every refusal, or the error that reading or moving it met."""

    case_id: str
    refusals: tuple[Refusal, ...] = ()
    error: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the reasons; "error" for an error."""
        return tuple(dict.fromkeys(each.code for each in self.refusals)) or ("error",)

    def text(self, language: str) -> str:
        """Return the reasons in *language*, "vi" or "en"; an error is in English."""
        return self.error or "; ".join(each.text(language) for each in self.refusals)


@typed
@frozen
class MigrationReport:
    """Say what became of a migration, or would: counts, and each case that stays with its reasons.

    *moved* counts the cases that moved, or could in a dry run; *there* those that were there.
    """

    is_dry_run: bool
    moved: int = 0
    there: int = 0
    stayed: tuple[Stayed, ...] = ()

    @property
    def asked(self) -> int:
        """Count the cases looked at."""
        return self.moved + self.there + len(self.stayed)

    @property
    def reasons(self) -> dict[str, int]:
        """Count the cases per reason, the most frequent first; a case may have several."""
        counts = Counter(code for each in self.stayed for code in each.codes)
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def text(self, language: str) -> str:
        """Return the report in *language*, "vi" or "en": a line of counts, then a line a case."""
        verb = (_CAN if self.is_dry_run else _DONE).in_(language)
        counts = _COUNTS.in_(language).format(
            asked=self.asked, verb=verb, moved=self.moved, there=self.there, stayed=len(self.stayed)
        )
        return "\n".join(
            [counts, *(f"{e.case_id or '-'}: {e.text(language)}" for e in self.stayed)]
        )

    def to_data(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "is_dry_run": self.is_dry_run,
            "asked": self.asked,
            "moved": self.moved,
            "there": self.there,
            "reasons": self.reasons,
            "stayed": [
                {
                    "case": each.case_id,
                    "codes": list(each.codes),
                    **{language: each.text(language) for language in languages()},
                }
                for each in self.stayed
            ],
        }


@typed
class MigrationTally:
    """Gather a report, case by case."""

    def __init__(self, *, is_dry_run: bool) -> None:
        """Begin with nothing counted."""
        self._is_dry_run = is_dry_run
        self._moved = self._there = 0
        self._stayed: list[Stayed] = []

    def went(self, before: Case, after: Case) -> None:
        """Count a case that moved, or was there already."""
        if after is before:
            self._there += 1
        else:
            self._moved += 1

    def stays(self, case_id: str, error: CaseflowError) -> None:
        """Keep a case that cannot move, with its reasons."""
        if isinstance(error, ActionRefusedError):
            reasons = tuple(each for each in error.refusals if isinstance(each, Refusal))
            self._stayed.append(Stayed(case_id, reasons))
        else:
            self._stayed.append(Stayed(case_id, error=str(error)))

    @property
    def report(self) -> MigrationReport:
        """Return what was gathered."""
        return MigrationReport(self._is_dry_run, self._moved, self._there, tuple(self._stayed))


@typed
def try_migration(
    engine: Engine, cases: Iterable[Case], migration: Migration, *, at: datetime
) -> MigrationReport:
    """Return which of *cases* could move at *at*, and why the others cannot; nothing is moved.

    A case with a later record cannot move then, and is among those that stay.

    Cost: one `Engine.migrate` per case, the memory of one and of the reasons.

    Raises:
        UnknownNameError: the migration names what no workflow held has.
    """
    refuse_misnamed(migration, engine.jurisdiction.all_workflows)
    aware(at, name="at")
    tally = MigrationTally(is_dry_run=True)
    for case in cases:
        try:
            moved = engine.migrate(case, migration, at=at, by=_NOBODY, reason=_TRIAL)
        except CaseflowError as error:
            tally.stays(case.id, error)
        else:
            tally.went(case, moved)
    return tally.report
