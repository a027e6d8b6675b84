"""A small office of five units in October 2026, as plain rows; no code of src makes them."""

import random
from datetime import date, timedelta

import polars as pl

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
UNITS = ("Phòng Tư pháp", "Sở Y tế", "UBND phường Hải Châu", "Trung tâm Hành chính công", "Ban A")
#: Fifty working days or so before the month, so that there is something to compare with.
BEGUN = date(2026, 8, 3)


#: A plan of one unit by month, and its figures of each day.
PLAN = "unit,metric,kind,direction,period,threshold\n" + "".join(
    f"Sở Y tế,online-share,share,at-least,2026-{month:02},0.8\n" for month in range(1, 13)
)
FIGURES = "unit,metric,period,numerator,denominator\n" + "".join(
    f"Sở Y tế,online-share,2026-10-{day:02},{day % 4 + 3},9\n" for day in range(1, 32)
)


def rows(filings=400, seed=1):
    """Return the filings; the last unit is always late."""
    chance = random.Random(seed)
    found = []
    for number in range(filings):
        received = BEGUN + timedelta(days=chance.randrange(90))
        allowed = chance.choice((5, 10, 15))
        unit = chance.choice(UNITS)
        used = allowed + 3 if unit == UNITS[-1] else max(1, allowed - chance.randrange(5))
        decided = received + timedelta(days=used)
        is_open = decided > LAST
        found.append(
            {
                "number": f"H-{number:04}",
                "unit": unit,
                "procedure": chance.choice(("1.000001", "1.000002", "2.000003")),
                "channel": chance.choice(("online", "online", "counter", "post")),
                "level": "full",
                "calendar": "vn@1" if received < date(2026, 10, 15) else "vn@2",
                "lodged_on": received,
                "received_on": received,
                "legal_due_on": received + timedelta(days=allowed),
                "appointed_on": received + timedelta(days=allowed),
                "decided_on": None if is_open else decided,
                "outcome": None if is_open else "granted",
                "time_unit": "calendar-day",
                "allowed": allowed,
                "used": None if is_open else used,
                "parts": 1,
                "supplements": 0,
            }
        )
    return found


def frame(filings=400, seed=1, **changed):
    """Return the same as a frame of Polars; *changed* are columns put in place of others."""
    return pl.DataFrame(rows(filings, seed)).with_columns(**changed)
