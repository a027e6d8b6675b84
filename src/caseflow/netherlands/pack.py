"""The pack of the Netherlands, as installed programs find it by name."""

from caseflow.netherlands.calendars import CALENDARS
from caseflow.netherlands.jurisdictions import municipality
from caseflow.netherlands.law import RULES
from caseflow.netherlands.rules import OFFICE
from caseflow.netherlands.samples import samples
from caseflow.netherlands.stored import case_codec, definition_codec, expiries
from caseflow.netherlands.workflows import LANGUAGES
from caseflow.office.pack import Pack
from caseflow.office.processing.assigning import unit_in_charge

__all__ = ["PACK"]

PACK = Pack(
    name="netherlands",
    languages=LANGUAGES,
    currency="EUR",
    jurisdictions={"municipality": municipality},
    codec=case_codec,
    definitions=definition_codec,
    expiries=expiries,
    unit_of=lambda case: unit_in_charge(case.records, OFFICE.desk),
    law=RULES,
    calendars=CALENDARS,
    samples=samples,
)
