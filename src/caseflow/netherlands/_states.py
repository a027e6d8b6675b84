"""What the states of an application and the people at an office are called."""

from caseflow.office import states as office
from caseflow.office.rules import labelled
from caseflow.texts import Text

__all__ = ["ROLES", "STATES"]

ROLES = labelled(
    office.ROLES,
    {
        "applicant": Text(nl="aanvrager", en="applicant"),
        "intake": Text(nl="medewerker ontvangst", en="receiving clerk"),
        "officer": Text(nl="behandelaar", en="case officer"),
        "approver": Text(nl="gemandateerde", en="mandated official"),
        "cashier": Text(nl="medewerker leges", en="fees clerk"),
        "support": Text(nl="hulp bij aanvragen", en="help with applications"),
        "system": Text(nl="het systeem", en="the system itself"),
    },
)

STATES = labelled(
    office.STATES,
    {
        "registered": Text(nl="Ontvangen", en="Received"),
        "received": Text(nl="Ontvangst bevestigd", en="Receipt confirmed"),
        "processing": Text(nl="In behandeling", en="In process"),
        "suspended": Text(nl="Opgeschort", en="Suspended"),
        "awaiting-supplement": Text(nl="Wacht op aanvulling", en="Awaiting completion"),
        "awaiting-payment": Text(nl="Wacht op betaling", en="Awaiting payment"),
        "withdrawn": Text(nl="Ingetrokken", en="Withdrawn"),
        "stopped": Text(nl="Buiten behandeling gelaten", en="Left aside"),
        "decided": Text(nl="Besluit genomen", en="Decided"),
        "returned": Text(nl="Besluit bekendgemaakt", en="Decision notified"),
    },
)
