"""The names of days as they are kept with a calendar."""

from typing import cast

from caseflow._languages import KEPT_PAIR
from caseflow.texts import Text

__all__ = ["name_data", "name_of"]


def name_data(name: Text | None) -> object:
    """Return *name* as JSON values, None for none."""
    if name is None:
        return None
    if {*name.languages} <= {*KEPT_PAIR, "und"}:
        return [name.in_(language) for language in KEPT_PAIR]
    return dict(name.items())


def name_of(data: object) -> Text | None:
    """Return the name that `name_data` wrote; raises `TypeError` or `ValueError` for others."""
    if not data:
        return None
    if isinstance(data, dict):
        return Text(cast("dict[str, str]", data))
    return Text(dict(zip(KEPT_PAIR, cast("list[str]", data), strict=True)))
