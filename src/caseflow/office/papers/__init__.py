"""The papers of a one-stop shop as values, made from the history of a case.

Which form and template a paper has is a country's to say. Imported by path, because it needs the
extra "documents".
"""

from caseflow.office.papers._forms import NOT_PRINTED, Form, Forms, FormsOn, PaperSet
from caseflow.office.papers._offices import Office, read_letterhead, tracking_address

__all__ = [
    "NOT_PRINTED",
    "Form",
    "Forms",
    "FormsOn",
    "Office",
    "PaperSet",
    "read_letterhead",
    "tracking_address",
]
