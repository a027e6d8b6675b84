"""The catalogue: real procedures of eight provinces and one ministry, with what their papers say.

May import: errors, values, limits, procedures, workflow, and this pack's law, codes and
fees. The rows are in data/procedures.csv, reviewed by hand; what a decision does not say is empty
there. Nothing is mended: where a paper contradicts itself, `catalogue_faults` reports it.

A code that two provinces publish is there twice, told apart by the version, which names the
decision: `ha-tinh-2873`, `dong-nai-2770`. Rows without a national code have a local one.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from fractions import Fraction
from functools import cache
from importlib.resources import files
from textwrap import shorten

from attrs import frozen

from caseflow.errors import CaseflowError, CodeMalformedError, DefinitionError, FormatError
from caseflow.limits import CutOff, TimeLimit, Unit
from caseflow.procedures import Catalogue, LimitRule, Procedure, ServiceLevel, Step
from caseflow.typed import typed
from caseflow.values import Channel, Text, clean_text, exact, grouped, iso_day
from caseflow.vietnam import law
from caseflow.vietnam.codes import ProcedureCode
from caseflow.vietnam.fees import fees_of
from caseflow.workflow import Fault

__all__ = ["catalogue", "catalogue_faults", "has_national_code", "read_catalogue"]

COLUMNS = (
    "code",
    "version",
    "name",
    "field",
    "agency",
    "place",
    "limits",
    "shortened",
    "cutoff",
    "fee",
    "service",
    "anywhere",
    "decision",
    "decided_on",
    "follows",
    "steps",
    "stated",
    "shortened_stated",
    "note",
    "source",
)

_RULE = re.compile(r"(?P<channels>[a-z, ]*?)\s*(?:\[(?P<branch>[a-z0-9-]+)\])?\s*:\s*(?P<limit>.+)")
_CUT = re.compile(r"từ (?P<before>[0-9.,]+) ngày xuống (?P<after>[0-9.,]+) ngày")
_HOURS = re.compile(r"(?P<days>[0-9.,]+) ngày làm việc quy đổi (?P<hours>[0-9.,]+) giờ")


@typed
@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue.

    Source: the decisions named at each procedure; see data/procedures.csv.

    >>> catalogue().get("1.014199.H05").limit_for(Channel.COUNTER, "refused").text("en")
    '3 working days'
    """
    return _built(_shipped(), "data/procedures.csv")


@typed
def read_catalogue(text: str, *, name: str) -> Catalogue:
    """Read a catalogue from CSV *text* with the columns of data/procedures.csv.

    *limits* holds one limit, or several parted by ";", each with the channels and the [branch] it
    is for: "counter: 1 ngày làm việc; online: 2 giờ", "10 ngày; [refused]: 3 ngày".

    Raises:
        FormatError: the header is another; nothing was read.
        DefinitionError: rows that cannot be read, all of them, each with its line.
    """
    return _built(_rows(text, name), name)


@typed
def has_national_code(procedure: Procedure) -> bool:
    """Tell whether the procedure has a code of the national catalogue."""
    try:
        ProcedureCode.parse(procedure.code)
    except CodeMalformedError:
        return False
    return True


# ── reading ─────────────────────────────────────────────────────────────────────────────────


@frozen
class _Row:
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@cache
def _shipped() -> tuple[_Row, ...]:
    path = files("caseflow.vietnam").joinpath("data", "procedures.csv")
    return _rows(path.read_text(encoding="utf-8"), "data/procedures.csv")


def _rows(text: str, name: str) -> tuple[_Row, ...]:
    reader = csv.reader(io.StringIO(text))
    header = tuple(next(reader, ()))
    if header != COLUMNS:
        found = shorten(", ".join(header) or "none", 200, placeholder=" …")
        raise FormatError(
            f"{name}, line 1",
            f"the columns are {found} and must be {', '.join(COLUMNS)}; nothing was read",
        )
    rows: list[_Row] = []
    faults: list[FormatError] = []
    for cells in reader:
        if len(cells) != len(COLUMNS):
            problem = f"{len(cells)} cells instead of {len(COLUMNS)}"
            faults.append(FormatError(f"{name}, line {reader.line_num}", problem))
            continue
        tidy = {
            column: clean_text(cell, name=column)
            for column, cell in zip(COLUMNS, cells, strict=True)
        }
        rows.append(_Row(reader.line_num, tidy))
    if faults:
        raise DefinitionError(name, faults)
    return tuple(rows)


def _built(rows: Iterable[_Row], name: str) -> Catalogue:
    procedures: list[Procedure] = []
    faults: list[FormatError] = []
    for row in rows:
        try:
            procedures.append(_procedure(row))
        except (CaseflowError, ValueError) as error:
            faults.append(FormatError(f"{name}, line {row.line}", str(error)))
    if faults:
        raise DefinitionError(name, faults)
    return Catalogue(tuple(procedures), name="vn")


def _procedure(row: _Row) -> Procedure:
    decided_on = iso_day(row["decided_on"]) if row["decided_on"] else None
    decision = _decision(row, decided_on)
    shortened = _rules(row["shortened"], row["cutoff"], decision)
    general = [rule.limit for rule in shortened if rule.branch is None and rule.channel is None]
    return Procedure(
        code=row["code"],
        version=row["version"],
        name=Text(row["name"], row["name"]),
        workflow="one-stop-shop",
        limits=_rules(row["limits"], row["cutoff"], decision),
        field=row["field"],
        agency=row["agency"],
        service_level=ServiceLevel.of(row["service"]) if row["service"] else None,
        shortened=general[0] if general else None,
        fee_text=row["fee"],
        fees=fees_of(row["code"], row["fee"], decision, decided_on),
        steps=tuple(_steps(row["steps"], decision)),
        source=row["source"],
        decision=decision,
        decision_on=decided_on,
        note=_note(row),
    )


def _decision(row: _Row, decided_on: date | None) -> str:
    when = f" ngày {decided_on:%d/%m/%Y}" if decided_on else ""
    place = f" ({row['place']})" if row["place"] else ""
    return f"Quyết định {row['decision']}{when}{place}"


def _note(row: _Row) -> str:
    parts = [row["note"]]
    if row["shortened_stated"]:
        parts.append(f"Rút ngắn: {row['shortened_stated']}")
    if row["anywhere"]:
        parts.append("Tiếp nhận không phụ thuộc địa giới hành chính")
    if row["follows"]:
        parts.append(f"Theo: {row['follows']}")
    if not row["service"]:
        parts.append("Nguồn không nêu mức độ dịch vụ công trực tuyến")
    return ". ".join(part for part in parts if part)


def _rules(text: str, cutoff: str, citation: str) -> tuple[LimitRule, ...]:
    rules: list[LimitRule] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found = _RULE.fullmatch(part)
        channels, branch, words = ("", None, part) if found is None else found.groups()
        limit = TimeLimit.parse(words, cutoff=_cutoff(cutoff), citation=citation)
        names = [name.strip() for name in channels.split(",") if name.strip()]
        rules += [LimitRule(limit, Channel(name), branch) for name in names]
        if not names:
            rules.append(LimitRule(limit, None, branch))
    return tuple(rules)


def _cutoff(text: str) -> CutOff | None:
    """Source: Decree 23/2015/NĐ-CP Art. 7, the only rule with a cut-off in the catalogue."""
    if not text:
        return None
    return CutOff(at=time.fromisoformat(text), citation=law.CERTIFY_CUTOFF)


def _steps(text: str, citation: str) -> Iterator[Step]:
    for part in filter(None, text.split(" | ")):
        name, unit, words = (cell.strip() for cell in part.split(" @ "))
        yield Step(name, unit, TimeLimit.parse(words, citation=citation))


# ── what the papers get wrong ───────────────────────────────────────────────────────────────


@typed
def catalogue_faults() -> tuple[Fault, ...]:
    """Return where the shipped papers contradict themselves, as warnings.

    Only what shows in the words of a paper; sums of steps, shortened times and service levels are
    compared by `caseflow.checks` on the procedures.

    >>> [fault.where for fault in catalogue_faults() if fault.code == "hours-differ"]
    ['HCM-2843-33']
    """
    found: list[Fault] = []
    names: dict[tuple[str, str], str] = {}
    for row in _shipped():
        found += _cut_faults(row)
        found += _hour_faults(row)
        found += _channel_faults(row)
        first = names.setdefault((row["version"], row["name"]), row["code"])
        if first != row["code"]:
            found.append(
                _fault(
                    "name-repeated",
                    row,
                    "tên trùng với thủ tục {other}",
                    "it has the name of procedure {other}",
                    other=first,
                )
            )
    return tuple(found)


def _fault(code: str, row: _Row, vi: str, en: str, **params: str | Text) -> Fault:
    return Fault(code, row["code"], Text(vi, en), tuple(params.items()), is_warning=True)


def _both(limit: TimeLimit) -> Text:
    return Text(limit.text("vi"), limit.text("en"))


def _unit(unit: Unit) -> Text:
    return Text(unit.label("vi"), unit.label("en"))


def _number(text: str) -> Fraction:
    return exact(text if grouped(text) else text.replace(",", "."), name="number")


def _cut_faults(row: _Row) -> Iterator[Fault]:
    """Expect of a time "cut from A to B days" that the limit is B, in the same unit."""
    cut = _CUT.search(row["shortened_stated"])
    if cut is None:
        return
    stated = _rules(row["limits"], "", "")[0].limit
    if stated.amount != _number(cut["after"]):
        yield _fault(
            "cut-not-applied",
            row,
            "thời hạn ghi {stated} nhưng chú thích cắt giảm {cut}",
            "the limit is {stated}, the note says {cut}",
            stated=_both(stated),
            cut=cut[0],
        )
    elif stated.unit is not Unit.CALENDAR_DAY:
        yield _fault(
            "cut-unit-differs",
            row,
            "thời hạn tính theo {unit} nhưng chú thích ghi ngày: {cut}",
            "the limit counts {unit}, the note says plain days: {cut}",
            unit=_unit(stated.unit),
            cut=cut[0],
        )


def _hour_faults(row: _Row) -> Iterator[Fault]:
    """Expect of days turned into hours that each has eight."""
    for column in ("stated", "shortened_stated"):
        for found in _HOURS.finditer(row[column]):
            if _number(found["days"]) * 8 != _number(found["hours"]):
                yield _fault(
                    "hours-differ",
                    row,
                    "{text}: mỗi ngày 8 giờ thì không ra số giờ đó",
                    "{text}: at eight hours a day the hours come out otherwise",
                    text=found[0],
                )


def _channel_faults(row: _Row) -> Iterator[Fault]:
    """Expect one unit of one number in one branch, whatever the channel."""
    seen: dict[tuple[str | None, Fraction], Unit] = {}
    for rule in _rules(row["limits"], "", ""):
        unit = seen.setdefault((rule.branch, rule.limit.amount), rule.limit.unit)
        if unit is not rule.limit.unit and rule.channel is not None:
            yield _fault(
                "channel-unit-differs",
                row,
                "{channel}: ghi {limit}, kênh khác ghi {unit}",
                "{channel}: {limit} where another channel counts {unit}",
                channel=Text(rule.channel.label("vi"), rule.channel.label("en")),
                limit=_both(rule.limit),
                unit=_unit(unit),
            )
