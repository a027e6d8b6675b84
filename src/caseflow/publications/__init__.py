"""Lists of online services as they are published: made of a catalogue, written, checked, compared.

What a procedure is belongs to `procedures`; which totals a ministry stated, to the packs.

Source: Decree 42/2022/NĐ-CP Art. 11-12.
"""

from caseflow.publications._comparing import Change, PublicationDiff, compare, publication_faults
from caseflow.publications._lists import Publication, Service, publish
from caseflow.publications._pages import to_html
from caseflow.publications._punctuality import (
    Announcement,
    announced_in_time,
    published_in_time,
)
from caseflow.publications._writing import from_csv, from_json, to_csv, to_json

__all__ = [
    "Announcement",
    "Change",
    "Publication",
    "PublicationDiff",
    "Service",
    "announced_in_time",
    "compare",
    "from_csv",
    "from_json",
    "publication_faults",
    "publish",
    "published_in_time",
    "to_csv",
    "to_html",
    "to_json",
]
