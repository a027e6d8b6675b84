"""Rates of fees in JSON: each says of which kind it is.

May import: cattrs, errors, values, fees, and `faults` beside it. What else has which form is in
`converters`.
"""

from typing import cast

from cattrs import Converter

from caseflow.codec.canonical import shown
from caseflow.codec.faults import WrongError
from caseflow.fees import Fixed, Percent, Rate, Stated, Tiered

__all__ = ["register_rates"]

#: A rate says of which kind it is, so that one without fields of its own can be told apart.
_RATES: dict[str, type[Rate]] = {
    "fixed": Fixed,
    "tiered": Tiered,
    "percent": Percent,
    "stated": Stated,
}


def register_rates(converter: Converter) -> None:
    """Teach *converter* to write and read rates."""
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
