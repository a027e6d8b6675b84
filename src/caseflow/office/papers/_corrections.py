"""The notice of what was taken back or entered late, to an applicant who had been told otherwise.

That a result is cancelled is said by `_notices`.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from caseflow._date_texts import day_text, instant_text
from caseflow.cases import ANNUL, Annulled, Record
from caseflow.engine import PROMISED, Deadlines
from caseflow.office.papers._contexts import PaperContext, appointment
from caseflow.office.papers._forms import NOT_PRINTED, form_of
from caseflow.office.papers.values import Appointment, CorrectionNotice, MovedDate
from caseflow.texts import Message, Written
from caseflow.values import Text, utc
from caseflow.workflow import LEGAL, SUPPLEMENT

__all__ = ["correction_notice"]

_BACK = Message("papers.back")
_LATE = Message("papers.late-action-at-was-entered-entered")
_PAPER = Message("papers.paper")

_DATES = {
    PROMISED: Message("papers.day-on-which-the-result"),
    LEGAL: Message("papers.time-limit-of-the-office"),
    SUPPLEMENT: Message("papers.time-to-hand-in-what"),
}


def correction_notice(
    context: PaperContext, record: Record, printed: Mapping[str, str]
) -> CorrectionNotice | None:
    """Return the notice that *record* calls for; None if the applicant was told nothing else.

    It is called for where a paper of an act is no longer valid, and where a date that had been
    given moves and no paper of *record* itself says so. *printed* maps the actions that are put on
    paper to the name of the paper.
    """
    if record.entered is None:
        return None
    gone = [context.case.records[seq] for seq in record.entered.annuls]
    withdrawn = tuple(_papers(context, gone, printed))
    given = {move.clock for move in record.entered.dates if move.before is not None}
    # What is reported by the paper of the act itself is not told twice.
    is_told = any(_papers(context, [record], printed))
    is_moved = not given.isdisjoint((PROMISED, LEGAL)) and not is_told
    if not withdrawn and not is_moved:
        return None
    head = context.head(context.forms(record).correction, record)
    return CorrectionNotice(
        head=evolve(head, on=context.local(record.entered_at).date()),
        wrong=_wrong(context, record),
        subject="",
        corrected_at=context.local(record.entered_at),
        reason=record.payload.reason if isinstance(record.payload, Annulled) else "",
        withdrawn=withdrawn,
        dates=tuple(_moved(context, record)),
    )


def _papers(
    context: PaperContext, acts: Iterable[Record], printed: Mapping[str, str]
) -> Iterator[Text]:
    """Give the title and the day of each paper on which one of *acts* was put."""
    for act in acts:
        form = form_of(context.forms(act), printed[act.action]) if act.action in printed else None
        if form is not None and form != NOT_PRINTED:
            on = Written(day_text, context.local(act.at).date())
            yield _PAPER.filled(title=form.title, on=on)


def _wrong(context: PaperContext, record: Record) -> Text:
    act = record
    if isinstance(record.payload, Annulled):
        act = context.case.records[record.payload.seq]
    labels = context.labels(act)
    template = _BACK if record.action == ANNUL else _LATE
    at, entered = (
        Written(instant_text, context.local(each)) for each in (act.at, record.entered_at)
    )
    return template.filled(action=labels, at=at, entered=entered)


def _moved(context: PaperContext, record: Record) -> Iterator[MovedDate]:
    """Give each date that moved, old and new; one that counts for two names once."""
    before, after = context.until(record.seq - 1), context.until(record.seq)
    at = max(before.last_at, after.last_at, record.entered_at, key=utc)
    old, new = (context.engine.deadlines(each, at=at) for each in (before, after))
    seen: list[tuple[Appointment | None, Appointment | None]] = []
    for name, label in _DATES.items():
        was, now = pair = (_appointed(old, name), _appointed(new, name))
        if was != now and pair not in seen:
            seen.append(pair)
            yield MovedDate(label, was, now)


def _appointed(dates: Deadlines, name: str) -> Appointment | None:
    return appointment(dates[name].due) if name in dates else None
