"""Lists of procedures as offices keep them: read, checked, compared, and found where they are."""

from caseflow.office.lists._changes import ListChange, changed_aspects, compare_lists
from caseflow.office.lists._checking import check_list, list_template, list_text
from caseflow.office.lists._contradictions import Wordings, contradictions
from caseflow.office.lists._keeping import kept_lists, list_name, lists_in, load_lists
from caseflow.office.lists._procedures import ListForm, limit_rules, procedures_of, read_list
from caseflow.office.lists._rows import COLUMNS, NEEDED, Row, read_rows

__all__ = [
    "COLUMNS",
    "NEEDED",
    "ListChange",
    "ListForm",
    "Row",
    "Wordings",
    "changed_aspects",
    "check_list",
    "compare_lists",
    "contradictions",
    "kept_lists",
    "limit_rules",
    "list_name",
    "list_template",
    "list_text",
    "lists_in",
    "load_lists",
    "procedures_of",
    "read_list",
    "read_rows",
]
