"""The forms of the one-stop shop: receipt, requests, refusal, apology, stop notice, register.

May import: documents, cases, engine, limits, values, workflow, and this pack. Imported by path,
because it needs the extra "documents". The values are in `values`, what fills them in is in
`slips` and `registers`, and the templates are in the folder `templates` of the pack.
"""

from caseflow.documents import pdf_of
from caseflow.vietnam.papers.forms import Form, forms_on
from caseflow.vietnam.papers.offices import Office, read_letterhead, tracking_address
from caseflow.vietnam.papers.presses import press
from caseflow.vietnam.papers.registers import register_of
from caseflow.vietnam.papers.slips import papers_of

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
