"""The names of days as they are kept with a calendar."""

from typing import cast

from caseflow.texts import Text

__all__ = ["name_data", "name_of"]

#: The languages of a name that is kept as a pair, as every name once was.
_PAIR = ("vi", "en")


def name_data(name: Text | None) -> object:
    """Return *name* as JSON values, None for none."""
    if name is None:
        return None
    if {*name.languages} <= {*_PAIR, "und"}:
        return [name.in_(language) for language in _PAIR]
    return dict(name.items())


def name_of(data: object) -> Text | None:
    """Return the name that `name_data` wrote; raises `TypeError` or `ValueError` for others."""
    if not data:
        return None
    if isinstance(data, dict):
        return Text(cast("dict[str, str]", data))
    return Text(dict(zip(_PAIR, cast("list[str]", data), strict=True)))
