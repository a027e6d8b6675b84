"""The forms of the one-stop shop: receipt, requests, refusal, apology, stop notice, register.

Imported by path, because it needs the extra "documents". The values are in `values`, what fills
them in is in `slips` and `registers`, and the templates are in the folder `templates` of the pack.
"""

from caseflow.documents import pdf_of
from caseflow.office.papers import Form, Office, read_letterhead, tracking_address
from caseflow.vietnam.papers._forms import forms_on
from caseflow.vietnam.papers._presses import press
from caseflow.vietnam.papers._printing import papers_of, register_of

__all__ = [
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
