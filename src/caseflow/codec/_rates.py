"""Fees in JSON: a rate says of which kind it is, and a schedule names the currency it is in.

What else has which form is in `_converters`.
"""

from collections.abc import Iterable
from typing import cast

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from caseflow.codec._canonical import shown
from caseflow.codec._faults import WrongError
from caseflow.codec._objects import object_hook
from caseflow.fees import FeeKind, FeeSchedule, Fixed, Percent, Rate, Stated, Tiered
from caseflow.money import Currency

__all__ = ["register_fees"]

#: A rate says of which kind it is, so that one without its own fields can be distinguished.
_RATES: dict[str, type[Rate]] = {
    "fixed": Fixed,
    "tiered": Tiered,
    "percent": Percent,
    "stated": Stated,
}


def register_fees(
    converter: Converter, currency: Currency | None, kinds: Iterable[FeeKind] = ()
) -> None:
    """Teach *converter* to write and read rates and schedules.

    *currency* is left out where a schedule is in it, and filled in where a schedule names none: so
    definitions that were written before there were others stay as they are. A kind of fee is
    written by its name, and one that is none of *kinds* is refused unless there are none.
    """
    converter.register_structure_hook(Currency, _currency)
    converter.register_unstructure_hook(Currency, str)
    _register_kinds(converter, kinds)
    _register_rates(converter)
    plain = object_hook(FeeSchedule, converter)
    whole = make_dict_unstructure_fn(
        FeeSchedule, converter, rounding=override(omit_if_default=True)
    )

    def read(value: object, kind: type[FeeSchedule]) -> FeeSchedule:
        named = value
        if currency is not None and isinstance(named, dict) and "currency" not in named:
            fields = cast("dict[str, object]", named)
            return plain({**fields, "currency": currency.code}, kind)
        return plain(value, kind)

    def write(schedule: FeeSchedule) -> dict[str, object]:
        data = cast("dict[str, object]", whole(schedule))
        if schedule.currency == currency:
            del data["currency"]
        return data

    converter.register_structure_hook(FeeSchedule, read)
    converter.register_unstructure_hook(FeeSchedule, write)


def _currency(value: object, _: object) -> Currency:
    if not isinstance(value, str):
        raise WrongError(f'{shown(value)} is no currency code of ISO 4217, as "EUR"')
    return Currency(value)


def _register_kinds(converter: Converter, kinds: Iterable[FeeKind]) -> None:
    known = {kind.name: kind for kind in kinds}

    def read(value: object, _: object) -> FeeKind:
        if not isinstance(value, str) or (known and value not in known):
            allowed = f": it is one of {', '.join(known)}" if known else ', as "stamp-duty"'
            raise WrongError(f"{shown(value)} is no kind of fee{allowed}")
        return known.get(value) or FeeKind(value)

    converter.register_structure_hook(FeeKind, read)
    converter.register_unstructure_hook(FeeKind, _kind_name)


def _kind_name(kind: FeeKind) -> str:
    return kind.name


def _register_rates(converter: Converter) -> None:
    kinds = {rate: name for name, rate in _RATES.items()}

    def read(value: object, _: object) -> Rate:
        given = value
        fields = dict(cast("dict[str, object]", given)) if isinstance(given, dict) else {}
        kind = fields.pop("kind", None)
        if kind not in _RATES:
            raise WrongError(f"{shown(value)} is no rate: its kind is one of {', '.join(_RATES)}")
        return converter.structure(fields, _RATES[str(kind)])

    def write(value: Rate) -> dict[str, object]:
        return {"kind": kinds[type(value)], **converter.unstructure(value, type(value))}

    converter.register_structure_hook(Rate, read)
    converter.register_unstructure_hook(Rate, write)
