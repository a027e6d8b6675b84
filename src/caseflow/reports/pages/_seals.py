"""The seal of a page: what it was made of, so that a program can make it again and compare.

Hashes are SHA-256. What the seal of a page says is compared in `_checking`.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from html import unescape
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import cast

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import FormatError
from caseflow.reports.pages._sketches import Sketch, sketch_of
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Text

__all__ = ["PAGE_FORMAT", "Seal", "read_seal", "seal_of"]

#: The name and version of what a page carries.
PAGE_FORMAT = "caseflow-page/1"

_SEAL = re.compile(r'<template id="caseflow-seal">(.*?)</template>', re.DOTALL)
_DRAWING = ("altair", "vl-convert-python")


def _frozen(given: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(given))


@frozen
class Seal:
    """Say what a page was made of.

    Attributes:
        kind: which page, as "report".
        period: for which days, as people write it.
        on: the day as of which.
        units: those that were asked for.
        language: of the page.
        caseflow: the version that made it.
        drawing: the versions of what drew its charts.
        parts: the hash of each thing besides the register, by its name.
        sketch: the fingerprint of the register.
    """

    kind: str
    period: str
    on: str
    units: tuple[str, ...]
    language: str
    caseflow: str
    drawing: str
    parts: Mapping[str, str] = field(converter=_frozen)
    sketch: Sketch = field(repr=False)

    @property
    def text(self) -> str:
        """Return the seal as a page carries it."""
        data = {
            "format": PAGE_FORMAT,
            "kind": self.kind,
            "period": self.period,
            "on": self.on,
            "units": list(self.units),
            "language": self.language,
            "caseflow": self.caseflow,
            "drawing": self.drawing,
            "parts": dict(self.parts),
            "rows": self.sketch.rows,
            "register": self.sketch.text,
        }
        return json.dumps(data, ensure_ascii=False, indent=1)


@typed
def seal_of(source: ReportSource, language: str, *, kind: str, caseflow: str) -> Seal:
    """Return the seal of a page of *source*; see `Seal`.

    Cost: one pass over every column of the register, see `sketch_of`.
    """
    parts = {
        "calendar": source.calendar.version,
        "left_out": _hash(sorted(source.register.left_out.items())),
        "procedures": _hash(
            [
                (code, _texts(each.name), _texts(each.law), _texts(each.promise))
                for code, each in sorted(source.procedures.items())
            ]
        ),
        "indices": _hash(None if source.indices is None else repr(source.indices)),
        "plan": _hash(None if source.plan is None else repr(source.plan)),
        "figures": _hash(None if source.figures is None else repr(source.figures)),
        "attribution": _hash(
            None
            if source.attribution is None
            else [[str(cell) for cell in row.values()] for row in source.attribution.rows()]
        ),
        "escalations": _hash(
            None
            if source.escalations is None
            else [
                (each.unit, _texts(each.metric), each.period, _texts(each.state), str(each.since))
                for each in source.escalations
            ]
        ),
    }
    return Seal(
        kind,
        source.period.text,
        source.on.isoformat(),
        source.units,
        language,
        caseflow,
        ", ".join(f"{name} {_version(name)}" for name in _DRAWING),
        parts,
        sketch_of(source.register),
    )


@typed
def read_seal(page: str) -> Seal:
    """Return the seal that *page* carries.

    Raises:
        FormatError: it carries none, or one of another version.
    """
    found = _SEAL.search(page)
    if found is None:
        raise FormatError("page", "carries no seal; give a page that caseflow report wrote")
    try:
        data = cast("dict[str, object]", json.loads(unescape(found[1])))
        if data["format"] != PAGE_FORMAT:
            raise FormatError("page", f"carries a seal of another version; expected {PAGE_FORMAT}")
        return Seal(
            str(data["kind"]),
            str(data["period"]),
            str(data["on"]),
            tuple(map(str, cast("list[object]", data["units"]))),
            str(data["language"]),
            str(data["caseflow"]),
            str(data["drawing"]),
            cast("dict[str, str]", data["parts"]),
            Sketch.read(str(data["register"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("page", "carries a seal that cannot be read") from None


def _texts(text: Text | None) -> list[tuple[str, str]]:
    return [] if text is None else sorted(text.items())


def _hash(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else sha256(written.encode()).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
