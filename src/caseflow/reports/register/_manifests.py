"""What stands beside the Parquet files of a register: its version, its files, what was left out.

The files count that the manifest names, and no others: it is replaced in one step, so a register is
the one of before or the one of after, whenever its writer dies.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from attrs import field

from caseflow._typed import frozen
from caseflow.errors import FormatError
from caseflow.reports.register._columns import FORMAT

__all__ = ["MANIFEST", "Manifest", "read_manifest", "write_manifest"]

MANIFEST = "register.json"


@frozen
class Manifest:
    """Name the files of a register, and count what they hold and what was left out.

    *source* says what it was made of and how; a register of another source is made anew.
    """

    parts: tuple[str, ...] = ()
    rows: int = 0
    left_out: Mapping[str, int] = field(factory=dict[str, int])
    source: str = ""
    next_part: int = 0


def read_manifest(directory: Path) -> Manifest:
    """Read the manifest of a register.

    Raises:
        FormatError: there is none, it cannot be read, or it is of another version.
    """
    path = directory / MANIFEST
    try:
        given: object = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FormatError(str(directory), f"is no register: there is no {MANIFEST}") from None
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "it is not JSON"
        raise FormatError(str(path), f"cannot be read: {problem}") from None
    data = cast("dict[str, object]", given) if isinstance(given, dict) else {}
    if data.get("format") != FORMAT:
        found = str(data.get("format"))[:60]
        raise FormatError(str(path), f"is of format {found!r}; this version reads {FORMAT!r}")
    try:
        return Manifest(
            tuple(cast("list[str]", data["parts"])),
            cast("int", data["rows"]),
            cast("dict[str, int]", data["left_out"]),
            cast("str", data["source"]),
            cast("int", data["next_part"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(str(path), f"cannot be read: {error}") from None


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Put the manifest in place of the one before, in one step."""
    data = {
        "format": FORMAT,
        "parts": list(manifest.parts),
        "rows": manifest.rows,
        "left_out": dict(manifest.left_out),
        "source": manifest.source,
        "next_part": manifest.next_part,
    }
    waiting = directory / f"{MANIFEST}.new"
    waiting.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    waiting.replace(directory / MANIFEST)
