"""The made-up month as text: a table of dates, three dates explained, the results by channel."""

from collections.abc import Sequence
from fractions import Fraction

from caseflow._date_texts import day_text, instant_text
from caseflow.calendars import DayKind
from caseflow.cli._screen import bold, table
from caseflow.engine import Engine
from caseflow.limits import Unit, amount_text
from caseflow.office.samples import Filing, Sample
from caseflow.shares import Share, TimelinessCount, tenths_of_percent
from caseflow.targets import Timeliness
from caseflow.texts import Message
from caseflow.values import Channel

__all__ = ["TIMELINESS", "month_page", "percent"]


#: What may happen to a filing besides being received, decided and returned.
TALES = {
    "not accepted": Message("commands/demo.not-accepted"),
    "withdrawn": Message("commands/demo.withdrawn"),
    "supplemented": Message("commands/demo.supplemented"),
    "paid at reception": Message("commands/demo.paid-at-reception"),
    "paid mid-way": Message("commands/demo.paid-mid-way"),
    "paid at return": Message("commands/demo.paid-at-return"),
    "refused as a result": Message("commands/demo.refused-as-result"),
    "told in advance": Message("commands/demo.told-advance"),
}


def month_page(
    engine: Engine, filings: Sequence[Filing], sample: Sample, language: str, seed: int
) -> list[str]:
    """Return the lines of the page."""
    calendar = engine.jurisdiction.calendar
    first, last = sample.first, sample.last
    count = len(filings)
    lines = [
        bold(
            Message(
                "commands/demo.made-up-filings-seed", count=count, seed=seed, first=first, last=last
            ).in_(language)
        ),
        Message(
            "commands/demo.calendar", name=engine.jurisdiction.name, version=calendar.version
        ).in_(language),
        "",
        table([_header(language), *(_row(filing, language) for filing in filings[:20])]),
    ]
    if len(filings) > 20:
        more = len(filings) - 20
        lines.append(Message("commands/demo.more-json-has-all", more=more).in_(language))
    for title, filing in _shown(filings, language):
        lines += ["", bold(title), *_explained(engine, filing, language)]
    lines += ["", bold(Message("commands/demo.results").in_(language)), _results(filings, language)]
    if any(each.early for each in engine.jurisdiction.catalogue):
        lines.append(_promises(filings, language))
    return lines


def _header(language: str) -> list[str]:
    texts = (
        Message("commands/demo.filing"),
        Message("commands/demo.procedure"),
        Message("commands/demo.channel"),
        Message("commands/demo.limit"),
        Message("commands/demo.accepted"),
        Message("commands/demo.promised"),
        Message("commands/demo.legal-due"),
        Message("commands/demo.decided"),
        Message("commands/demo.outcome"),
        Message("commands/demo.note"),
    )
    return [text.in_(language) for text in texts]


TIMELINESS = {
    Timeliness.EARLY: Message("commands/demo.early"),
    Timeliness.ON_TIME: Message("commands/demo.on-time"),
    Timeliness.LATE: Message("commands/demo.late"),
}


def _row(filing: Filing, language: str) -> list[str]:
    case, outcome = filing.case, filing.outcome
    ledger = case.clock("legal")
    # The first mark: a limit that started again after a supplement keeps its day of acceptance.
    started = ledger.marks[0].at if ledger and ledger.marks else None
    limit = ledger.limit.text(language) if ledger else "–"
    judged = promised = due = decided = "–"
    if outcome is not None:
        judged = TIMELINESS[outcome.timeliness].in_(language)
        if outcome.timeliness is Timeliness.EARLY:
            judged += f" {percent(outcome.early_share, language)}"
        due = day_text(outcome.due.on, language)
        decided = day_text(outcome.due.calendar.local_date(outcome.decided_at), language)
        if filing.is_promised and outcome.promise is not None:
            promised = day_text(outcome.promise.on, language)
    return [
        f"{filing.number:03}",
        filing.procedure.code,
        case.terms.channel.label(language),
        limit,
        instant_text(started, language) if started else "–",
        promised,
        due,
        decided,
        judged,
        ", ".join(TALES[word].in_(language) for word in filing.tale),
    ]


def _shown(filings: Sequence[Filing], language: str) -> list[tuple[str, Filing]]:
    """Choose three filings whose dates are worth telling."""
    chosen: list[tuple[str, Filing]] = []
    wishes = (
        (
            Message("commands/demo.date-across-days-off"),
            _crosses_swap,
        ),
        (Message("commands/demo.filing-that-supplemented"), _is_supplemented),
        (
            Message("commands/demo.filing-paused-for-payment"),
            _is_paid_midway,
        ),
    )
    for title, fits in wishes:
        taken = [filing for _, filing in chosen]
        found = next((each for each in filings if fits(each) and each not in taken), None)
        if found is not None:
            name = found.procedure.name.in_(language)
            chosen.append((f"{title.in_(language)}: {found.number:03} – {name}", found))
    return chosen


def _crosses_swap(filing: Filing) -> bool:
    if filing.outcome is None or {"paid mid-way", "supplemented"} & {*filing.tale}:
        return False
    due = filing.outcome.due
    if due.limit.unit is not Unit.WORKING_DAY:
        return False
    kinds = {
        day.kind for day in due.calendar.exceptional_days() if due.receipt.on < day.on <= due.on
    }
    return DayKind.MAKE_UP in kinds and DayKind.HOLIDAY in kinds


def _is_supplemented(filing: Filing) -> bool:
    return filing.outcome is not None and "supplemented" in filing.tale


def _is_paid_midway(filing: Filing) -> bool:
    return filing.outcome is not None and "paid mid-way" in filing.tale


def _explained(engine: Engine, filing: Filing, language: str) -> list[str]:
    dates = engine.deadlines(filing.case, at=filing.case.last.at)
    lines = [dates.legal.explain(language)]
    if filing.is_promised and dates.promised.due is not None:
        promised = dates.promised.due
        limit, on = promised.limit.text(language), promised.on
        lines.append(Message("commands/demo.promised-early", limit=limit, on=on).in_(language))
    return lines


def _results(filings: Sequence[Filing], language: str) -> str:
    header = (
        Message("commands/demo.channel"),
        Message("commands/demo.lodged-count"),
        Message("commands/demo.decided"),
        Message("commands/demo.in-time"),
        Message("commands/demo.early-by-10"),
        Message("commands/demo.early-by-20"),
    )
    rows = [[text.in_(language) for text in header]]
    for channel in (*Channel, None):
        lodged = [each for each in filings if channel in (None, each.case.terms.channel)]
        if not lodged:
            continue
        counted = TimelinessCount.by((Fraction(1, 10), Fraction(1, 5)))
        for outcome in (each.outcome for each in lodged):
            if outcome is not None:
                counted = counted.plus(outcome.timeliness, outcome.early_share)
        shares = (counted.in_time, *counted.early_enough)
        rows.append(
            [
                channel.label(language) if channel else Message("commands/demo.all").in_(language),
                str(len(lodged)),
                str(counted.judged),
                *(_of(share, language) for share in shares),
            ]
        )
    return table(rows)


def _promises(filings: Sequence[Filing], language: str) -> str:
    promised = [each.outcome for each in filings if each.is_promised and each.outcome is not None]
    kept = sum(outcome.is_promise_kept is True for outcome in promised)
    share = _of(Share(kept, len(promised)), language)
    return Message("commands/demo.early-return-kept", share=share).in_(language)


def _of(share: Share, language: str) -> str:
    """Write a share with its numerator and denominator; none of none is no share."""
    if share.value is None:
        return "–"
    return f"{share.part}/{share.whole} = {percent(share.value, language)}"


def percent(share: Fraction, language: str) -> str:
    """Write a share in per cent to one decimal, halves rounded up."""
    return f"{amount_text(Fraction(tenths_of_percent(share), 10), language)} %"
