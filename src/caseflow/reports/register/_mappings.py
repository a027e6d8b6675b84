"""What the columns of somebody's own table of filings mean, declared in a small TOML file.

A mapping names, for columns of the register, the column of the table and what its values mean.
Nothing in it is evaluated. Reading tables by it is for `_tables`.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from attrs import field

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError, FormatError
from caseflow.reports.register._columns import COLUMNS, OUTCOMES, Kind, column
from caseflow.values import Channel

__all__ = ["ALLOWED", "ENCODINGS", "MAPPING_FORMAT", "Mapped", "RegisterMapping", "load_mapping"]

MAPPING_FORMAT = "caseflow-register-mapping/1"

#: Encodings of tables, by the name a mapping gives them.
ENCODINGS = {"utf-8": "utf-8", "windows-1258": "cp1258", "windows-1252": "cp1252"}

_CHANNELS = tuple(channel.value for channel in Channel)

#: The values of columns that have a few.
ALLOWED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "channel": _CHANNELS,
        "result_by": _CHANNELS,
        "level": ("full", "partial", "counter"),
        "outcome": OUTCOMES,
    }
)

#: What a flag may be written as, if the mapping does not say otherwise.
_FLAGS = {"true": "true", "false": "false", "1": "true", "0": "false"}

_LEAST = ("number", "procedure")


def _frozen(values: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(values))


@frozen
class Mapped:
    """Say where a column of the register comes from: a column of the table, or one value for all.

    *values* are what words of the table mean; a word that is not there stays as it is.
    """

    name: str
    source: str = ""
    value: str = ""
    values: Mapping[str, str] = field(factory=dict[str, str], converter=_frozen)


@frozen
class RegisterMapping:
    """Hold a mapping that was checked.

    Attributes:
        zone: whose civil days the register has.
        naive: whether times without an offset are local times of the zone, or refused.
        pattern: of days and times, as "%d/%m/%Y"; "" for ISO 8601.
        columns: where each column comes from.
        units: the units there are; a filing of another one is left out. Empty asks nothing.
    """

    zone: ZoneInfo
    columns: tuple[Mapped, ...]
    naive: bool = False
    pattern: str = ""
    delimiter: str = ""
    encoding: str = "utf-8"
    units: tuple[str, ...] = ()


@typed
def load_mapping(path: str | Path) -> RegisterMapping:
    """Load a mapping from a TOML file; see the reference of the register.

    Raises:
        FormatError: the file cannot be read, or is wrong: every fault is named.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise FormatError(str(path), f"cannot be read: {problem}") from None
    with reading_toml(text, str(path)) as table:
        return _mapping(table)


def _mapping(table: Table) -> RegisterMapping:
    if table.text("format", MAPPING_FORMAT) != MAPPING_FORMAT:
        table.fault("format", f"is not known; this version reads {MAPPING_FORMAT!r}")
    zone = ZoneInfo("UTC")
    try:
        zone = ZoneInfo(table.text("zone"))
    except (KeyError, ValueError, OSError):
        table.fault("zone", "is not a zone; give one such as 'Asia/Ho_Chi_Minh'")
    time = table.table("time")
    pattern, naive = time.text("pattern", ""), time.choice("naive", ("refuse", "local"), "refuse")
    time.close()
    delimiter, encoding = table.text("delimiter", ""), table.text("encoding", "utf-8")
    if len(delimiter) > 1:
        table.fault("delimiter", f"{delimiter!r} is not one character")
    if encoding not in ENCODINGS:
        table.fault("encoding", f"{encoding!r} is not one of {', '.join(ENCODINGS)}")
    units = table.texts("units")
    mapped = _columns(table)
    table.close()
    found = ENCODINGS.get(encoding, "utf-8")
    return RegisterMapping(zone, mapped, naive == "local", pattern, delimiter, found, units)


def _columns(table: Table) -> tuple[Mapped, ...]:
    sources, constants = table.mapping("columns"), table.mapping("constants")
    words = table.table("values")
    mapped: dict[str, Mapped] = {}
    for name, given in [*sources.items(), *constants.items()]:
        try:
            kind = column(name).kind
        except CaseflowError as error:
            table.fault(f"columns.{name}", str(error))
            continue
        if name in mapped:
            table.fault(f"constants.{name}", "has a column already; name one of the two")
        if not given:
            table.fault(f"columns.{name}", "names nothing")
        values = words.mapping(name) if name in words else {}
        if kind is Kind.FLAG:
            values = {**_FLAGS, **values}
        is_source = name in sources
        mapped[name] = Mapped(name, given if is_source else "", "" if is_source else given, values)
        for word in (*values.values(), *(() if is_source else (given,))):
            if name in ALLOWED and word not in ALLOWED[name]:
                table.fault(f"values.{name}", f"{word!r}; give one of {', '.join(ALLOWED[name])}")
            if kind is Kind.FLAG and word not in ("true", "false"):
                table.fault(f"values.{name}", f"{word!r}; give true or false, in quotes")
    words.close()
    for name in (*_LEAST, "channel"):
        if name not in mapped:
            table.fault(f"columns.{name}", "is needed: a column of the table, or a constant")
    order = {each.name: place for place, each in enumerate(COLUMNS)}
    return tuple(sorted(mapped.values(), key=lambda each: order[each.name]))
