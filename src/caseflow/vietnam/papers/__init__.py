"""The forms of the one-stop shop: receipt, requests, refusal, apology, stop notice, register.

Imported by path, because it needs the extra "documents". What stands on a paper is made by
`office.papers`, and the templates are in the folder `templates` of the pack.
"""

from caseflow.documents import pdf_of
from caseflow.office.papers import Form, Office, read_letterhead, tracking_address
from caseflow.office.papers.printing import Printer
from caseflow.vietnam._paper_forms import PAPERS, forms_on
from caseflow.vietnam._shipped import LANGUAGES

__all__ = [
    "PAPERS",
    "Form",
    "Office",
    "forms_on",
    "papers_of",
    "pdf_of",
    "press",
    "read_letterhead",
    "register_of",
    "tracking_address",
]

_PRINTER = Printer(PAPERS, LANGUAGES)

papers_of = _PRINTER.papers_of
register_of = _PRINTER.register_of
press = _PRINTER.press
