"""The pack of Viet Nam, as installed programs find it by name."""

from collections.abc import Iterable

from caseflow.fees import FeeSchedule
from caseflow.office.lists import kept_lists
from caseflow.office.pack import Pack, Publishing, Tariffs
from caseflow.office.papers import PaperSet
from caseflow.vietnam import _fees as fees
from caseflow.vietnam import _publications as publications
from caseflow.vietnam import _supports as supports
from caseflow.vietnam import law
from caseflow.vietnam._abolitions import abolition_faults
from caseflow.vietnam._budgets import budget_office
from caseflow.vietnam._escalations import escalation_office
from caseflow.vietnam._jurisdictions import danang, danang_with
from caseflow.vietnam._listing import FORM
from caseflow.vietnam._paper_forms import PAPERS
from caseflow.vietnam._procedures import catalogue, catalogue_faults
from caseflow.vietnam._quoting import worded
from caseflow.vietnam._samples import samples
from caseflow.vietnam._shipped import shipped_text
from caseflow.vietnam.calendars import CALENDARS
from caseflow.vietnam.rules import PARTIAL_REASON_FROM
from caseflow.vietnam.stored import case_codec, definition_codec, expiries, unit_of

__all__ = ["PACK"]


def _papers() -> PaperSet:
    return PAPERS


def _indices() -> str:
    return shipped_text("indices.toml")


def _supported(schedule: FeeSchedule, name: str, appraisal: Iterable[str]) -> FeeSchedule:
    return supports.supported(schedule, name, appraisal=appraisal)


#: The pack of Viet Nam, as `caseflow.packs` finds it.
PACK = Pack(
    name="vietnam",
    languages=("vi", "en"),
    currency="VND",
    jurisdictions={"da-nang": danang},
    codec=case_codec,
    definitions=definition_codec,
    expiries=expiries,
    unit_of=unit_of,
    law=law.RULES,
    has_status_codes=True,
    calendars=CALENDARS,
    papers=_papers,
    budgets=budget_office,
    escalations=escalation_office,
    lists=kept_lists(
        FORM,
        shipped=catalogue,
        shipped_faults=catalogue_faults,
        abolition_faults=abolition_faults,
        office_on=danang_with,
    ),
    publishing=Publishing(
        basis=law.ONLINE_SERVICES,
        reasons_from=PARTIAL_REASON_FROM,
        publishers=publications.published_names,
        totals=publications.published_totals,
    ),
    tariffs=Tariffs(
        names=fees.tariff_names,
        tariff=fees.tariff,
        classes=lambda: fees.APPLICANT_CLASSES,
        supports=supports.support_names,
        supported=_supported,
    ),
    indices=_indices,
    worded=worded,
    samples=samples,
)
