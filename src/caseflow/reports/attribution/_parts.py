"""Who had a filing and for what: the parts into which its time is split.

How a case is split into them is in `_stretches`; what they add up to is in `_totals`.
"""

import enum

from caseflow._typed import frozen, typed
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["Holder", "Part", "Stage"]


@typed(late=True)
class Holder(enum.Enum):
    """Say who had the filing."""

    UNIT = "unit"
    APPLICANT = "applicant"
    PAYMENT = "payment"
    AGENCY = "agency"
    REST = "rest"

    def label(self, language: str) -> str:
        """Return the name of the holder for people.

        >>> Holder.AGENCY.label("en"), Holder.APPLICANT.label("vi")
        ('other agency', 'người nộp hồ sơ')
        """
        return self.labels.in_(language)

    @property
    def labels(self) -> Text:
        """Return the name of the holder for people, in each language."""
        return _HOLDERS[self]


_HOLDERS: dict[Holder, Text] = {
    Holder.UNIT: Message("reports.holders-unit"),
    Holder.APPLICANT: Message("reports.holders-applicant"),
    Holder.PAYMENT: Message("reports.holders-payment"),
    Holder.AGENCY: Message("reports.holders-agency"),
    Holder.REST: Message("reports.holders-rest"),
}


@typed(late=True)
class Stage(enum.Enum):
    """Say what the filing was there for.

    A unit has it at reception, until its transfer, in a step, in processing outside of any step,
    and after the decision until the result is sent. The applicant has it for a correction before
    acceptance, for a supplement, and to collect the result at the counter. Another agency has it in
    transit, while the legal clock is suspended on a ground, or is asked.
    """

    RECEPTION = "reception"
    TRANSFER = "transfer"
    STEP = "step"
    PROCESSING = "processing"
    RETURN = "return"
    CORRECTION = "correction"
    SUPPLEMENT = "supplement"
    COLLECTION = "collection"
    PAYMENT = "payment"
    FORWARDING = "forwarding"
    SUSPENSION = "suspension"
    CONSULTATION = "consultation"
    REST = "rest"

    def label(self, language: str) -> str:
        """Return the name of the stage for people.

        >>> Stage.COLLECTION.label("en"), Stage.STEP.label("vi")
        ('waiting to be collected', 'bước xử lý')
        """
        return self.labels.in_(language)

    @property
    def labels(self) -> Text:
        """Return the name of the stage for people, in each language."""
        return _STAGES[self]


_STAGES: dict[Stage, Text] = {
    Stage.RECEPTION: Message("reports.stages-reception"),
    Stage.TRANSFER: Message("reports.stages-transfer"),
    Stage.STEP: Message("reports.stages-step"),
    Stage.PROCESSING: Message("reports.stages-processing"),
    Stage.RETURN: Message("reports.stages-return"),
    Stage.CORRECTION: Message("reports.stages-correction"),
    Stage.SUPPLEMENT: Message("reports.stages-supplement"),
    Stage.COLLECTION: Message("reports.stages-collection"),
    Stage.PAYMENT: Message("reports.stages-payment"),
    Stage.FORWARDING: Message("reports.stages-forwarding"),
    Stage.SUSPENSION: Message("reports.stages-suspension"),
    Stage.CONSULTATION: Message("reports.stages-consultation"),
    Stage.REST: Message("reports.stages-rest"),
}


@frozen
class Part:
    """Name a part of the time of a filing.

    Attributes:
        holder: who had it.
        stage: what for.
        name: the unit or the agency; "" where none is named.
        detail: the name of the step, or the ground of a suspension; "" for other stages.
    """

    holder: Holder
    stage: Stage
    name: str = ""
    detail: str = ""
