"""Money against `fractions` and `decimal`: exact, of one currency, rounded only as it is said."""

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from fractions import Fraction
from operator import add, ge, gt, le, lt, sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import (
    CurrencyMismatchError,
    FloatRefusedError,
    UnknownCurrencyError,
    ValueInvalidError,
)
from caseflow.money import Currency, Money, Rounding, money_sum, rounded

MODES = {
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_DOWN: ROUND_HALF_DOWN,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
}
WIDE = Context(prec=60)
CODES = st.sampled_from(["EUR", "VND", "KWD"])
AMOUNTS = st.integers(-(10**15), 10**15)
SHARES = st.fractions(0, 1, max_denominator=1000)


@given(AMOUNTS, AMOUNTS, CODES)
def test_sums_and_comparisons_are_those_of_the_decimals(one, other, code):
    """Whatever the currency, nothing is lost in the main unit."""
    first, second = Money(one, code), Money(other, code)

    for operation in (add, sub):
        result = operation(first, second)
        assert result.decimal == operation(Fraction(first.decimal), Fraction(second.decimal))
    for comparison in (lt, le, gt, ge):
        assert comparison(first, second) is comparison(first.decimal, second.decimal)
    assert money_sum([first, second], code) == first + second
    assert -first + first == Money(0, code)


@given(AMOUNTS, CODES)
def test_an_amount_is_read_as_it_is_written(amount, code):
    """Writing and reading lose nothing, and what is finer than the unit is refused."""
    money = Money(amount, code)

    assert Money.read(f"{money.decimal:f}", code) == money
    finer = f"{money.decimal:f}" + ("1" if money.currency.digits else ".1")
    with pytest.raises(ValueInvalidError):
        Money.read(finer, code)


@given(st.fractions(max_denominator=1000), st.sampled_from(list(MODES)), st.integers(1, 1000))
def test_rounding_is_that_of_decimal(value, mode, step):
    """Each rule rounds as the standard library does, on fractions that decimals hold exactly."""
    value = Fraction(value.numerator, 2 ** (value.denominator % 12))
    parts = value / step
    number = rounded(value, mode, step=step)

    assert number % step == 0
    assert abs(number - value) < step
    if set(_primes(parts.denominator)) <= {2, 5}:
        exact = WIDE.divide(Decimal(parts.numerator), Decimal(parts.denominator))
        assert number == int(exact.quantize(Decimal(1), MODES[mode], WIDE)) * step


def _primes(number):
    for prime in (2, 3, 5, 7):
        while number % prime == 0:
            number //= prime
            yield prime
    if number > 1:
        yield number


@given(AMOUNTS, CODES, st.lists(SHARES, min_size=1, max_size=8).filter(any))
def test_parts_sum_up_and_none_is_a_unit_off(amount, code, shares):
    """Nothing is lost or made in a split, and each part is within a unit of its exact share."""
    money = Money(amount, code)
    parts = money.split(shares)

    assert money_sum(parts, code) == money
    for share, part in zip(shares, parts, strict=True):
        assert abs(part.amount - amount * share / sum(shares)) < 1


@given(AMOUNTS, SHARES, st.sampled_from(list(Rounding)))
def test_a_share_is_rounded_once(amount, share, mode):
    """The share is taken exactly, and then rounded."""
    assert Money(amount, "EUR").share(share, mode).amount == rounded(amount * share, mode)


@pytest.mark.parametrize("operation", [add, sub, lt, le, gt, ge])
def test_two_currencies_never_meet(operation):
    """The error has a code that stays, and names both."""
    with pytest.raises(CurrencyMismatchError) as caught:
        operation(Money(1, "EUR"), Money(1, "VND"))
    assert caught.value.code == "currency-mismatch"
    assert caught.value.currencies == ("EUR", "VND")
    assert Money(1, "EUR") != Money(1, "VND")
    with pytest.raises(CurrencyMismatchError):
        money_sum([Money(1, "EUR")], "VND")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Money(1.0, "EUR"),
        lambda: Money(1, "EUR") * 0.5,
        lambda: Money(1, "EUR").share(0.5, Rounding.DOWN),
        lambda: Money(1, "EUR").split([0.5, 0.5]),
        lambda: rounded(0.5, Rounding.DOWN),
    ],
    ids=range(5),
)
def test_floats_are_refused(wrong):
    """Money is never a float, and neither is a share of it."""
    with pytest.raises(FloatRefusedError):
        wrong()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Money(True, "EUR"),
        lambda: Money("1", "EUR"),
        lambda: Money(1, "EUR").split([]),
        lambda: Money(1, "EUR").split([0]),
        lambda: Money(1, "EUR").split([2, -1]),
        lambda: Money.read("1,50", "EUR"),
        lambda: Money.read("nan", "EUR"),
        lambda: Money.read("1e400", "EUR"),
        lambda: rounded(1, Rounding.DOWN, step=0),
    ],
    ids=range(9),
)
def test_what_is_no_amount_is_refused(wrong):
    """Texts are read by `read` only, and no number is guessed."""
    with pytest.raises(ValueInvalidError):
        wrong()


def test_a_currency_is_one_of_the_table():
    """Codes are those of ISO 4217, each with the digits of its smallest unit."""
    found = {code: Currency(code).digits for code in ("VND", "EUR", "JPY", "KWD", "CLF")}

    assert found == {"VND": 0, "EUR": 2, "JPY": 0, "KWD": 3, "CLF": 4}
    with pytest.raises(UnknownCurrencyError, match=r"'EUX'; did you mean .*'EUR'"):
        Currency("EUX")
