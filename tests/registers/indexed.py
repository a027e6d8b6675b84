"""Filings with stated answers, random ones, and a recount of indices in plain Python."""

import random
from datetime import timedelta
from io import StringIO

import polars as pl

from caseflow.reports.register import COLUMNS
from registers.drawn import filings

SCHEMA = {each.name: each.kind.dtype for each in COLUMNS}

#: Twelve filings of October 2026: the same in docs/how-to/compare-definitions.md.
TWELVE = """\
number,channel,level,procedure,received_on,legal_due_on,appointed_on,decided_on,ended_on,outcome,paused_on,paused_for,supplements,second_supplement_on,reappointments
F01,online,full,1.1,2026-10-01,2026-10-15,2026-10-15,2026-10-10,,granted,,,0,,0
F02,counter,full,1.1,2026-10-02,2026-10-16,2026-10-16,2026-10-16,,granted,,,0,,0
F03,online,partial,1.2,2026-10-05,2026-10-19,2026-10-19,2026-10-21,,granted,,,0,,0
F04,counter,counter,1.3,2026-10-01,2026-10-15,2026-10-22,2026-10-20,,granted,,,0,,1
F05,online,full,1.1,2026-10-06,2026-10-30,2026-10-30,2026-10-28,,granted,,,2,2026-10-20,0
F06,post,full,1.1,2026-10-06,2026-10-20,2026-10-20,,2026-10-12,withdrawn,,,0,,0
F07,counter,partial,1.2,2026-10-01,2026-10-08,2026-10-08,,2026-10-20,stopped,,,0,,0
F08,online,full,1.1,2026-10-26,2026-11-09,2026-11-09,,,,,,0,,0
F09,post,counter,1.3,2026-10-05,2026-10-23,2026-10-23,,,,,,0,,0
F10,online,partial,1.2,2026-10-12,,,,,,2026-10-16,supplement,1,,0
F11,online,full,1.1,,,,,2026-10-07,rejected,,,0,,0
F12,counter,full,1.4,2026-10-08,2026-10-22,2026-10-22,2026-10-21,,refused,,,0,,0
"""


def twelve():
    """The twelve filings as a frame of Polars."""
    names = TWELVE.partition("\n")[0].split(",")
    return pl.read_csv(StringIO(TWELVE), schema={name: SCHEMA[name] for name in names})


def frame(rows):
    """Rows as a frame of Polars that lacks the columns the rows do not say."""
    names = [name for name in SCHEMA if not rows or name in rows[0]]
    return pl.DataFrame(
        {name: [row[name] for row in rows] for name in names},
        schema={name: SCHEMA[name] for name in names},
    )


def drawn(seed, most=12):
    """Random filings with appointments, supplements and pauses, whatever is missing missing."""
    chance = random.Random(seed)
    return [_widened(row, chance) for row in filings(seed, most)]


def _widened(row, chance):
    due, due_at, begun = row["legal_due_on"], row["legal_due_at"], row["received_on"]
    later = timedelta(days=chance.choice((0, 0, 0, 3, 10, -2)))
    first = None if begun is None else begun + timedelta(days=chance.randrange(12))
    twice = first is not None and chance.random() < 0.3
    return row | {
        "appointed_on": None if due is None or chance.random() < 0.1 else due + later,
        "appointed_at": None if due_at is None or chance.random() < 0.1 else due_at + later,
        "paused_for": row["paused_on"] and chance.choice(("supplement", "payment", None)),
        "supplement_on": first if chance.random() < 0.5 else None,
        "second_supplement_on": first + timedelta(days=9) if twice else None,
        "result_by": chance.choice(("online", "counter", None)),
    }


# ── the recount ─────────────────────────────────────────────────────────────────────────────


def by(on, last):
    return on is not None and on <= last


def within(on, first, last):
    return on is not None and first <= on <= last


def is_over(row, last):
    return by(row["decided_on"], last) or by(row["ended_on"], last)


def circular(row, first, last):
    """Out, unjudged, counted or not, under Circular 01/2018."""
    if not within(row["decided_on"], first, last):
        return "out"
    due, at = row["legal_due_on"], row["legal_due_at"]
    if at is not None and row["decided_at"] is not None:
        return "counted" if row["decided_at"] <= at else "not-counted"
    if due is not None:
        return "counted" if row["decided_on"] <= due else "not-counted"
    if row["used"] is not None and row["allowed"] is not None:
        return "counted" if row["used"] <= row["allowed"] else "not-counted"
    return "unjudged"


def decision(row, first, last):
    """Out, unjudged, counted or not, under Decision 766."""
    ends = [row[name] for name in ("decided_on", "ended_on")]
    if not by(row["received_on"], last) or any(end is not None and end < first for end in ends):
        return "out"
    asked_twice = by(row["second_supplement_on"], last) or (
        row["second_supplement_on"] is None and (row["supplements"] or 0) > 1
    )
    verdict = _in_time(row, last)
    if verdict is None:
        return "unjudged"
    return "counted" if verdict and not asked_twice else "not-counted"


def _in_time(row, last):
    due, at = row["appointed_on"], row["appointed_at"]
    is_decided = by(row["decided_on"], last)
    is_asked = not is_over(row, last) and by(row["paused_on"], last)
    is_asked = is_asked and row["paused_for"] == "supplement"
    if is_decided:
        end = row["decided_on"]
    elif by(row["ended_on"], last):
        end = row["ended_on"]
    else:
        end = row["paused_on"] if is_asked else last
    if is_decided and at is not None and row["decided_at"] is not None:
        return row["decided_at"] <= at
    if due is not None:
        is_pending = not is_asked and not is_over(row, last)
        return end < due if at is not None and is_pending else end <= due
    if is_decided and row["used"] is not None and row["allowed"] is not None:
        return row["used"] <= row["allowed"]
    return True if is_asked else None


def online(row, first, last):
    """Out, counted or not: online of all received."""
    if not within(row["received_on"], first, last):
        return "out"
    return "counted" if row["channel"] == "online" else "not-counted"


def online_offering(row, first, last):
    """Out, counted or not: online of online and direct, of procedures that are offered online."""
    if row["level"] not in ("full", "partial") or row["channel"] == "post":
        return "out"
    return online(row, first, last)


def recounted(rows, judge, first, last):
    """Numerator, denominator and unjudged, by unit."""
    found = {}
    for row in rows:
        part, whole, unjudged = found.get(row["unit"], (0, 0, 0))
        says = judge(row, first, last)
        found[row["unit"]] = (
            part + (says == "counted"),
            whole + (says in ("counted", "not-counted")),
            unjudged + (says == "unjudged"),
        )
    return {unit: sums for unit, sums in found.items() if any(sums)}
