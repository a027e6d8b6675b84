"""Random filings as plain rows, and a recount of them in plain Python: no code of src."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

FIRST = date(2026, 1, 1)


def day(number):
    return None if number is None else FIRST + timedelta(days=number)


def filing(number, chance):
    """One filing, with whatever can be missing missing now and then."""
    lodged = chance.randrange(100)
    received = lodged + chance.randrange(3) if chance.random() < 0.9 else None
    hours = chance.random() < 0.2
    allowed = chance.choice((1, 4, 10, 10, 20, 35))
    due = None if received is None or chance.random() < 0.1 else received + allowed
    kind = chance.choice(("open", "granted", "granted", "refused", "withdrawn", "stopped"))
    if received is None:
        kind = chance.choice(("open", "rejected"))
    begun = lodged if received is None else received
    over = begun + chance.choice((0, 1, 3, 8, 9, 10, 11, 19, 20, 21, 40))
    decided = over if kind in ("granted", "refused") else None
    moment = chance.randrange(24 * 60)
    due_at = decided_at = None
    if hours and due is not None:
        due_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=due, minutes=moment)
        if decided is not None:
            decided_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
                days=decided, minutes=chance.choice((moment, chance.randrange(24 * 60)))
            )
    parts = chance.choice((1, 2, 8))
    promised = None if due is None or chance.random() < 0.5 else max(begun, due - 2)
    return {
        "number": str(number),
        "unit": chance.choice(("A", "B", None)),
        "procedure": chance.choice(("1.1", "1.2")),
        "channel": chance.choice(("online", "counter", "post")),
        "level": chance.choice(("full", "partial", None)),
        "lodged_on": day(lodged),
        "received_on": day(received),
        "legal_due_on": day(due),
        "legal_due_at": due_at,
        "promised_on": day(promised),
        "promised_at": None,
        "decided_on": day(decided),
        "decided_at": decided_at,
        "ended_on": day(over) if kind in ("rejected", "withdrawn", "stopped") else None,
        "returned_on": day(decided + 2) if decided is not None and chance.random() < 0.7 else None,
        "paused_on": day(begun + 1)
        if kind == "open" and received and chance.random() < 0.3
        else None,
        "outcome": None if kind == "open" else kind,
        "allowed": None if due is None else allowed * parts,
        "used": None
        if due is None or decided is None
        else (decided - received) * parts - parts // 2,
        "parts": None if due is None else parts,
        "supplements": chance.choice((0, 0, 1, 2, None)),
        "extensions": chance.choice((0, 0, 1, None)),
        "reappointments": chance.choice((0, 0, 1, None)),
        "is_fee_due": chance.choice((True, False, None)),
        "is_paid_online": chance.choice((True, False, None)),
        "is_assisted": chance.choice((True, False, None)),
        "is_digitised": chance.choice((True, False, None)),
        "is_synchronised": None,
    }


def filings(seed, most=12):
    chance = random.Random(seed)
    return [filing(f"{seed}-{place}", chance) for place in range(chance.randrange(most + 1))]


# ── the recount ─────────────────────────────────────────────────────────────────────────────


def verdict(row, name="legal_due"):
    """Early, on time or late, or None."""
    at, on = row[f"{name}_at"], row[f"{name}_on"]
    first, second = (row["decided_at"], at) if at is not None else (row["decided_on"], on)
    if first is None or second is None:
        return None
    return "early" if first < second else "late" if first > second else "on_time"


def is_early_by(row, share):
    if row["allowed"] is None or row["used"] is None:
        return False
    left = Fraction(row["allowed"] - row["used"], row["parts"])
    return left >= share * Fraction(row["allowed"], row["parts"])


def measured(row):
    """What one filing adds, by measure: the date it belongs to and how much."""
    decided, promise = row["decided_on"], verdict(row, "promised")
    of_decision = {
        "decided": 1,
        "refused": row["outcome"] == "refused",
        "early": verdict(row) == "early",
        "on_time": verdict(row) == "on_time",
        "late": verdict(row) == "late",
        "unjudged": verdict(row) is None,
        "early_10": is_early_by(row, Fraction(1, 10)),
        "early_20": is_early_by(row, Fraction(1, 5)),
        "promised": row["promised_on"] is not None,
        "promise_kept": promise in ("early", "on_time"),
        "supplemented": (row["supplements"] or 0) > 0,
        "supplemented_twice": (row["supplements"] or 0) > 1,
        "supplements": row["supplements"] or 0,
        "extended": bool(row["extensions"]),
        "extensions": row["extensions"] or 0,
        "reappointed": bool(row["reappointments"]),
        "reappointments": row["reappointments"] or 0,
        "fee_due": bool(row["is_fee_due"]),
        "paid_online": bool(row["is_paid_online"]),
        "digitised": bool(row["is_digitised"]),
    }
    of_receipt = {
        "received": 1,
        "online": row["channel"] == "online",
        "at_counter": row["channel"] == "counter",
        "by_post": row["channel"] == "post",
        "assisted": bool(row["is_assisted"]),
        "synchronised": 0,
    }
    yield from ((name, decided, int(value)) for name, value in of_decision.items())
    yield from ((name, row["received_on"], int(value)) for name, value in of_receipt.items())
    for name in ("rejected", "withdrawn", "stopped"):
        yield name, row["ended_on"], int(row["outcome"] == name)
    yield "filings", row["lodged_on"], 1
    yield "returned", row["returned_on"], 1


def recount(rows, by, begin):
    """Count by hand: {(key values…, first day of the period): {measure: count}}, without zeros."""
    found = {}
    for row in rows:
        for name, on, value in measured(row):
            if on is not None and value:
                key = (*(row[each] for each in by), begin(on))
                found.setdefault(key, Counter())[name] += value
    return found


def restock(rows, by, on):
    """Count by hand what there is at the end of a day."""
    found = {}
    for row in rows:
        key = (*(row[each] for each in by), on)
        is_over = any(
            row[name] is not None and row[name] <= on for name in ("decided_on", "ended_on")
        )
        is_received = row["received_on"] is not None and row["received_on"] <= on
        counts = Counter()
        if not is_over and not is_received and row["lodged_on"] <= on:
            counts["waiting"] = 1
        if is_received and not is_over:
            counts["open"] = 1
            due = row["legal_due_on"]
            if row["paused_on"] is not None and row["paused_on"] <= on:
                counts["paused"] = 1
            elif due is not None and (due < on or (row["legal_due_at"] and due == on)):
                counts["overdue"] = 1
            elif due == on:
                counts["due_today"] = 1
        if counts:
            found.setdefault(key, Counter()).update(counts)
    return found
