"""Profiles: what the columns and activities of somebody else's log mean, declared in TOML.

A profile names the columns, maps activities to the actions of a workflow and channels to the three
official ones, and points at the workflow, procedure and calendar the cases are worked under.
Nothing in it is ever evaluated. Reading a log belongs to `_event_logs`, working it to `_replays`.
"""

import enum
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from attrs import evolve, field

from caseflow._showing import place
from caseflow._toml_tables import Table
from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.checks import check_procedure, check_workflow
from caseflow.codec import Codec, DefinitionCodec
from caseflow.engine import Jurisdiction
from caseflow.errors import CaseflowError, ProfileError
from caseflow.interchange._definitions import Named
from caseflow.interchange._files import load_toml
from caseflow.interchange._moments import pattern_fault
from caseflow.interchange._payloads import Payload, read_payloads
from caseflow.procedures import Procedure
from caseflow.values import Channel, Text, exact
from caseflow.workflow import Workflow

__all__ = [
    "Basis",
    "Columns",
    "Decision",
    "Judgement",
    "Measure",
    "Profile",
    "find_profile",
    "load_profile",
]

FORMAT = "caseflow-replay/1"

_CHANNELS = {channel.value: channel for channel in Channel}


class Basis(enum.Enum):
    """Say which deadline timeliness is judged against."""

    LOG = "log"
    COMPUTED = "computed"


class Decision(enum.Enum):
    """Say what the decision of a case is: that of the workflow, or the end that the log gives."""

    WORKFLOW = "workflow"
    END = "end"


class Measure(enum.Enum):
    """Say how two moments are compared: as instants, or as civil days of the profile's zone."""

    INSTANT = "instant"
    DAY = "day"


@frozen
class Columns:
    """Name the columns of a log; "" is a column the log does not have.

    `case`, `activity` and `at` tell which case, what and when; `event` identifies one event, so
    that a doubled row is found; `resource` acted; `channel`, `start`, `deadline` and `end` are
    said of the whole case, on each of its rows.
    """

    case: str
    activity: str
    at: str
    event: str = ""
    resource: str = ""
    channel: str = ""
    start: str = ""
    deadline: str = ""
    end: str = ""


@frozen
class Judgement:
    """Say how timeliness is judged: which decision, against which deadline, early by which shares.

    `decision` also says when a case is finished: in a final state of the workflow, or when the log
    gives it an end.
    """

    against: Basis = Basis.LOG
    by: Measure = Measure.INSTANT
    decision: Decision = Decision.WORKFLOW
    shares: tuple[Fraction, ...] = (Fraction(1, 10), Fraction(1, 5))


def _frozen_map(values: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(values))


def _frozen_channels(values: Mapping[str, Channel]) -> Mapping[str, Channel]:
    return MappingProxyType(dict(values))


def _frozen_payloads(values: Mapping[str, Payload]) -> Mapping[str, Payload]:
    return MappingProxyType(dict(values))


@frozen
class Profile:
    """Hold one profile, checked against the workflow it names.

    `opening` and `closing` are the actions taken at the start and at the end of a case, "" for
    none. `payloads` are what actions take, by action, and `codec` makes them. `clock` is the clock
    whose due date is compared and judged. `naive` says whether times without a zone are read as
    local times of `zone`, or refused. `pack` is
    the pack whose definitions the profile names, "" for none.
    """

    name: str
    title: Text
    zone: ZoneInfo
    columns: Columns
    activities: Mapping[str, str] = field(converter=_frozen_map)
    channels: Mapping[str, Channel] = field(converter=_frozen_channels)
    workflow: Workflow
    procedure: Procedure
    calendar: OfficeCalendar
    channel: Channel = Channel.COUNTER
    opening: str = ""
    closing: str = ""
    clock: str = "legal"
    roles: frozenset[str] = frozenset()
    judgement: Judgement = Judgement()
    source: str = ""
    delimiter: str = ""
    pattern: str = ""
    naive: bool = False
    pack: str = ""
    payloads: Mapping[str, Payload] = field(converter=_frozen_payloads, factory=dict[str, Payload])
    codec: Codec = field(factory=Codec, eq=False, repr=False)

    @property
    def payload_columns(self) -> tuple[str, ...]:
        """Return the columns that payloads are taken from, each once."""
        sources = [each for payload in self.payloads.values() for each in payload.sources.values()]
        return tuple(dict.fromkeys(_nfc(source.column) for source in sources))


@typed
def find_profile(name: str, *, base: Path) -> Path:
    """Return the file of the profile called *name*: a path, or a name under `examples`.

    Tried in this order, from *base*: the file, its folder's `profile.toml`, `NAME.toml`,
    `examples/NAME/profile.toml`.

    Raises:
        ProfileError: none of them exists.
    """
    tried = (
        base / name,
        base / name / "profile.toml",
        base / f"{name}.toml",
        base / "examples" / name / "profile.toml",
    )
    for path in tried:
        if _is_file(path):
            return path
    looked = ", ".join(map(place, map(str, tried)))
    raise ProfileError(name, [f"there is no such profile; looked for {looked}"])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for a name, or no name at all
        return False


@typed
def load_profile(
    path: str | Path,
    *,
    codec: DefinitionCodec | None = None,
    jurisdiction: Jurisdiction | None = None,
) -> Profile:
    """Load a profile and the workflow, procedure and calendar it names.

    What ends in ".toml" is a file beside the profile; another name is that of a workflow, the
    code of a procedure, as "1.014445" or "omgevingsvergunning@wabo", or a calendar of the pack
    that the profile names, else of *jurisdiction*. A procedure of the pack is worked by the
    workflow of the profile where that is a file.

    Args:
        path: the file of the profile.
        codec: knows the payload types and guards that the definitions may name; None for none.
        jurisdiction: whose definitions may be named, as `vietnam.danang()`; None for none. Neither
            is asked for where the profile names its pack.

    Raises:
        ProfileError: with every fault of the profile at once.
    """
    path = Path(path)
    faults: list[str] = []
    table = Table(load_toml(path), "", faults)
    if table.name("format") not in {FORMAT, ""}:
        table.fault("format", f"is not known; this version reads {FORMAT!r}")
    source_of = Named.by_pack(table, path.parent) or Named(path.parent, codec, jurisdiction)
    workflow = source_of.workflow(table)
    procedure = source_of.procedure(table, workflow)
    zone = _zone(table)
    calendar = source_of.calendar(table, zone)
    columns = _columns(table.table("columns"))
    activities = {_nfc(name): action for name, action in table.mapping("activities").items()}
    channels = _channels(table)
    time = table.table("time")
    acts = table.table("actions")
    name, title = table.name("name"), table.labels("title")
    source, clock = table.text("source", ""), table.text("clock", "legal")
    delimiter, roles = table.text("delimiter", ""), frozenset(table.texts("roles"))
    pattern, naive = time.text("pattern", ""), time.choice("naive", ("refuse", "local"), "refuse")
    opening, closing = acts.text("start", ""), acts.text("end", "")
    standard = table.choice("channel", tuple(_CHANNELS), Channel.COUNTER.value)
    judgement = _judgement(table.table("timeliness"), columns, workflow)
    payloads: Mapping[str, Payload] = {}
    if pattern and (problem := pattern_fault(pattern)):
        time.fault("pattern", f"{pattern!r} {problem}")
    if len(delimiter) > 1:
        table.fault("delimiter", f"{delimiter!r} is not one character")
    for activity, action in activities.items():
        if not action:
            problem = "names no action; give one, or leave the line out to have it reported"
            table.fault(f"activities.{activity}", problem)
    if not activities:
        table.fault("activities", "is needed: each activity of the log and its action")
    if judgement.against is Basis.LOG and columns.end and not columns.deadline:
        table.fault("timeliness.against", 'is "log" and no deadline column is named')
    if workflow is not None:
        _check_definitions(table, workflow, procedure)
        _check_names(table, workflow, [*activities.values(), opening, closing], roles, clock)
        payloads = read_payloads(table.table("payloads"), workflow)
    else:
        table.table("payloads")
    for each in (table, time, acts):
        each.close()
    if faults or workflow is None or procedure is None or calendar is None or zone is None:
        raise ProfileError(str(path), faults)
    return Profile(
        name=name,
        title=title,
        zone=zone,
        columns=columns,
        activities=activities,
        channels=channels,
        workflow=workflow,
        procedure=procedure,
        calendar=calendar,
        channel=_CHANNELS[standard],
        opening=opening,
        closing=closing,
        clock=clock,
        roles=roles,
        judgement=judgement,
        source=source,
        delimiter=delimiter,
        pattern=pattern,
        naive=naive == "local",
        pack=table.text("pack", ""),
        payloads=payloads,
        codec=Codec(None if source_of.codec is None else source_of.codec.payloads),
    )


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _zone(table: Table) -> ZoneInfo | None:
    name = table.name("zone")
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):  # none of that name, or a path outside the data
        table.fault("zone", f"{name!r} is not a zone; give one such as 'Asia/Ho_Chi_Minh'")
        return None


def _columns(table: Table) -> Columns:
    columns = Columns(
        case=_nfc(table.name("case")),
        activity=_nfc(table.name("activity")),
        at=_nfc(table.name("at")),
        event=_nfc(table.text("event", "")),
        resource=_nfc(table.text("resource", "")),
        channel=_nfc(table.text("channel", "")),
        start=_nfc(table.text("start", "")),
        deadline=_nfc(table.text("deadline", "")),
        end=_nfc(table.text("end", "")),
    )
    table.close()
    return columns


def _channels(table: Table) -> dict[str, Channel]:
    channels: dict[str, Channel] = {}
    for name, value in table.mapping("channels").items():
        if value in _CHANNELS:
            channels[_nfc(name)] = _CHANNELS[value]
        else:
            table.fault(f"channels.{name}", f"{value!r}; give one of {', '.join(_CHANNELS)}")
    return channels


def _judgement(table: Table, columns: Columns, workflow: Workflow | None) -> Judgement:
    shares: list[Fraction] = []
    for text in table.texts("early"):
        try:
            share = _share(text)
        except CaseflowError as error:
            table.fault("early", str(error))
            continue
        if 0 < share <= 1:
            shares.append(share)
        else:
            table.fault("early", f"{text!r} is not between 0 and 100 %")
    if table.text("against", "") == Basis.COMPUTED.value and "by" in table:
        table.fault("by", 'goes with against = "log"; a computed date is judged by its own unit')
    against = Basis(table.choice("against", tuple(each.value for each in Basis), "log"))
    by = Measure(table.choice("by", tuple(each.value for each in Measure), "instant"))
    decision = _decision(table, columns, workflow)
    table.close()
    judgement = Judgement(against, by, decision)
    return evolve(judgement, shares=tuple(shares)) if shares else judgement


def _decision(table: Table, columns: Columns, workflow: Workflow | None) -> Decision:
    """Return what decides a case: the workflow, or the log where the workflow never does."""
    decides = workflow is None or any(each.decides for each in workflow.transitions)
    by_log = bool(columns.end) and not decides
    allowed = tuple(each.value for each in Decision)
    decision = Decision(table.choice("decision", allowed, "end" if by_log else "workflow"))
    if decision is Decision.END and not columns.end:
        table.fault("decision", 'is "end" and no end column is named')
    if decision is Decision.WORKFLOW and not decides and "decision" in table:
        table.fault("decision", 'is "workflow" and no transition of the workflow decides')
    return decision


def _share(text: str) -> Fraction:
    share = exact(text.removesuffix("%").strip(), name="early")
    return share / 100 if text.endswith("%") else share


def _check_definitions(table: Table, workflow: Workflow, procedure: Procedure | None) -> None:
    for fault in check_workflow(workflow):
        if not fault.is_warning:
            table.fault("workflow", str(fault))
    if procedure is None:
        return
    for fault in check_procedure(procedure):
        if not fault.is_warning:
            table.fault("procedure", str(fault))
    if procedure.workflow != workflow.name:
        table.fault(
            "procedure",
            f"goes by workflow {procedure.workflow!r}, the profile by {workflow.name!r}",
        )


def _check_names(
    table: Table, workflow: Workflow, actions: list[str], roles: frozenset[str], clock: str
) -> None:
    looks: tuple[tuple[str, Callable[[str], object], Iterable[str]], ...] = (
        ("actions", workflow.action, dict.fromkeys(filter(None, actions))),
        ("roles", workflow.role, sorted(roles)),
        ("clock", workflow.clock, (clock,)),
    )
    for key, look, names in looks:
        for name in names:
            try:
                look(name)
            except CaseflowError as error:
                table.fault(key, str(error))
