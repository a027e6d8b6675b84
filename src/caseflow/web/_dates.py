"""Dates of a case and how they came about, as plain data."""

from datetime import datetime
from fractions import Fraction

from caseflow._number_texts import share_text
from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine import Deadline, Engine
from caseflow.limits._wording import step_text
from caseflow.web._shapes import DeadlineShape, ExplanationShape, NumberShape, StepShape
from caseflow.web._words import Words

__all__ = [
    "deadline_data",
    "deadline_shape",
    "deadlines_data",
    "explanation_data",
    "share_shape",
]


@typed
def deadlines_data(
    case: Case, engine: Engine, *, at: datetime, language: str = "en"
) -> list[DeadlineShape]:
    """Return when every clock of *case* is due and how it stands at *at*, the promise included.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    words, dates = Words.of(case, engine, language), engine.deadlines(case, at=at)
    return [deadline_shape(dates[name], words, name) for name in dates]


@typed
def deadline_data(
    deadline: Deadline, case: Case, engine: Engine, *, language: str = "en"
) -> DeadlineShape:
    """Return one of the dates of *case*, as `Engine.deadlines` gives them.

    A promise is named after the clock that it runs by; in `deadlines_data` it is "promised".
    """
    return deadline_shape(deadline, Words.of(case, engine, language), deadline.clock)


def deadline_shape(deadline: Deadline, words: Words, name: str) -> DeadlineShape:
    """Return *deadline*, which goes by *name*, in *words*."""
    on = deadline.at.astimezone(words.zone).date()
    return {
        "clock": words.clock(name),
        "at": words.instant(deadline.at),
        "standing": words.code(deadline.standing),
        "limit": words.limit(deadline.limit, on),
        "due": words.due(deadline.due),
        "projected": words.due(deadline.projected),
        "left": {"value": str(deadline.left), "text": deadline.left_text(words.language)},
        "left_unit": deadline.left_unit.value,
        "note": "" if deadline.note is None else deadline.note.in_(words.language),
    }


@typed
def explanation_data(
    deadline: Deadline, case: Case, engine: Engine, *, language: str = "en"
) -> ExplanationShape:
    """Return how the date of *deadline* came about, step by step, with what the law says.

    Cost: O(days covered).
    """
    words = Words.of(case, engine, language)
    counted, steps = deadline.counted, list[StepShape]()
    if counted is not None:
        for each in counted.explain(words.language).steps:
            steps.append(
                {
                    "code": each.code,
                    "text": step_text(each, words.language, counted.calendar),
                    "first_on": each.first_on.isoformat(),
                    "last_on": each.last_on.isoformat(),
                }
            )
    return {
        "clock": words.clock(deadline.clock),
        "text": deadline.explain(words.language),
        "calendar": "" if counted is None else counted.calendar_version,
        "steps": steps,
    }


def share_shape(share: Fraction, words: Words) -> NumberShape:
    """Return a share, exact and as a percentage."""
    return {"value": str(share), "text": share_text(share, words.language)}
