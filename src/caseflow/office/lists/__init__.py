"""Tables of procedures as offices keep them."""

from caseflow.office.lists._changes import ListChange, changed_aspects, compare_lists
from caseflow.office.lists._rows import COLUMNS, NEEDED, Row, read_rows

__all__ = [
    "COLUMNS",
    "NEEDED",
    "ListChange",
    "Row",
    "changed_aspects",
    "compare_lists",
    "read_rows",
]
