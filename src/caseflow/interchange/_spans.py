"""The time data of a filing: when it started, was due and ended, and what is wrong in it.

The due date the engine computes belongs to `_replays`.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from caseflow._date_texts import day_text, message_text
from caseflow.interchange._filings import Event, Filing
from caseflow.interchange._findings import Finding, finding, shown
from caseflow.interchange._moments import Moment, MomentReader
from caseflow.interchange._profiles import Measure, Profile
from caseflow.texts import Message, Text, Written
from caseflow.values import utc

__all__ = ["Spans", "length"]

_MICROSECOND = timedelta(microseconds=1)


class Spans:
    """Read the times of filings, handing every fault to *note*."""

    def __init__(
        self,
        profile: Profile,
        columns: Sequence[str],
        note: Callable[[Filing, Finding], object],
    ) -> None:
        self._profile = profile
        self._places = {name: place for place, name in enumerate(columns)}
        self._note = note
        self._moments = MomentReader(profile.zone, profile.pattern, profile.naive)

    def said(self, filing: Filing, column: str) -> str:
        """Return the text the filing has in *column*; "" if there is none."""
        return filing.said[self._places[column]] if column else ""

    def moment(self, filing: Filing, column: str) -> Moment | None:
        """Return the moment the filing has in *column*; None if none can be read."""
        if column in filing.moments:
            return filing.moments[column]
        moment: Moment | None = None
        text = self.said(filing, column)
        if text:
            read = self._moments.read(text, column, filing.line, case=filing.id, day_will_do=True)
            if isinstance(read, Finding):
                self._note(filing, read)
            else:
                moment = read
        filing.moments[column] = moment
        return moment

    def start(self, filing: Filing) -> datetime | None:
        """Return when the filing starts: what its row says, else its first event."""
        column = self._profile.columns.start
        if not column:
            return filing.events[0].at if filing.events else None
        start = self.moment(filing, column)
        if start is None and not self.said(filing, column):
            self._note_empty(filing, column, is_used=False)
        if start is None or isinstance(start, datetime):
            return start
        return self._profile.calendar.start_of(start)

    def end(self, filing: Filing, opened_at: datetime) -> Moment | None:
        """Return when the filing ended; None if it is open or ends before it starts.

        An end earlier on the very day of the start is taken as the start: one of the two was
        entered as a day and stamped with some time of it.
        """
        end = self.moment(filing, self._profile.columns.end)
        if end is None:
            return None
        day, first_day = self._moments.day_of(end), self._moments.day_of(opened_at)
        is_day_earlier = day < first_day
        if not is_day_earlier and not (isinstance(end, datetime) and utc(end) < utc(opened_at)):
            return end
        found = finding(
            "end-before-start" if is_day_earlier else "end-on-start-day",
            filing.line,
            case=filing.id,
            start=self.local(opened_at),
            end=self.local(end),
        )
        self._note(filing, found)
        return None if is_day_earlier else opened_at

    def outside(
        self, filing: Filing, event: Event, opened_at: datetime, end: Moment | None
    ) -> Finding | None:
        """Say that *event* lies before the start or after the end; None if in between."""
        if utc(event.at) < utc(opened_at):
            return finding(
                "event-before-start",
                event.line,
                case=filing.id,
                about=event.activity,
                at=self.local(event.at),
                start=self.local(opened_at),
                gap=_shown_gap(utc(opened_at) - utc(event.at)),
            )
        if end is None:
            return None
        at = event.at
        since = utc(at) - utc(end) if isinstance(end, datetime) else self.day_of(at) - end
        if since <= timedelta(0):
            return None
        return finding(
            "event-after-end",
            event.line,
            case=filing.id,
            about=event.activity,
            at=self.local(event.at),
            end=self.local(end),
            gap=_shown_gap(since),
        )

    def judged(
        self, filing: Filing, opened_at: datetime, end: Moment, *, noted: bool = False
    ) -> tuple[Moment, Moment, Moment] | None:
        """Return start, deadline and end, all instants or all days as the profile compares them.

        None, and why, if the filing does not say enough; *noted* says that why is noted already.
        """
        columns = self._profile.columns
        deadline = self.moment(filing, columns.deadline)
        if deadline is None:
            if not self.said(filing, columns.deadline) and not noted:
                self._note_empty(filing, columns.deadline, is_used=True)
            return None
        start = (self.moment(filing, columns.start) if columns.start else None) or opened_at
        days = [self._moments.day_of(moment) for moment in (start, deadline, end)]
        if self._profile.judgement.by is Measure.DAY:
            start, deadline, end = days
        else:
            named = (columns.start, columns.deadline, columns.end)
            for column, moment in zip(named, (start, deadline, end), strict=True):
                if not isinstance(moment, datetime):
                    found = finding(
                        "time-of-day-needed",
                        filing.line,
                        case=filing.id,
                        about=column,
                        is_used=True,
                        column=column,
                        value=shown(moment.isoformat()),
                    )
                    if not noted:
                        self._note(filing, found)
                    return None
        if length(start, deadline) > 0:
            return start, deadline, end
        found = finding(
            "term-empty",
            filing.line,
            case=filing.id,
            deadline=self.local(deadline),
            start=self.local(start),
        )
        if not noted:
            self._note(filing, found)
        return None

    def day_of(self, moment: Moment) -> date:
        """Return the civil day of *moment* in the zone of the log."""
        return self._moments.day_of(moment)

    def local(self, moment: Moment) -> Text:
        """Return *moment* as people of the zone write it, to the second."""
        if isinstance(moment, datetime):
            local = moment.astimezone(self._profile.zone)
            return Written(_instant_text, local)
        return Written(day_text, moment)

    def _note_empty(self, filing: Filing, column: str, *, is_used: bool) -> None:
        found = finding(
            "field-empty",
            filing.line,
            case=filing.id,
            about=column,
            is_used=is_used,
            column=column,
        )
        self._note(filing, found)


def _instant_text(local: datetime, language: str) -> str:
    return message_text(local.replace(microsecond=0), language).replace("T", " ")


def length(start: Moment, end: Moment) -> int:
    """Return the time from *start* to *end*: microseconds between instants, days between days."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return (utc(end) - utc(start)) // _MICROSECOND
    return date.toordinal(end) - date.toordinal(start)


def _shown_gap(gap: timedelta) -> Text:
    """Return *gap* in both languages: "41 ngày 10:01:23" and "41 d 10:01:23", "0:00:01.230000"."""
    rest = gap - timedelta(days=gap.days)
    if not gap.days:
        return Text(und=str(rest))
    return Message("interchange.d", days=gap.days, rest=rest)
