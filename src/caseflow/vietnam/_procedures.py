"""What ships: procedures as provinces and ministries published them, as examples.

The rows are in data/procedures.csv, reviewed by hand; what a decision does not say is empty there.
Nothing is mended: where a paper contradicts itself, `catalogue_faults` reports it. None of them is
Da Nang's, whose decision was not found; an office loads a list that it decided.

A code that two provinces publish is there twice, told apart by the version, which names the
decision: `ha-tinh-2873`, `dong-nai-2770`. A code is the number that all provinces share; rows
without one have a local one. data/earlier-procedures.csv has the rows as earlier releases had them,
for the cases opened under them.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files

from attrs import evolve, frozen

from caseflow._typed import short, typed
from caseflow.limits import TimeLimit, Unit
from caseflow.office.lists import Row, read_rows
from caseflow.procedures import Catalogue, Procedure
from caseflow.values import Text, exact, grouped, iso_day
from caseflow.vietnam._listing import limit_rules, national_code, procedures_of
from caseflow.workflow import Fault

__all__ = [
    "Abolished",
    "abolished",
    "catalogue",
    "catalogue_faults",
    "has_national_code",
    "national_examples",
]

_CUT = re.compile(r"từ (?P<before>[0-9.,]+) ngày xuống (?P<after>[0-9.,]+) ngày")
_HOURS = re.compile(r"(?P<days>[0-9.,]+) ngày làm việc quy đổi (?P<hours>[0-9.,]+) giờ")

#: Codes that Huế still prints for registrations that newer lists have under another one.
#: Source: Quyết định 3565/QĐ-UBND (Huế) and 2932/QĐ-UBND (Lai Châu), of November 2025.
_RENUMBERED = {"1.011818": "1.014459", "1.011820": "1.014460", "1.011819": "1.014461"}


@typed
@cache
def catalogue() -> Catalogue:
    """Return every row that ships: examples of what provinces and ministries publish.

    Each is marked as an example, names who decided it, and covers filings from the day of its
    decision, or of force where that is known. Cases opened under rows of earlier releases find them
    by version.

    Source: the decisions named at each procedure; see data/procedures.csv.

    >>> from caseflow.values import Channel
    >>> catalogue().get("1.014199").limit_for(Channel.COUNTER, "refused").text("en")
    '3 working days'
    """
    earlier = _examples("earlier-procedures.csv")
    return Catalogue(
        _examples("procedures.csv"), name="vn", earlier=earlier, aliases=_aliases(earlier)
    )


@typed
def national_examples(prefer: Sequence[str] = ()) -> Catalogue:
    """Return one example for each code of the national catalogue, for an office to try.

    Of a code that several authorities published the version named in *prefer* is taken, else the
    first. What has no national code is left out; of a procedure with two codes the newer is taken.

    >>> "HCM-2843-01" in national_examples().codes
    False
    """
    chosen: dict[str, Procedure] = {}
    left: list[Procedure] = []
    for procedure in catalogue():
        if procedure.code in _RENUMBERED or not has_national_code(procedure):
            left.append(procedure)
        elif procedure.code not in chosen or procedure.version in prefer:
            chosen[procedure.code] = procedure
    return Catalogue(
        tuple(chosen.values()),
        "vn",
        earlier=(*catalogue().earlier, *left),
        aliases=(*catalogue().aliases, *_RENUMBERED.items()),
    )


@typed
def has_national_code(procedure: Procedure) -> bool:
    """Tell whether the procedure has a code of the national catalogue."""
    return bool(national_code(procedure.code))


@short
@frozen
class Abolished:
    """Name a procedure that a decision abolished; *closed_from* is None where it is not known."""

    code: str
    name: str
    abolished_by: str
    abolished_on: date
    closed_from: date | None
    source: str


@typed
@cache
def abolished() -> dict[str, Abolished]:
    """Return the procedures that are known to be abolished, by code.

    Source: data/abolished.csv.

    >>> abolished()["1.000626"].abolished_by
    'Quyết định 4001/QĐ-BKHCN'
    """
    return {
        each["code"]: Abolished(
            each["code"],
            each["name"],
            each["abolished_by"],
            iso_day(each["abolished_on"]),
            iso_day(each["from"]) if each["from"] else None,
            each["source"],
        )
        for each in csv.DictReader(io.StringIO(_text("abolished.csv")))
    }


def _text(name: str) -> str:
    return files("caseflow.vietnam").joinpath("data", name).read_text(encoding="utf-8")


@cache
def _shipped(name: str = "procedures.csv") -> tuple[Row, ...]:
    return read_rows(_text(name), name=f"data/{name}")


def _examples(name: str) -> tuple[Procedure, ...]:
    found = procedures_of(_shipped(name), f"data/{name}")
    return tuple(evolve(each, is_example=True) for each in found)


def _aliases(earlier: tuple[Procedure, ...]) -> tuple[tuple[str, str], ...]:
    """Return codes with the suffix of a province, each with the number that all share."""
    pairs = ((each.code, national_code(each.code)) for each in earlier)
    return tuple((code, now) for code, now in pairs if now and now != code)


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


def _fault(code: str, row: Row, vi: str, en: str, **params: str | Text) -> Fault:
    return Fault(code, row["code"], Text(vi=vi, en=en), tuple(params.items()), is_warning=True)


def _both(limit: TimeLimit) -> Text:
    return Text(vi=limit.text("vi"), en=limit.text("en"))


def _unit(unit: Unit) -> Text:
    return Text(vi=unit.label("vi"), en=unit.label("en"))


def _number(text: str) -> Fraction:
    return exact(text if grouped(text) else text.replace(",", "."), name="number")


def _cut_faults(row: Row) -> Iterator[Fault]:
    """Expect of a time "cut from A to B days" that the limit is B, in the same unit."""
    cut = _CUT.search(row["shortened_stated"])
    if cut is None:
        return
    stated = limit_rules(row["limits"], None, "")[0].limit
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


def _hour_faults(row: Row) -> Iterator[Fault]:
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


def _channel_faults(row: Row) -> Iterator[Fault]:
    """Expect one unit of one number in one branch, whatever the channel."""
    seen: dict[tuple[str | None, Fraction], Unit] = {}
    for rule in limit_rules(row["limits"], None, ""):
        unit = seen.setdefault((rule.branch, rule.limit.amount), rule.limit.unit)
        if unit is not rule.limit.unit and rule.channel is not None:
            yield _fault(
                "channel-unit-differs",
                row,
                "{channel}: ghi {limit}, kênh khác ghi {unit}",
                "{channel}: {limit} where another channel counts {unit}",
                channel=Text(vi=rule.channel.label("vi"), en=rule.channel.label("en")),
                limit=_both(rule.limit),
                unit=_unit(unit),
            )
