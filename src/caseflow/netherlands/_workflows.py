"""The handling of an application for a permit, from receipt to the notified decision."""

from functools import cache

from caseflow._typed import typed
from caseflow.limits import weeks
from caseflow.netherlands._actions import ACTIONS
from caseflow.netherlands._languages import LANGUAGES
from caseflow.netherlands._rules import OFFICE, term
from caseflow.netherlands._states import ROLES, STATES
from caseflow.office.assembly import assemble
from caseflow.texts import Text
from caseflow.workflow import LEGAL, SUPPLEMENT, ClockRule, Workflow

__all__ = ["permit"]


#: What an applicant has to complete an application. The law leaves the time to the office, so this
#: is a policy; a procedure may name another one.
_TO_COMPLETE = term(weeks(4))


@typed
@cache
def permit() -> Workflow:
    """Return the workflow of a permit under the General Administrative Law Act.

    The time to decide runs from the day after the application came in, stands still while it is
    completed, and may be extended as its procedure says.

    Source: Algemene wet bestuursrecht Arts. 4:5, 4:13 to 4:15; Art. 4:20b where a law says so.

    >>> permit().clock("legal").labels.in_("nl")
    'Beslistermijn'
    """
    return assemble(
        OFFICE,
        name="permit",
        version="1",
        actions=ACTIONS,
        states=STATES,
        roles=ROLES,
        clocks=(
            ClockRule(LEGAL, Text(nl="Beslistermijn", en="Time to decide")),
            ClockRule(
                SUPPLEMENT,
                Text(nl="Termijn voor aanvulling", en="Time to complete"),
                limit=_TO_COMPLETE,
            ),
        ),
        languages=LANGUAGES,
    )
