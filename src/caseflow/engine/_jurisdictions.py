"""What an engine works by: one calendar, one catalogue, and the workflows it refers to."""

from collections.abc import Callable, Mapping

from attrs import field
from attrs.converters import optional

from caseflow._showing import word
from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.engine._annulling import Annulments
from caseflow.engine._assigning import Assignments
from caseflow.errors import HistoryError
from caseflow.money import Currency, currency_of, one_currency
from caseflow.procedures import Catalogue
from caseflow.workflow import Workflow

__all__ = ["Jurisdiction"]


def _no_workflows() -> dict[str, Callable[[], Workflow]]:
    return {}


@typed(late=True)
@frozen
class Jurisdiction:
    """Hold what one authority works by; a pack builds it.

    Several versions of one workflow may be held; an open case finds its own by fingerprint, and a
    new case takes the last one of the name its procedure gives.

    *earlier* are workflows that no new case takes, by fingerprint, each with the function that
    reads it: a case that was opened under one of them is worked by it, and a program that meets no
    such case does not read them. The function returns a workflow of that fingerprint.

    *currency* is the one it takes money in; without one it is that of the fees in its catalogue,
    and None if there are none.

    *annulments* say who may take back an act that was recorded in error, and *assignments* who may
    give cases to officers, by the rules of today.

    Raises:
        CurrencyMismatchError: fees of the catalogue are in another currency, or in several.
    """

    name: str
    calendar: OfficeCalendar
    catalogue: Catalogue
    workflows: tuple[Workflow, ...]
    earlier: Mapping[str, Callable[[], Workflow]] = field(
        factory=_no_workflows, eq=False, repr=False
    )
    annulments: Annulments = field(factory=Annulments)
    currency: Currency | None = field(default=None, converter=optional(currency_of))
    assignments: Assignments = field(factory=Assignments)

    def __attrs_post_init__(self) -> None:
        """Refuse a second currency; take that of the fees if none is given."""
        kept = (*self.catalogue.procedures, *self.catalogue.earlier)
        fees = {each.fees.currency: None for each in kept if each.fees is not None}
        known = fees if self.currency is None else {self.currency: None, **fees}
        one_currency(*known)
        object.__setattr__(self, "currency", next(iter(known), None))

    def workflow(self, fingerprint: str) -> Workflow | None:
        """Return the workflow of that fingerprint, an earlier one included; None if none is."""
        for workflow in self.workflows:
            if workflow.fingerprint == fingerprint:
                return workflow
        read = self.earlier.get(fingerprint)
        return None if read is None else read()

    def held(self, fingerprint: str) -> Workflow:
        """Return the workflow of that fingerprint.

        Raises:
            HistoryError: there is none; those that are held are named.
        """
        found = self.workflow(fingerprint)
        if found is None:
            known = ", ".join(self.fingerprints) or "none"
            raise HistoryError(
                "", 0, f"workflow {word(fingerprint)} is not held; held are: {known}"
            )
        return found

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Return the fingerprints of all workflows that are held, sorted."""
        return tuple(sorted({*self.earlier, *(each.fingerprint for each in self.workflows)}))

    @property
    def all_workflows(self) -> tuple[Workflow, ...]:
        """Return every workflow that is held, earlier ones first. Cost: reads the earlier ones."""
        return (*(read() for read in self.earlier.values()), *self.workflows)
