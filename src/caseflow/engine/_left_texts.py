"""Say how much time a clock has left, for people: days, hours and minutes, never a fraction.

What is left, and how a clock stands, is worked out in `deadlines`.
"""

from datetime import date
from fractions import Fraction

from caseflow.limits import Unit, duration_text
from caseflow.targets import Standing
from caseflow.texts import Message

__all__ = ["left_text"]

_LEFT = Message("engine.left")
_LATE = Message("engine.late-by")
_DUE_ON = Message("engine.due-on")
_LIMIT_OF = Message("engine.limit-of")
_NO_LIMIT = Message("engine.without-limit")
_PAUSED_LEFT = Message("engine.paused-left")
_PAUSED_LATE = Message("engine.paused-late")
_PAUSED_ANEW = Message("engine.paused-anew")


def left_text(
    standing: Standing,
    left: Fraction | None,
    unit: Unit,
    language: str,
    *,
    day_hours: int,
    is_anew: bool,
    due_on: date | None,
    today: date,
) -> str:
    """Say how much is left.

    Args:
        standing: how the clock stands.
        left: what is left in *unit*, below zero when late; None if there is no limit.
        unit: what *left* is counted in.
        language: the code of the language.
        day_hours: the hours of a working day.
        is_anew: the clock is paused, and starts from zero when it goes on.
        due_on: the day that counts, if there is one.
        today: the civil day.
    """
    if standing is Standing.STOPPED:
        return standing.label(language)
    if left is None:
        return _NO_LIMIT.in_(language)
    amount = duration_text(left, unit, language, day_hours=day_hours)
    if standing is Standing.NOT_STARTED:
        return _LIMIT_OF.filled(amount=amount).in_(language)
    if standing is Standing.PAUSED:
        text = _PAUSED_ANEW if is_anew else _PAUSED_LATE if left < 0 else _PAUSED_LEFT
        return text.filled(amount=amount).in_(language)
    if standing is Standing.OVERDUE:
        late = -left
        if unit is Unit.CALENDAR_DAY and due_on is not None:
            # A date that rolled is late from the day that counts, and not from the one it had.
            late = Fraction((today - due_on).days)
        if late <= 0 or unit is Unit.SAME_DAY:
            return standing.label(language)
        amount = duration_text(late, unit, language, day_hours=day_hours)
        return _LATE.filled(amount=amount).in_(language)
    if left > 0 or due_on is None:
        return _LEFT.filled(amount=amount).in_(language)
    is_today = due_on == today
    return (
        Standing.DUE_TODAY.label(language) if is_today else _DUE_ON.filled(day=due_on).in_(language)
    )
