"""What local budgets pay for applicants in Viet Nam, and which of its own fees a council waives.

The rows are in data/supports.toml; what is not proven law is there with its source, and is not
cited.
"""

from collections.abc import Iterable
from functools import cache

from caseflow._typed import typed
from caseflow.fees import Fee, FeeSchedule
from caseflow.office.supports import Supports, read_supports
from caseflow.vietnam._shipped import LANGUAGES, shipped_text
from caseflow.vietnam.law import RULES

__all__ = ["services", "support_names", "supported"]


@cache
def _shipped() -> Supports:
    text = shipped_text("supports.toml")
    return read_supports(text, name="data/supports.toml", languages=LANGUAGES, book=RULES)


@typed
def support_names() -> tuple[str, ...]:
    """Return the names of the shipped supports."""
    return _shipped().names


@typed
def services() -> tuple[Fee, ...]:
    """Return the prices of banks, of the post and of signature providers that a support may pay.

    Source: data/supports.toml.
    """
    return _shipped().services


@typed
def supported(schedule: FeeSchedule, name: str, *, appraisal: Iterable[str] = ()) -> FeeSchedule:
    """Return *schedule* with the services, waivers and subsidies of the support called *name*.

    Fees named in *appraisal* are fees for the appraisal of files, which Hà Nội leaves out. A waiver
    covers the fees that its own council has set; what others have set stays due and is paid.

    >>> from caseflow.vietnam._fees import tariff
    >>> schedule = supported(tariff("certified-copy"), "ha-noi")
    >>> [subsidy.ground for subsidy in schedule.subsidies], schedule.waivers
    (['postage', 'digital-signature', 'ministry-fee'], ())

    Raises:
        UnknownNameError: there is no such support, or a fee named is not in the schedule.
    """
    return _shipped().supported(schedule, name, appraisal=appraisal)
