"""A month of made-up filings, and a few in full detail, worked by the engine of any one-stop shop.

Nothing here is a record of anybody. Who acts, what they write and what things cost is data of the
pack (`Samples`); what is drawn and worked is the same in every country.
"""

from caseflow.office.samples._acting import Hand
from caseflow.office.samples._month import Filing, work_month
from caseflow.office.samples._stories import Samples, Story, work_stories
from caseflow.office.samples._tills import Till
from caseflow.office.samples._values import Notes, People, Prices, Sample

__all__ = [
    "Filing",
    "Hand",
    "Notes",
    "People",
    "Prices",
    "Sample",
    "Samples",
    "Story",
    "Till",
    "work_month",
    "work_stories",
]
