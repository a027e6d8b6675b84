"""What only some countries have: lists of an office, publications, tariffs; each a value of a pack.

They hold functions, so that a command pays for the part that it uses. What every country has is in
`pack`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from caseflow._typed import frozen
from caseflow.calendars import OfficeCalendar
from caseflow.checks import Fault
from caseflow.engine import Jurisdiction
from caseflow.fees import FeeSchedule
from caseflow.law import Basis
from caseflow.procedures import Catalogue, Totals
from caseflow.values import Text

__all__ = ["CheckedList", "ProcedureLists", "PublishedTotals", "Publishing", "Tariffs"]


class CheckedList(NamedTuple):
    """Hold a list without faults: how many rows it has, and the text in which it is kept."""

    rows: int
    text: str


@frozen(eq=False)
class ProcedureLists:
    """Say how the offices of a country keep lists of procedures that they decided themselves.

    Attributes:
        shipped: the procedures that the pack brings, without the settings of any office.
        shipped_faults: where what was published of them contradicts itself.
        abolition_faults: the versions of a list that close too late or retire too soon.
        template: an empty list with every column, in the form "csv" or "toml".
        read: the list in a text; the second argument is what the file is called in errors.
        check: the same for an office that would work on it; the third argument is the list that it
            worked on before.
        load: the list in a file, or in a directory of dated lists.
        kept_in: the files of the lists in a directory, each with the day from which it holds, in
            order.
        file_name: the name under which the list of a day is kept.
        office_on: what an office works by on its own list.
    """

    shipped: Callable[[], Catalogue]
    shipped_faults: Callable[[], tuple[Fault, ...]]
    abolition_faults: Callable[[Catalogue, OfficeCalendar], tuple[Fault, ...]]
    template: Callable[[str], str]
    read: Callable[[str, str], Catalogue]
    check: Callable[[str, str, Catalogue | None], CheckedList]
    load: Callable[[str], Catalogue]
    kept_in: Callable[[str], Sequence[tuple[date, str]]]
    file_name: Callable[[date], str]
    office_on: Callable[[Catalogue], Jurisdiction]


@frozen
class PublishedTotals:
    """Hold what one publisher said of its online services; *decision* is "" if none is known."""

    name: str
    publisher: Text
    totals: Totals
    decision: str
    decided_on: date | None
    source: str


@frozen(eq=False)
class Publishing:
    """Say by what law lists of online services are published.

    Attributes:
        basis: the law that is printed on a list.
        reasons_from: a list that holds on that day or later says of each partial service why it is
            not full; None where no law asks for it.
        publishers: whose totals are known.
        totals: those of one publisher.
    """

    basis: Basis
    reasons_from: date | None
    publishers: Callable[[], tuple[str, ...]]
    totals: Callable[[str], PublishedTotals]


@frozen(eq=False)
class Tariffs:
    """Say what is charged besides the fees that a procedure has.

    Attributes:
        names: the tariffs that can be asked for by name.
        tariff: one of them.
        classes: the classes of applicant that reliefs know.
        supports: the names of what local budgets pay.
        supported: a schedule with what a budget pays, by the name of the support; the last argument
            are fees for appraising files, which a support may leave out.
    """

    names: Callable[[], tuple[str, ...]]
    tariff: Callable[[str], FeeSchedule]
    classes: Callable[[], Iterable[str]]
    supports: Callable[[], tuple[str, ...]]
    supported: Callable[[FeeSchedule, str, Iterable[str]], FeeSchedule]
