"""Write exact numbers for people: amounts, whole numbers and shares, with the signs of CLDR."""

from decimal import Decimal
from fractions import Fraction

from caseflow._cldr import number_by
from caseflow._typed import typed
from caseflow.messages import catalogue_of

__all__ = ["decimal_text", "digits_text", "percent_text", "share_text", "whole_text"]

#: A number with more digits behind the sign is written as a fraction.
_MOST_PLACES = 6


@typed(late=True)
def decimal_text(value: Fraction, language: str, *, least_places: int = 0) -> str:
    """Write a number without groups: whole, as a finite decimal, or as a fraction.

    >>> decimal_text(Fraction(35, 2), "vi"), decimal_text(Fraction(1, 3), "en")
    ('17,5', '1/3')

    Args:
        value: the number.
        language: the code of the language.
        least_places: digits behind the sign, at least, of a number that is not whole.
    """
    places = _places(value)
    if places is None:
        return str(value)
    if places == 0:
        return str(value.numerator)
    digits = Decimal(value.numerator * 10**places // value.denominator).scaleb(-places)
    return digits_text(digits.quantize(Decimal(1).scaleb(-max(places, least_places))), language)


@typed(late=True)
def digits_text(value: Decimal, language: str) -> str:
    """Write a decimal number with all its digits, and without groups.

    >>> digits_text(Decimal("12.50"), "vi")
    '12,50'
    """
    return number_by(value, catalogue_of(language).language, grouped=False)


def _places(value: Fraction) -> int | None:
    return next(
        (places for places in range(_MOST_PLACES + 1) if (value * 10**places).denominator == 1),
        None,
    )


@typed(late=True)
def percent_text(value: Fraction, language: str) -> str:
    """Write a share as a percentage, or as a fraction where that has more than one digit behind.

    >>> percent_text(Fraction(1, 8), "vi"), percent_text(Fraction(1, 3), "vi")
    ('12,5 %', '1/3')
    """
    hundredfold = value * 100
    if (hundredfold * 10).denominator != 1:
        return str(value)
    return f"{decimal_text(hundredfold, language)} %"


@typed(late=True)
def share_text(value: Fraction, language: str) -> str:
    """Write a share as a percentage with at most one digit behind the sign.

    "≈" stands before one that has more digits; it is cut towards zero, so that no result is shown
    as earlier than it was.

    >>> share_text(Fraction(1, 8), "vi"), share_text(Fraction(1, 3), "vi")
    ('12,5 %', '≈ 33,3 %')
    """
    thousandfold = value * 1000
    cut = thousandfold.numerator // thousandfold.denominator
    if value < 0 and thousandfold.denominator != 1:
        cut += 1
    about = "" if thousandfold.denominator == 1 else "≈ "
    return f"{about}{decimal_text(Fraction(cut, 10), language)} %"


@typed(late=True)
def whole_text(value: int, language: str) -> str:
    """Write a whole number, its digits in groups.

    >>> whole_text(1234, "vi"), whole_text(1234, "en")
    ('1.234', '1,234')
    """
    return number_by(value, catalogue_of(language).language)
