"""The pack of Viet Nam, as installed programs find it by name."""

from caseflow.office.pack import Pack
from caseflow.office.papers.forms import PaperSet
from caseflow.vietnam.budgets import budget_office
from caseflow.vietnam.jurisdictions import danang
from caseflow.vietnam.law import RULES
from caseflow.vietnam.stored import case_codec, definition_codec, expiries, unit_of

__all__ = ["PACK"]


def _papers() -> PaperSet:
    # lazy: the packages that lay out papers are an extra
    from caseflow.vietnam.papers.forms import forms_on  # noqa: PLC0415 - lazy, see above

    return PaperSet(forms_on, "caseflow.vietnam")


PACK = Pack(
    name="vietnam",
    languages=("vi", "en"),
    currency="VND",
    jurisdictions={"da-nang": danang},
    codec=case_codec,
    definitions=definition_codec,
    expiries=expiries,
    unit_of=unit_of,
    law=RULES,
    has_status_codes=True,
    papers=_papers,
    budgets=budget_office,
)
