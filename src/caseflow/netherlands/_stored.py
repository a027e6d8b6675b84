"""How cases of the pack are kept: names of payloads, guards, and what happens when dates pass."""

from caseflow._typed import typed
from caseflow.codec import Codec, DefinitionCodec, PayloadTypes
from caseflow.netherlands import _law as law
from caseflow.netherlands._languages import LANGUAGES
from caseflow.netherlands._payloads import LongerTime
from caseflow.netherlands._procedures import DEEMED, EUR
from caseflow.netherlands._rules import OFFICE
from caseflow.netherlands._workflows import permit
from caseflow.office import actions as do
from caseflow.office import payloads, storing
from caseflow.office.states import OFFICER, SYSTEM
from caseflow.procedures import SilentOutcome
from caseflow.service import Expiry
from caseflow.workflow import LEGAL, SUPPLEMENT

__all__ = ["case_codec", "definition_codec", "expiries"]


def _types() -> PayloadTypes:
    types = storing.payload_types("nl", OFFICE, EUR)
    types.register("nl.longer-time", 1, LongerTime)
    types.sample(LongerTime, LongerTime("advies"))
    return types


@typed
def case_codec() -> Codec:
    """Return a codec for the cases of the pack."""
    return Codec(_types())


@typed
def definition_codec() -> DefinitionCodec:
    """Return a codec for the workflows and procedures of the pack."""
    return storing.definition_codec(_types(), OFFICE, LANGUAGES)


@typed
def expiries() -> dict[str, tuple[Expiry, ...]]:
    """Return what happens when dates come near or pass, by workflow.

    A week before the time to decide is over its unit is told, and again when it is over. Where
    silence grants a permit, the actor "caseflow" records it; elsewhere that is refused, and the
    message says so. An application that nobody completed may be left aside, which is the office's
    to decide: it is told and not done.

    Source: Algemene wet bestuursrecht Arts. 4:5, 4:13, 4:20b.
    """
    deemed = payloads.DeemedDecision(SilentOutcome.APPROVAL, DEEMED)
    return {
        permit().name: (
            Expiry("decision-near", LEGAL, working_days_before=5, citation=law.PROCESS),
            Expiry("decision-overdue", LEGAL, citation=law.PROCESS),
            Expiry(
                "granted-by-law",
                LEGAL,
                action=do.DEEM_DECIDED,
                payload=deemed,
                roles={SYSTEM.name},
                citation=law.DEEMED,
            ),
            Expiry(
                "not-completed", SUPPLEMENT, roles={OFFICER.name}, citation=law.CLOSE_UNANSWERED
            ),
        )
    }
