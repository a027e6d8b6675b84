"""Amounts of money: a whole number of the smallest unit of one currency, and exact arithmetic.

How an amount is written for people is the matter of `money_texts`; which currency a country has, of
its pack. Nothing here is a float, and two currencies never meet in one sum.
"""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

from attrs import Attribute, field

from caseflow._fields import whole
from caseflow._typed import frozen, typed
from caseflow.errors import (
    CurrencyMismatchError,
    FloatRefusedError,
    UnknownCurrencyError,
    ValueInvalidError,
)
from caseflow.values import exact

__all__ = [
    "MOST",
    "Currency",
    "Money",
    "Rounding",
    "currency_of",
    "money_sum",
    "one_currency",
    "rounded",
]

#: The most that one amount may be, in the smallest unit; columns of stores have their width.
MOST = 10**15

_TABLE = "iso4217.csv"


class _Row(NamedTuple):
    digits: int
    name: str


@cache
def _currencies() -> dict[str, _Row]:
    text = files("caseflow").joinpath(_TABLE).read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: _Row(int(row["digits"]), row["name"] or row["code"]) for row in rows}


def _known(code: object) -> str:
    if not isinstance(code, str) or code not in _currencies():
        raise UnknownCurrencyError(cast("str", code), tuple(_currencies()))
    return code


@frozen
class Currency:
    """Name a currency by its code of ISO 4217, and say how many digits its smallest unit has.

    *name* is the short one that is written behind an amount.

    >>> Currency("EUR").digits, Currency("JPY").digits
    (2, 0)

    Source: ISO 4217, list one and the codes withdrawn since 2022, in `iso4217.csv`.

    Raises:
        UnknownCurrencyError: there is no such code.
    """

    code: str = field(converter=_known)
    digits: int = field(init=False, eq=False, repr=False)
    name: str = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Look the rest up."""
        for name, value in _currencies()[self.code]._asdict().items():
            object.__setattr__(self, name, value)

    @property
    def smallest(self) -> str:
        """Return the smallest amount as text for programs and messages.

        >>> Currency("EUR").smallest, Currency("JPY").smallest
        ('0.01 EUR', '1 JPY')
        """
        return f"{Decimal(1).scaleb(-self.digits)} {self.code}"

    def __str__(self) -> str:
        return self.code


def currency_of(code: Currency | str) -> Currency:
    """Return the currency that goes by the three letters *code*; a `Currency` as it is.

    Raises:
        UnknownCurrencyError: there is no such code.
    """
    return code if isinstance(code, Currency) else _currency(_known(code))


@cache
def _currency(code: str) -> Currency:
    return Currency(code)


def is_currency_code(_: object, attribute: "Attribute[str]", value: object) -> None:
    """Refuse, as a validator of attrs, what is no code of ISO 4217."""
    if not isinstance(value, str) or value not in _currencies():
        raise ValueInvalidError(attribute.name, value, 'a currency code of ISO 4217, as "EUR"')


@typed
def one_currency(*currencies: "Currency | str") -> None:
    """Refuse *currencies* that are not all the same.

    Raises:
        CurrencyMismatchError: two of them differ.
    """
    codes = dict.fromkeys(str(each) for each in currencies)
    if len(codes) > 1:
        raise CurrencyMismatchError(tuple(codes))


# ── whole numbers and rounding ──────────────────────────────────────────────────────────────


class Rounding(Enum):
    """Name how a fraction of the smallest unit becomes a whole number of it.

    DOWN and UP go towards zero and away from it; the others to the nearest, and where two are
    as near, HALF_UP away from zero, HALF_DOWN towards it, and HALF_EVEN to the even one.
    """

    DOWN = "down"
    UP = "up"
    HALF_UP = "half-up"
    HALF_DOWN = "half-down"
    HALF_EVEN = "half-even"


@typed
def rounded(value: Fraction | int, rounding: Rounding, *, step: int = 1) -> int:
    """Return *value* rounded to a multiple of *step*.

    >>> rounded(Fraction(15_001, 2), Rounding.DOWN), rounded(Fraction(15_001, 2), Rounding.HALF_UP)
    (7500, 7501)
    >>> rounded(1_234, Rounding.HALF_UP, step=5)
    1235

    Raises:
        FloatRefusedError: *value* is a float.
        ValueInvalidError: *step* is below 1.
    """
    parts = exact(value, name="value") / whole(step, name="step", least=1)
    size = abs(parts)
    number, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator
    is_up = {
        Rounding.DOWN: False,
        Rounding.UP: rest > 0,
        Rounding.HALF_UP: twice >= 0,
        Rounding.HALF_DOWN: twice > 0,
        Rounding.HALF_EVEN: twice > 0 or (twice == 0 and number % 2 == 1),
    }[rounding]
    units = (number + is_up) * step
    return units if parts >= 0 else -units


# ── money ───────────────────────────────────────────────────────────────────────────────────


def _amount(value: object) -> int:
    if isinstance(value, float):
        raise FloatRefusedError("amount", value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueInvalidError("amount", value, "a whole number of the smallest unit")
    return value


@typed(late=True)
@frozen(order=False)
class Money:
    """Hold *amount* smallest units of *currency*: 1250 of EUR is 12.50 euro, 1250 of JPY 1250 yen.

    Money of one currency is added, subtracted, compared, and multiplied by whole numbers; money of
    another currency is never equal to it. A share of it says how it is rounded; see `share`.

    >>> Money(1_250, "EUR") + Money(50, "EUR")
    Money('EUR 13.00')
    >>> Money.read("12.50", "EUR") == Money(1_250, "EUR")
    True

    Raises:
        FloatRefusedError: *amount* is a float.
        ValueInvalidError: *amount* is no whole number.
        UnknownCurrencyError: *currency* is no code of ISO 4217.
    """

    amount: int = field(converter=_amount)
    currency: Currency = field(converter=currency_of)

    @classmethod
    def read(cls, text: str, currency: "Currency | str") -> "Money":
        """Return the amount written in *text* with a decimal point, not finer than the unit.

        Raises:
            ValueInvalidError: it is not written so; nothing is rounded here.
        """
        known = currency_of(currency)
        allowed = f'an amount in {known}, as "{Decimal(1250).scaleb(-known.digits)}"'
        try:
            number = Decimal(text) if text.isascii() and len(text) <= 40 else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or abs(number) > MOST:
            raise ValueInvalidError("amount", text, allowed)
        units = Fraction(number) * 10**known.digits
        if units.denominator != 1:
            raise ValueInvalidError(
                "amount", text, f"{allowed}, in whole units of {known.smallest}"
            )
        return cls(units.numerator, known)

    @property
    def decimal(self) -> Decimal:
        """Return the amount in the main unit, exact: Decimal("12.50") for 1250 of EUR."""
        sign, digits = ("-" if self.amount < 0 else ""), str(abs(self.amount))
        # Made of its digits: a context of 28 digits would round what is longer.
        return Decimal(f"{sign}{digits}E-{self.currency.digits}")

    def _other(self, other: "Money") -> int:
        one_currency(self.currency, other.currency)
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(cast("object", other), Money):
            return NotImplemented
        return Money(self.amount + self._other(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(cast("object", other), Money):
            return NotImplemented
        return Money(self.amount - self._other(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.amount), self.currency)

    def __mul__(self, times: int) -> "Money":
        if isinstance(cast("object", times), float):
            raise FloatRefusedError("times", cast("float", times))
        if isinstance(times, bool) or not isinstance(cast("object", times), int):
            return NotImplemented
        return Money(self.amount * times, self.currency)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: "Money") -> bool:
        if not isinstance(cast("object", other), Money):
            return NotImplemented
        return self.amount < self._other(other)

    def __le__(self, other: "Money") -> bool:
        if not isinstance(cast("object", other), Money):
            return NotImplemented
        return self.amount <= self._other(other)

    def __gt__(self, other: "Money") -> bool:
        if not isinstance(cast("object", other), Money):
            return NotImplemented
        return self.amount > self._other(other)

    def __ge__(self, other: "Money") -> bool:
        if not isinstance(cast("object", other), Money):
            return NotImplemented
        return self.amount >= self._other(other)

    def share(self, share: Fraction | int | str, rounding: Rounding, *, step: int = 1) -> "Money":
        """Return *share* of the money, rounded by *rounding* to a multiple of *step* units.

        >>> Money(1_001, "EUR").share("1/2", Rounding.HALF_EVEN)
        Money('EUR 5.00')
        """
        part = self.amount * exact(share, name="share")
        return Money(rounded(part, rounding, step=step), self.currency)

    def split(self, shares: Iterable[Fraction | int | str]) -> "tuple[Money, ...]":
        """Return the money in parts that stand to each other as *shares*, and sum up to it.

        Each part is rounded down, and what is left goes, a unit each, to the parts that lost most;
        of parts that lost as much, to the earlier ones (the method of largest remainders).

        >>> Money(100, "EUR").split((1, 1, 1))
        (Money('EUR 0.34'), Money('EUR 0.33'), Money('EUR 0.33'))

        Raises:
            ValueInvalidError: a share is below 0, or all are 0.
        """
        wanted = [exact(each, name="share") for each in shares]
        if any(each < 0 for each in wanted) or not any(wanted):
            shown = ", ".join(str(each) for each in wanted)
            raise ValueInvalidError("shares", shown, "shares from 0, of which one is above 0")
        sign, size, total = (-1 if self.amount < 0 else 1), abs(self.amount), sum(wanted)
        parts = [size * each / total for each in wanted]
        units = [each.numerator // each.denominator for each in parts]
        lost = sorted(range(len(parts)), key=lambda at: (units[at] - parts[at], at))
        for at in lost[: size - sum(units)]:
            units[at] += 1
        return tuple(Money(sign * each, self.currency) for each in units)

    def __str__(self) -> str:
        return f"{self.currency.code} {self.decimal:f}"

    def __repr__(self) -> str:
        return f"Money({str(self)!r})"


@typed
def money_sum(parts: Sequence[Money], currency: Currency | str) -> Money:
    """Return the sum of *parts* in *currency*; 0 if there are none.

    Raises:
        CurrencyMismatchError: a part is of another currency.
    """
    known = currency_of(currency)
    one_currency(known, *(each.currency for each in parts))
    return Money(sum(each.amount for each in parts), known)
