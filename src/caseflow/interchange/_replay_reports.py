"""What a replay found: counts, dates compared, timeliness by channel; as JSON values and as text.

Nothing is decided here: `_replays` counts, this module says it.
"""

from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest

from caseflow._number_texts import digits_text, whole_text
from caseflow._typed import frozen
from caseflow.interchange._findings import FindingGroup
from caseflow.interchange._profiles import Basis, Judgement, Measure
from caseflow.interchange._scores import Punctuality
from caseflow.shares import Share
from caseflow.texts import Message, Text
from caseflow.workflow import State

__all__ = ["ActivityCount", "Comparison", "ReplayReport"]

FORMAT = "caseflow-replay-report/1"

#: Rows of a histogram, codes about one finding and examples of it, that the text shows.
SHOWN_DAYS = 10
SHOWN_ABOUT = 4
SHOWN_EXAMPLES = 2


@frozen
class Comparison:
    """Compare the due date of each case with a column of the log, as civil days.

    `days` counts the cases by how many days the log's date lies after the engine's, in order of
    days. `missing` cases have no date on one of the sides. `extended` counts the differing cases
    whose date is that of the limit extended once; None where the procedure knows no extension.
    """

    column: str
    equal: int
    differ: int
    missing: int
    extended: int | None
    days: tuple[tuple[int, int], ...]

    def to_json(self) -> dict[str, object]:
        """Return the comparison as JSON values."""
        return {
            "column": self.column,
            "compared": self.equal + self.differ,
            "equal": self.equal,
            "differ": self.differ,
            "differ_equal_extended": self.extended,
            "missing": self.missing,
            "log_minus_computed_days": {str(days): count for days, count in self.days},
        }


@frozen
class ActivityCount:
    """Count the events of one activity: worked, refused by the engine, left out before it."""

    activity: str
    action: str
    worked: int
    refused: int
    left_out: int

    def to_json(self) -> dict[str, object]:
        """Return the counts as JSON values."""
        return {
            "activity": self.activity,
            "action": self.action or None,
            "worked": self.worked,
            "refused": self.refused,
            "left_out": self.left_out,
        }


@frozen
class ReplayReport:
    """Hold all that a replay found.

    Every row of the log is either `unreadable` or one of `events`; every event is worked, refused
    or left out. A case is `fitting` when it was opened, all its events were worked and its own
    start and end, if any, were too.
    """

    log: str
    profile: str
    procedure: str
    title: Text
    limit: Text
    calendar: str
    zone: str
    rows: int
    unreadable: int
    cases: int
    opened: int
    fitting: int
    finished: int
    open: int
    paused: int
    undecided: tuple[tuple[State, int], ...]
    events: int
    worked: int
    refused: int
    left_out: int
    activities: tuple[ActivityCount, ...]
    findings: tuple[FindingGroup, ...]
    comparison: Comparison | None
    judgement: Judgement
    overall: Punctuality
    by_channel: tuple[Punctuality, ...]

    @property
    def has_findings(self) -> bool:
        """Return whether any fault was found, in the file or in the cases."""
        return bool(self.findings)

    def to_json(self) -> dict[str, object]:
        """Return the report as JSON values; shares are exact and come with their percentage."""
        return {
            "format": FORMAT,
            "status": "findings" if self.has_findings else "clean",
            "log": self.log,
            "profile": self.profile,
            "procedure": self.procedure,
            "limit": dict(self.limit.items()),
            "calendar": self.calendar,
            "zone": self.zone,
            "rows": {"total": self.rows, "unreadable": self.unreadable},
            "cases": {
                "total": self.cases,
                "opened": self.opened,
                "fitting": self.fitting,
                "finished": self.finished,
                "open": self.open,
                "open_paused": self.paused,
            },
            "events": {
                "total": self.events,
                "worked": self.worked,
                "refused": self.refused,
                "left_out": self.left_out,
            },
            "activities": [each.to_json() for each in self.activities],
            "findings": [group.to_json() for group in self.findings],
            "dates": self.comparison.to_json() if self.comparison else None,
            "timeliness": {
                "against": self.judgement.against.value,
                "by": self.judgement.by.value,
                "decision": self.judgement.decision.value,
                "undecided": {state.name: count for state, count in self.undecided},
                "rounding": "half-up",
                "overall": self.overall.to_json(),
                "by_channel": {each.channel: each.to_json() for each in self.by_channel},
            },
        }

    def text(self, lang: str = "en") -> str:
        """Return the report for people, in "vi" or "en", without a line end at its end.

        Raises:
            UnknownNameError: another language.
        """
        return "\n".join(_Page(self, lang).lines())


_WORDS = {
    "replay": Message("interchange.words-replay"),
    "terms": Message("interchange.words-terms"),
    "rows": Message("interchange.words-rows"),
    "cases": Message("interchange.words-cases"),
    "events": Message("interchange.words-events"),
    "unreadable": Message("interchange.words-unreadable"),
    "opened": Message("interchange.words-opened"),
    "fitting": Message("interchange.words-fitting"),
    "finished": Message("interchange.words-finished"),
    "worked": Message("interchange.words-worked"),
    "refused": Message("interchange.words-refused"),
    "left_out": Message("interchange.words-left-out"),
    "misfits": Message("interchange.words-misfits"),
    "all_fits": Message("interchange.words-all-fits"),
    "noted": Message("interchange.words-noted"),
    "line": Message("interchange.words-line"),
    "more": Message("interchange.words-more"),
    "dates": Message("interchange.words-dates"),
    "compared": Message("interchange.words-compared"),
    "equal": Message("interchange.words-equal"),
    "differ": Message("interchange.words-differ"),
    "missing": Message("interchange.words-missing"),
    "extended": Message("interchange.words-extended"),
    "histogram": Message("interchange.words-histogram"),
    "others": Message("interchange.words-others"),
    "undecided": Message("interchange.words-undecided"),
    "standing": Message("interchange.words-standing"),
    "below": Message("interchange.words-below"),
    "above": Message("interchange.words-above"),
    "timeliness": Message("interchange.words-timeliness"),
    "log": Message("interchange.words-log"),
    "computed": Message("interchange.words-computed"),
    "instant": Message("interchange.words-instant"),
    "day": Message("interchange.words-day"),
    "channel": Message("interchange.words-channel"),
    "judged": Message("interchange.words-judged"),
    "all": Message("interchange.words-all"),
    "on_time": Message("interchange.words-on-time"),
    "early": Message("interchange.words-early"),
    "rounding": Message("interchange.words-rounding"),
}


class _Page:
    """One report in one language."""

    def __init__(self, report: ReplayReport, lang: str) -> None:
        self._report = report
        self._lang = lang

    def lines(self) -> list[str]:
        report = self._report
        title = report.title.in_(self._lang)
        limit = report.limit.in_(self._lang)
        return [
            self._word("replay", log=report.log, profile=report.profile),
            self._word(
                "terms", title=title, limit=limit, calendar=report.calendar, zone=report.zone
            ),
            "",
            self._counts("rows", report.rows, unreadable=report.unreadable),
            self._counts(
                "cases",
                report.cases,
                opened=report.opened,
                fitting=report.fitting,
                finished=report.finished,
            ),
            *self._open(),
            self._counts(
                "events",
                report.events,
                worked=report.worked,
                refused=report.refused,
                left_out=report.left_out,
            ),
            "",
            *self._misfits(),
            *self._dates(),
            *self._timeliness(),
        ]

    def _open(self) -> list[str]:
        report = self._report
        if not report.open:
            return []
        numbers = {"n": self._number(report.open), "m": self._number(report.paused)}
        return [f"{'':<19}{self._word('standing', **numbers)}"]

    def _counts(self, name: str, total: int, **parts: int) -> str:
        shown = [
            self._word(part, n=f"{self._number(count)} ({self._percent(Share(count, total))})")
            for part, count in parts.items()
        ]
        return f"{self._word(name):<8}{self._number(total):>8}   {', '.join(shown)}"

    def _misfits(self) -> list[str]:
        groups = self._report.findings
        if not groups:
            return [self._word("all_fits"), ""]
        lines = [self._word("misfits")]
        for group in groups:
            noted = f" ({self._word('noted')})" if group.is_used else ""
            lines.append(f"{self._number(group.count):>8}  {group.code}{noted}")
            about = list(group.about.items())
            if about:
                named = [f"{name} {self._number(n)}" for name, n in about[:SHOWN_ABOUT]]
                if len(about) > SHOWN_ABOUT:
                    named.append(self._word("more", n=len(about) - SHOWN_ABOUT))
                lines.append(f"{'':>10}{'; '.join(named)}")
            for found in group.kept[:SHOWN_EXAMPLES]:
                text = found.text.in_(self._lang)
                lines.append(f"{'':>10}{self._word('line', line=found.line, text=text)}")
        return [*lines, ""]

    def _dates(self) -> list[str]:
        found = self._report.comparison
        if found is None:
            return []
        compared = found.equal + found.differ
        counts = [("compared", compared), ("equal", found.equal), ("differ", found.differ)]
        if found.missing:
            counts.append(("missing", found.missing))
        shown = ", ".join(self._word(name, n=self._number(count)) for name, count in counts)
        lines = [self._word("dates", column=found.column), f"  {shown}"]
        if found.extended is not None:
            lines.append(f"  {self._word('extended', n=self._number(found.extended))}")
        if found.differ:
            lines.append(f"  {self._word('histogram')}:")
            lines.extend(self._histogram(found))
        return [*lines, ""]

    def _histogram(self, found: Comparison) -> list[str]:
        common = sorted(found.days, key=lambda pair: (-pair[1], pair[0]))
        shown = sorted(common[:SHOWN_DAYS])
        rows = [(f"{days:+}" if days else "0", count) for days, count in shown]
        rest = sum(count for _, count in common[SHOWN_DAYS:])
        if rest:
            rows.append((self._word("others"), rest))
        width = max((len(name) for name, _ in rows), default=0)
        return [f"    {name:>{width}}  {self._number(count):>6}" for name, count in rows]

    def _timeliness(self) -> list[str]:
        report = self._report
        judgement = report.judgement
        head = [
            self._word("channel"),
            self._word("judged"),
            self._word("on_time"),
            *(self._word("early", n=self._points(share)) for share in judgement.shares),
        ]
        rows = [
            [
                each.channel or self._word("all"),
                self._number(each.on_time.whole),
                *(self._share(share) for share in (each.on_time, *each.early)),
            ]
            for each in (report.overall, *report.by_channel)
        ]
        widths = [max(map(len, column)) for column in zip_longest(head, *rows, fillvalue="")]
        table = [
            "  ".join(
                f"{cell:>{width}}" if place else f"  {cell:<{width}}"
                for place, (cell, width) in enumerate(zip(row, widths, strict=False))
            )
            for row in (head, *rows)
        ]
        against = self._word("log" if judgement.against is Basis.LOG else "computed")
        by = self._word("instant" if judgement.by is Measure.INSTANT else "day")
        title = self._word("timeliness", against=against, by=by)
        lines = [title, *(line.rstrip() for line in table)]
        if report.undecided:
            total = self._number(sum(count for _, count in report.undecided))
            states = "; ".join(
                f"{state.labels.in_(self._lang)} {self._number(count)}"
                for state, count in report.undecided
            )
            lines.append(f"  {self._word('undecided', n=total, states=states)}")
        return [*lines, self._word("rounding")]

    def _share(self, share: Share) -> str:
        return f"{self._percent(share)} ({self._number(share.part)})"

    def _percent(self, share: Share) -> str:
        if not share.whole:
            return "–"
        percent = share.percent()
        if share.part and percent == "0.0":
            return f"{self._word('below')} %"
        if share.part < share.whole and percent == "100.0":
            return f"{self._word('above')} %"
        return f"{self._decimal(percent)} %"

    def _points(self, share: Fraction) -> str:
        points = share * 100
        return (
            str(points) if points.denominator == 1 else f"{points.numerator}/{points.denominator}"
        )

    def _number(self, count: int) -> str:
        return whole_text(count, self._lang)

    def _decimal(self, text: str) -> str:
        return digits_text(Decimal(text), self._lang)

    def _word(self, name: str, **params: object) -> str:
        return _WORDS[name].in_(self._lang).format(**params)
