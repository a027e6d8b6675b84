"""Valid arguments for every public function, by the type of the parameter, and the wrong ones."""

import inspect
import typing
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import NoneType, UnionType
from zoneinfo import ZoneInfo

import narwhals as nw
import numpy as np
import polars as pl

from caseflow import bulk
from caseflow import vietnam as vn
from caseflow.bulk._columns import NumpyHome
from caseflow.calendars import CalendarSpec, OfficeCalendar, YearlyDay
from caseflow.cases import Case, Move, Record
from caseflow.codec import Codec, DefinitionCodec
from caseflow.documents import Press
from caseflow.engine import Deadline, Deadlines, Engine, Jurisdiction, Migration
from caseflow.errors import CaseflowError
from caseflow.fees import Countable, FeeRequest, Percent, Tier, Tiered
from caseflow.keys import ReservedKey
from caseflow.ledgers import ClockLedger, Mark, MarkKind
from caseflow.limits import CutOff, Due, TimeLimit, working_days
from caseflow.money import Currency, Money
from caseflow.office.escalations import EscalationRules
from caseflow.office.lists import ListChange
from caseflow.office.pack import Pack
from caseflow.office.plans import Metric, Progress, Target, TargetStanding, plan_period
from caseflow.payments import Account, Bill, PaymentNotice
from caseflow.payments.local_gateway import LocalGateway
from caseflow.payments.webhooks import SigningKey
from caseflow.pii import DocumentRef
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.procedures import Catalogue, Procedure
from caseflow.reports import Counts, Measure, Period, Register
from caseflow.reports.boards import BoardEntry
from caseflow.reports.indices import Index, IndexResult, IndexSet
from caseflow.reports.register import RegisterMapping
from caseflow.service import CaseService, Lines
from caseflow.simulation import Demand, Office, Result, Scenario, Season, simulate
from caseflow.stores import AsyncStore, MemoryStore, Operations, Query, Store, ThreadedStore
from caseflow.targets import EarlyReturn
from caseflow.values import Actor, Channel, Text
from caseflow.vietnam._escalations import escalation_rules
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.papers import forms_on, press
from caseflow.vietnam.stored import case_codec, definition_codec
from caseflow.workflow import Action, CaseView, RecordView, Situation, Workflow
from simulation.scenes import three_stages

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 3, 2, 9, tzinfo=HANOI)
CLERK = Actor("u1", vn.INTAKE.name and {role.name for role in vn.one_stop_shop().roles})


class _Colour(Enum):
    RED = "red"


class _Stranger:
    """A class that no parameter takes."""


#: What comes in where something else should.
WRONG = {
    "None": None,
    "true": True,
    "int": 5,
    "negative": -1,
    "huge": 10**30,
    "too long to write": 10**5000,
    "float": 1.5,
    "nan": float("nan"),
    "inf": float("inf"),
    "text": "abc",
    "empty": "",
    "long": "x" * 20_000,
    "controls": "a\x00b\x1b\n\u200b\u202e",
    "half a pair": "\ud800",
    "bytes": b"abc",
    "list": [1, "a"],
    "dict": {"a": 1},
    "set": {1},
    "range": range(3),
    "enum class": _Colour,
    "view": {1: "a"}.keys(),
    "deque": deque([1, "a"]),
    "wrong enum": _Colour.RED,
    "wrong class": _Stranger(),
    "class": _Stranger,
    "naive": datetime(2026, 3, 2, 9),
    "instant": AT,
    "day": date(2026, 3, 2),
    "last day": date.max,
    "time": timedelta(days=1),
    "decimal": Decimal("NaN"),
    "action": vn.RECEIVE,
    "actor": CLERK,
}


#: A target of a unit, for what compares figures with it.
INDEX = Index("abc", Text(en="abc"), counted=(("online",),))
TARGET = Target("A", Metric("late", Text(en="late")), plan_period("2026-10"), "1/5")


#: A day of an office, for what simulates.
SCENARIO = three_stages(per_day=5, days=1)


def _nothing(*_):
    return None


def _case():
    engine = Engine(vn.danang())
    case = engine.open("1.014445", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=AT)
    return engine.fire(case, vn.RECEIVE, vn.Receipt(papers=4), by=CLERK, at=AT)


class Examples:
    """One valid value for each type; made once."""

    def __init__(self, directory):
        self.directory = directory
        self.engine = Engine(vn.danang())
        self.case = _case()
        self.calendar = vn.calendar()
        self.file = directory / "text.txt"
        self.file.write_text("x", encoding="utf-8")
        limit = working_days(10)
        days = np.array(["2026-03-02"], dtype="datetime64[D]")
        dues = bulk.due(days, limit, self.calendar)
        self.by_kind = {
            str: "abc",
            int: 3,
            bool: False,
            float: 1.0,
            bytes: b"abc",
            date: date(2026, 3, 2),
            time: time(9, 30),
            datetime: AT,
            timedelta: timedelta(hours=1),
            Fraction: Fraction(1, 5),
            Decimal: Decimal(1),
            NoneType: None,
            Path: self.file,
            object: "abc",
            Actor: CLERK,
            Text: Text(vi="a", en="b"),
            Target: TARGET,
            EscalationRules: escalation_rules(),
            ReservedKey: ReservedKey("open:abc"),
            Progress: Progress(TARGET, AT.date(), None, None, None, TargetStanding.NO_FIGURE),
            Channel: Channel.ONLINE,
            Case: self.case,
            Record: self.case.last,
            Move: self.case.last.move,
            Engine: self.engine,
            Jurisdiction: vn.danang(),
            Catalogue: vn.catalogue(),
            Procedure: vn.catalogue().get("1.014445"),
            Workflow: vn.one_stop_shop(),
            Action: vn.RECEIVE,
            OfficeCalendar: self.calendar,
            CalendarSpec: self.calendar.spec,
            TimeLimit: limit,
            Due: limit.due(AT, self.calendar),
            ClockLedger: ClockLedger("legal", limit).start(AT),
            Mark: Mark(MarkKind.START, AT),
            Codec: case_codec(),
            DefinitionCodec: definition_codec(),
            Migration: Migration(vn.one_stop_shop().fingerprint),
            Query: Query(),
            MemoryStore: MemoryStore(),
            CaseService: CaseService(self.engine, MemoryStore(), case_codec()),
            Account: Account(),
            Bill: Bill("B1", [("phí", 100)], "VND"),
            PaymentNotice: PaymentNotice("B1", "T1", 100, AT, "bank", "VND"),
            Currency: vn.VND,
            Money: Money(100, vn.VND),
            FeeRequest: FeeRequest(Channel.ONLINE, date(2026, 3, 2)),
            ZoneInfo: HANOI,
            tzinfo: HANOI,
            np.ndarray: days,
            bulk.Dues: dues,
            bulk.Judged: bulk.timeliness(days, dues),
            bulk.Shares: bulk.early_share(days, limit, self.calendar, days),
            NumpyHome: NumpyHome(),
            Store: MemoryStore(),
            AsyncStore: ThreadedStore(MemoryStore()),
            Operations: MemoryStore().ops,
            CaseView: self.case,
            RecordView: self.case.last,
            CaseflowError: CaseflowError("abc"),
            BaseException: CaseflowError("abc"),
            Situation: Situation(
                self.case,
                vn.catalogue().get("1.014445"),
                self.calendar,
                CLERK,
                AT,
                None,
                _nothing,
                _nothing,
            ),
            vn.DossierCode: vn.DossierCode.issue("H17.15", date(2026, 3, 2), 1),
            vn.ResultCode: vn.ResultCode.parse("H17.15-260302-0001-KQ(1)"),
            vn.ProcedureCode: vn.ProcedureCode.parse("1.014445"),
            EarlyReturn: EarlyReturn("1/5"),
            Percent: Percent("1/5"),
            Tiered: Tiered(
                Countable("paper", Text(vi="tờ", en="sheet")), [Tier(1, 2000), Tier(3, 1000)]
            ),
            CutOff: CutOff(at=time(15)),
            YearlyDay: YearlyDay(Text(en="a day off"), on="05-05"),
            DocumentRef: DocumentRef.of(b"x", place="abc"),
            Deadlines: self.engine.deadlines(self.case, at=AT),
            Deadline: self.engine.deadlines(self.case, at=AT).legal,
            vn.SupplementRequest: vn.SupplementRequest(["a"], "b"),
            vn.CorrectionRequest: vn.CorrectionRequest(["a"], "b"),
            vn.StepHandOver: vn.StepHandOver("a"),
            vn.ResultCancellation: vn.ResultCancellation("H17.15-260302-0001-KQ(1)", "a"),
            Press: press(),
            Pack: PACK,
            PersonalDataEncryption: PersonalDataEncryption(b"0" * 32, entropy=bytes),
            SigningKey: SigningKey("2026a", b"0" * 32),
            LocalGateway: LocalGateway(
                "bank", [SigningKey("2026a", b"0" * 32)], currency="VND", day_of=datetime.date
            ),
            ListChange: ListChange("added", "a", "1", Text(vi="a", en="b")),
            Lines: Lines("export", [b"{}\n"]),
            nw.LazyFrame: nw.from_native(pl.LazyFrame({"a": [1]})),
            nw.Expr: nw.col("channel") == "online",
            pl.DataFrame: pl.DataFrame({"a": [1]}),
            Register: Register.open(),
            Counts: Counts.made([], Period.MONTH, ["abc"]),
            Measure: Measure("abc", "abc", lambda: nw.col("number")),
            RegisterMapping: RegisterMapping(HANOI, ()),
            Index: INDEX,
            IndexSet: IndexSet((INDEX,)),
            IndexResult: IndexResult(INDEX, plan_period("2026-10")),
            Scenario: SCENARIO,
            Demand: SCENARIO.demand,
            Office: SCENARIO.office,
            Season: Season(date(2026, 3, 2), date(2026, 3, 3), 2),
            Result: simulate(SCENARIO, reps=1),
            BoardEntry: BoardEntry("abc", plan_period("2026-10"), 1, 2),
        }

    def of(self, hint, name=""):
        """Return a valid value for *hint*; raises `LookupError` where none is known."""
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, UnionType):
            return next(self._first(parts, name))
        if origin is typing.Literal:
            return parts[0]
        kind = origin or hint
        if kind is str and name == "currency":
            return "VND"
        if name == "forms_on":
            return forms_on
        if kind is str and name == "directory":
            return str(self.directory / "written")
        if kind in self.by_kind:
            return self.by_kind[kind]
        if kind in (tuple, list, set, frozenset):
            if kind is tuple and parts and parts[-1] is not ...:
                return tuple(self.of(part) for part in parts)
            return kind()
        if kind in (Sequence, Iterable, Collection):
            return ()
        if kind is Iterator:
            return iter(())
        if kind in (Mapping, dict) or typing.is_typeddict(kind):
            return {}
        if kind is Callable or kind is typing.get_origin(Callable[[], int]):
            return lambda *_: None
        if hint is typing.Any or isinstance(hint, typing.TypeVar):
            return "abc"
        if inspect.isclass(kind) and issubclass(kind, Enum):
            return next(iter(kind))
        if kind is typing.get_origin(type[int]) or kind is type:
            return int
        if inspect.isclass(kind) and getattr(kind, "_is_protocol", False):
            return self.case
        if inspect.isclass(kind):
            return self.made(kind)
        raise LookupError(hint)

    def _first(self, parts, name):
        for part in parts:
            try:
                yield self.of(part, name)
            except LookupError:
                continue
        raise LookupError(parts)

    def made(self, kind):
        """Return a value of *kind*, made of valid arguments."""
        try:
            arguments = self.arguments(kind)
            value = kind(*arguments[0], **arguments[1])
        except Exception as error:
            raise LookupError(kind) from error
        self.by_kind[kind] = value
        return value

    def arguments(self, function):
        """Return valid arguments for *function*: in order, and by name; only those needed."""
        hints = hints_of(function)
        in_order, by_name = [], {}
        for name, parameter in inspect.signature(function).parameters.items():
            if name == "self" or parameter.kind in (
                inspect.Parameter.VAR_POSITIONAL,
                inspect.Parameter.VAR_KEYWORD,
            ):
                continue
            if parameter.default is not inspect.Parameter.empty:
                continue
            value = self.of(hints.get(name, object), name)
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                by_name[name] = value
            else:
                in_order.append(value)
        return in_order, by_name


def hints_of(function):
    """The annotations of *function*, resolved; of a class, those of what makes its values."""
    if inspect.isclass(function):
        found = {}
        for each in reversed(function.__mro__):
            if each is not object:
                found |= typing.get_type_hints(each)
        return found | typing.get_type_hints(function.__init__)
    return typing.get_type_hints(function)
