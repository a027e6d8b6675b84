"""The papers of a case, and the register, on the forms of one country, and the press for them.

Imported by path, because it needs the extra "documents".
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from caseflow._typed import frozen, typed
from caseflow.cases import Case
from caseflow.documents import Paper, Press
from caseflow.engine import Engine
from caseflow.office.papers import registers, slips
from caseflow.office.papers._forms import PaperSet
from caseflow.office.papers._offices import Office
from caseflow.office.papers.words import WORDS

__all__ = ["Printer"]


@typed
@frozen(eq=False)
class Printer:
    """Print on the forms of *papers*, in *languages*."""

    papers: PaperSet
    languages: tuple[str, ...]

    def papers_of(
        self,
        case: Case,
        engine: Engine,
        *,
        office: Office | None = None,
        tracking: str = "",
        at: datetime | None = None,
    ) -> tuple[Paper, ...]:
        """Return the papers of *case* in the order of their acts; see `slips.papers_of`.

        They are named after the case and its record. The control slip is among them once the
        filing is accepted. Cost: O(records) for each paper.

        Args:
            case: with its whole history.
            engine: holds the definitions and calendars the case was worked by.
            office: who issues them.
            tracking: the address at which applicants look a filing up, with `{code}` in it.
            at: the instant as of which the control slip is written; by default that of the last
                record.

        Raises:
            ValueInvalidError: *tracking* is no such address.
            TimeReversedError: *at* is before the last record.
        """
        forms_on, rules = self.papers.forms_on, self.papers.rules
        return slips.papers_of(
            case, engine, forms_on=forms_on, rules=rules, office=office, tracking=tracking, at=at
        )

    def register_of(
        self,
        cases: Iterable[Case],
        engine: Engine,
        first: date,
        last: date,
        *,
        office: Office | None = None,
        passed_over: Callable[[str, Exception], None] | None = None,
    ) -> Paper:
        """Return the register of the *cases* accepted from *first* through *last*.

        Both days are included, and are those of the office; see `registers.register_of`. A case of
        which no row can be made is handed to *passed_over* with the error; without that the error
        is raised. Cost: O(records).

        Raises:
            ValueInvalidError: *last* is before *first*.
        """
        forms_on = self.papers.forms_on
        return registers.register_of(
            cases, engine, first, last, forms_on=forms_on, office=office, passed_over=passed_over
        )

    def press(self, own: str | None = None) -> Press:
        """Return a press for the forms; a template in the directory *own* takes the place of one.

        Raises:
            ValueInvalidError: the directory holds no template.
        """
        words = WORDS if self.papers.words is None else self.papers.words
        return Press(self.papers.package, own=own, words=words, languages=self.languages)
