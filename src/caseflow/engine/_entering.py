"""When an act happened and when it was entered: what is forgiven, confirmed or refused.

The host gives the instants; one instant means both. Whether a late entry fits among the acts is for
`_correcting`.
"""

from datetime import datetime, timedelta

from caseflow.cases import Case
from caseflow.errors import DateUnconfirmedError, TimeReversedError
from caseflow.values import aware, utc

__all__ = ["FORGIVEN", "OLDEST", "confirmed_instants", "instants_of"]

#: By so much a clock may have jumped back, or run ahead of another: the later instant is kept.
FORGIVEN = timedelta(minutes=5)

#: What happened longer than this before its entry is asked to be confirmed.
OLDEST = timedelta(days=90)


def confirmed_instants(
    case_id: str, at: datetime, entered_at: datetime | None, *, confirmed: bool
) -> tuple[datetime, datetime | None]:
    """Return when something happened, and when it was entered if that is another instant.

    An *at* that is no more than `FORGIVEN` after *entered_at* is taken for that instant.

    Raises:
        NaiveDatetimeError: an instant has no zone.
        DateUnconfirmedError: *at* is later than that, or more than `OLDEST` before the entry, and
            nobody confirmed it.
    """
    aware(at, name="at")
    if entered_at is None:
        return at, None
    ahead = utc(at) - utc(aware(entered_at, name="entered_at"))
    if not confirmed and not -OLDEST <= ahead <= FORGIVEN:
        minutes = FORGIVEN // timedelta(minutes=1)
        raise DateUnconfirmedError(case_id, at, entered_at, OLDEST.days, minutes)
    if timedelta() <= ahead <= FORGIVEN:
        return entered_at, None
    return at, entered_at


def instants_of(
    case: Case, at: datetime, entered_at: datetime | None, *, confirmed: bool
) -> tuple[datetime, datetime | None]:
    """Return when an act of *case* happened, and when it was entered if that is another instant.

    An instant of entry no more than `FORGIVEN` before the last one is taken for that one, and with
    it an act that is said to have happened as it was entered.

    Raises:
        NaiveDatetimeError: an instant has no zone.
        DateUnconfirmedError: see `confirmed_instants`.
        TimeReversedError: it was entered longer than that before the last record was.
    """
    at, entered_at = confirmed_instants(case.id, at, entered_at, confirmed=confirmed)
    last_at = case.last_entered_at
    given = at if entered_at is None else entered_at
    if utc(given) >= utc(last_at):
        return at, entered_at
    if utc(last_at) - utc(given) > FORGIVEN:
        raise TimeReversedError(case.id, given, last_at)
    return (last_at, None) if entered_at is None else (at, last_at)
