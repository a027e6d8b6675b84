"""Why an action is not open, and what is wrong with a definition: reasons as values.

Nothing here decides anything.
"""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import cast

from attrs import field, frozen

from caseflow._typed import short
from caseflow.errors import ValueInvalidError
from caseflow.law import Basis, Citation, dated
from caseflow.money import Money
from caseflow.money_texts import money_text
from caseflow.texts import Text, shown_in

__all__ = ["Fault", "Param", "Refusal"]

#: What a refusal may show: a text is shown in the reader's language, a tuple as a list,
#: money with its currency.
Param = str | int | Money | date | datetime | Fraction | Text | tuple[Text, ...]


def _params(
    value: Mapping[str, Param] | tuple[tuple[str, Param], ...],
) -> tuple[tuple[str, Param], ...]:
    if isinstance(value, tuple):
        return value
    if not isinstance(cast("object", value), Mapping):
        raise ValueInvalidError("params", value, "a mapping of names to values")
    return tuple(sorted(value.items(), key=_first))


def _first(pair: tuple[str, Param]) -> str:
    return pair[0]


@short
@frozen
class Refusal:
    """Say why an action is not open: a code for machines, a text for people, the legal basis.

    *basis* is the law behind it. A guard gives a rule; the engine puts in its place what that rule
    cites on the day the action was asked for, in the zone of the office.

    *template* names its params in braces; the text is put together only when somebody reads it.
    `str(refusal)` is the English text.

    >>> params = {"short": Money(1_250, "EUR")}
    >>> short = Refusal("fee-short", Text(vi="thiếu {short}", en="{short} short"), params)
    >>> short.text("vi"), str(short)
    ('thiếu 12,50 euro', '12.50 euro short')
    """

    code: str
    template: Text
    params: tuple[tuple[str, Param], ...] = field(converter=_params, default=())
    basis: Basis | Citation = ""

    def dated(self, on: date) -> "Refusal":
        """Return this refusal with the law of the civil day *on*."""
        if isinstance(self.basis, str) and not self.basis:
            return self
        found = dated(self.basis, on)
        # Made anew, not evolved: this is done for each refusal that is shown.
        return Refusal(self.code, self.template, self.params, found)

    def cited(self, language: str) -> str:
        """Return the law behind it as it is printed in *language*, "" for none.

        A rule cites nothing until the day is known: see `dated`.
        """
        if isinstance(self.basis, Citation):
            return self.basis.text(language)
        return self.basis if isinstance(self.basis, str) else ""

    def text(self, language: str) -> str:
        """Return the reason in *language*."""
        return _filled(self.template, self.params, language)

    def __str__(self) -> str:
        return self.text("en")


def _filled(template: Text, params: tuple[tuple[str, Param], ...], language: str) -> str:
    shown = {name: _shown(value, language) for name, value in params}
    return template.in_(language).format_map(shown)


def _shown(value: Param, language: str) -> str:
    return money_text(value, language) if isinstance(value, Money) else shown_in(language, value)


@short
@frozen
class Fault:
    """Say what is wrong with a definition and where; a warning does not stop its use."""

    code: str
    where: str
    template: Text
    params: tuple[tuple[str, Param], ...] = field(converter=_params, default=())
    is_warning: bool = False

    @property
    def severity(self) -> str:
        """Return "error" or "warning"."""
        return "warning" if self.is_warning else "error"

    def text(self, language: str) -> str:
        """Return what is wrong in *language*."""
        return _filled(self.template, self.params, language)

    def __str__(self) -> str:
        return f"{self.where}: {self.text('en')} [{self.code}]"
