"""The pack of the Netherlands, as installed programs find it by name."""

from caseflow.netherlands._jurisdictions import municipality
from caseflow.netherlands._languages import LANGUAGES
from caseflow.netherlands._law import RULES
from caseflow.netherlands._rules import OFFICE
from caseflow.netherlands._samples import samples
from caseflow.netherlands._stored import case_codec, definition_codec, expiries
from caseflow.netherlands.calendars import CALENDARS
from caseflow.office.pack import Pack
from caseflow.office.papers import PaperSet
from caseflow.office.processing import unit_in_charge

__all__ = ["PACK"]


def _papers() -> PaperSet:
    # lazy: what lays out papers is an extra
    from caseflow.netherlands._papers import papers  # noqa: PLC0415 - lazy, see above

    return papers()


#: The pack of the Netherlands, as `caseflow.packs` finds it.
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
    papers=_papers,
    samples=samples,
)
