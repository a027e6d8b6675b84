"""Writing a register: rows into Parquet files of bounded size, in a directory.

What a row is made of is for those who write; which files count is said by the manifest.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import polars as pl

from caseflow._typed import typed
from caseflow.errors import FormatError
from caseflow.reports.register._columns import COLUMNS, KEPT_COLUMNS
from caseflow.reports.register._manifests import (
    MANIFEST,
    Manifest,
    read_manifest,
    write_manifest,
)
from caseflow.reports.register._reading import opening
from caseflow.reports.register._rows import Value

__all__ = ["PART_ROWS", "SCHEMA", "Writer", "frame_of"]

#: Rows of one file; as many are held in memory.
PART_ROWS = 250_000

#: So many files may be less than half full.
_SMALL = 8

SCHEMA: dict[str, pl.DataType] = {each.name: each.kind.dtype for each in COLUMNS}


@typed
def frame_of(rows: Sequence[Mapping[str, Value]]) -> pl.DataFrame:
    """Return rows as a frame of Polars with the types of the schema."""
    return pl.DataFrame(
        {name: [row[name] for row in rows] for name in SCHEMA}, schema=SCHEMA, strict=True
    )


class Writer:
    """Write rows into a directory; nothing of it counts before `close`.

    Opened on a register that is there, it keeps its rows but those that `drop` names.
    """

    def __init__(self, directory: Path, source: str, part_rows: int = PART_ROWS) -> None:
        """Begin in *directory*, which is made if need be; *source* is kept with the register."""
        self._directory, self._source, self._most = directory, source, part_rows
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self.before = _before(directory)
        except (OSError, ValueError) as error:
            if isinstance(error, FormatError):
                raise
            problem = getattr(error, "strerror", None) or "no directory has such a name"
            raise FormatError(str(directory), f"cannot be written: {problem}") from None
        if self.before.source != source:
            self.before = Manifest(next_part=self.before.next_part)
        self.left_out: Counter[str] = Counter()
        self.written = 0
        self._kept = list(self.before.parts)
        self._number = self.before.next_part
        self._rows: list[Mapping[str, Value]] = []
        self._dropped = 0

    def empty(self) -> None:
        """Leave out all the rows there were before."""
        self._dropped += self.before.rows
        self._kept = []
        self.before = Manifest(rows=self.before.rows, next_part=self.before.next_part)

    def known(self) -> pl.DataFrame:
        """Return what is known of the rows there are: number and last record, by number."""
        if not self._kept:
            return pl.DataFrame(schema={name: SCHEMA[name] for name in KEPT_COLUMNS})
        files = [self._directory / name for name in self._kept]
        with opening(files):
            return pl.scan_parquet(files).select(KEPT_COLUMNS).collect().sort("number")

    def add(self, row: Mapping[str, Value]) -> None:
        """Take one row in."""
        self._rows.append(row)
        self.written += 1
        if len(self._rows) >= self._most:
            self._flush()

    def drop(self, numbers: Collection[str]) -> None:
        """Leave out the rows of those numbers that were there before."""
        if not numbers:
            return
        gone = pl.Series("number", list(numbers), dtype=pl.String)
        for name in tuple(self._kept[: len(self.before.parts)]):
            with opening([self._directory / name]):
                part = pl.read_parquet(self._directory / name)
            stays = part.filter(~pl.col("number").is_in(gone.implode()))
            if stays.height == part.height:
                continue
            self._dropped += part.height - stays.height
            self._kept.remove(name)
            if stays.height:
                self._write(stays)

    def close(self) -> Manifest:
        """Make what was written the register, and remove the files that it no longer names."""
        if self._rows:
            self._flush()
        self._merge_small()
        rows = self.before.rows - self._dropped + self.written
        made = Manifest(
            tuple(self._kept), rows, dict(sorted(self.left_out.items())), self._source, self._number
        )
        write_manifest(self._directory, made)
        for path in self._directory.glob("part-*.parquet"):
            if path.name not in made.parts:
                path.unlink()
        return made

    def _merge_small(self) -> None:
        """Write the many small files that short passes leave as few."""
        sizes = {
            name: pl.scan_parquet(self._directory / name).select(pl.len()).collect().item()
            for name in self._kept
        }
        small = [name for name, size in sizes.items() if size < self._most // 2]
        if len(small) <= _SMALL:
            return
        together: list[pl.DataFrame] = []
        for name in small:
            with opening([self._directory / name]):
                together.append(pl.read_parquet(self._directory / name))
            self._kept.remove(name)
            if sum(part.height for part in together) >= self._most or name == small[-1]:
                self._write(pl.concat(together).sort("received_on", "number"))
                together = []

    def _flush(self) -> None:
        self._write(frame_of(self._rows).sort("received_on", "number"))
        self._rows = []

    def _write(self, frame: pl.DataFrame) -> None:
        name = f"part-{self._number:06d}.parquet"
        frame.write_parquet(self._directory / name, compression="zstd", row_group_size=PART_ROWS)
        self._number += 1
        self._kept.append(name)


def _before(directory: Path) -> Manifest:
    """Return the manifest that is there; an empty one if the directory holds nothing.

    Raises:
        FormatError: there are other files, or a register of another version.
    """
    if (directory / MANIFEST).exists():
        return read_manifest(directory)
    strangers = [path.name for path in directory.iterdir() if path.suffix != ".new"]
    if any(not name.startswith("part-") for name in strangers):
        raise FormatError(str(directory), "holds other files; name a separate directory")
    return Manifest(next_part=len(strangers))
