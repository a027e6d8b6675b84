"""An office in which as many filings come in as it can do, simulated to the end of each."""

import random

#: Filings are asked about that came in from the first of these days to the one before the second,
#: which is the day of the question.
WINDOW = (270, 330)


def office(days: int, seed: int = 0, capacity: int = 108, hard: int = 15) -> list[tuple[int, int]]:
    """Filings of an office that works them in order of receipt: (received, decided) as day numbers.

    As many come in as it can do; *hard* per cent take weeks besides waiting.
    """
    chance = random.Random(seed)
    waiting, filed = list[int](), list[tuple[int, int]]()
    for day in range(days):
        waiting += [day] * sum(chance.random() < 0.5 for _ in range(2 * 100))
        for received in waiting[:capacity]:
            extra = chance.randrange(20, 50) if chance.randrange(100) < hard else 0
            filed.append((received, day + chance.randrange(3, 12) + extra))
        del waiting[:capacity]
    return filed


def asked_about() -> list[tuple[int, int]]:
    """Return the filings of the window, each followed to its end."""
    first, on = WINDOW
    return [each for each in office(420) if first <= each[0] < on]
