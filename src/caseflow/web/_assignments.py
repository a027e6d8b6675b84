"""Who works on a case and when to look at it again, as plain data."""

from caseflow._typed import typed
from caseflow.cases import CLAIM, REASSIGN, Case
from caseflow.engine import Engine
from caseflow.values import Actor
from caseflow.web._cases import options_data
from caseflow.web._shapes import SHAPES, AssignmentShape
from caseflow.web._words import Words

__all__ = ["assignment_data"]

#: What only officers may do.
_OF_OFFICERS = (CLAIM.name, REASSIGN.name)


@typed
def assignment_data(
    case: Case, engine: Engine, *, by: Actor, language: str = "en"
) -> AssignmentShape:
    """Return who works on *case*, and what *by* may do about that, with every reason against it.

    The id of the officer and the follow-up date are shown to officers: to who has the case, may
    claim it but for its being claimed, or may re-assign it. To all others, as the applicant, they
    are null.

    Args:
        case: the case.
        engine: works it.
        by: who asks.
        language: of the texts.

    Raises:
        ValueInvalidError: *language* is no language code.
        HistoryError: the engine does not hold the workflow of the case.
    """
    words, options = Words.of(case, engine, language), engine.assignment_actions(case, by=by)
    is_mine = bool(case.assigned_to) and case.assigned_to == by.id
    is_officer = is_mine or any(
        all(each.code == "claimed-already" for each in option.refusals)
        for option in options
        if option.action.name in _OF_OFFICERS
    )
    return {
        "shape": SHAPES,
        "is_assigned": bool(case.assigned_to),
        "is_mine": is_mine,
        "assigned_to": (case.assigned_to or None) if is_officer else None,
        "follow_up_at": words.maybe(case.follow_up_at) if is_officer else None,
        "actions": options_data(options, case, engine, language=language),
    }
