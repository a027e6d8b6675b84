"""What local budgets pay for applicants, and which of its own fees a council waives.

May import: errors, law, values, fees, and `law` and `tables` beside it. The rows are in
data/supports.toml; what is not proven law is there with its source, and is not cited.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from attrs import evolve, frozen

from caseflow.errors import UnknownNameError
from caseflow.fees import (
    Fee,
    FeeKind,
    FeeRule,
    FeeSchedule,
    Governs,
    Stated,
    Subsidy,
    Validity,
    Waiver,
)
from caseflow.law import Basis
from caseflow.typed import short, typed
from caseflow.values import Channel, Text
from caseflow.vietnam.law import RULES
from caseflow.vietnam.tables import Table, parse_table

__all__ = ["services", "support_names", "supported"]


@short
@frozen
class _Pays:
    ground: str
    text: Text
    fees: frozenset[str]
    set_by: str
    share: str
    cap: int | None


@short
@frozen
class _Policy:
    name: str
    budget: str
    when: Validity
    channel: Channel | None
    citation: Basis
    source: str
    waives_by: str
    waives_text: Text
    pays: tuple[_Pays, ...]


@typed
def support_names() -> tuple[str, ...]:
    """Return the names of the shipped supports."""
    return tuple(_shipped()[0])


@typed
def services() -> tuple[Fee, ...]:
    """Return the prices of banks, of the post and of signature providers that a support may pay.

    Source: data/supports.toml.
    """
    return _shipped()[1]


@typed
def supported(schedule: FeeSchedule, name: str, *, appraisal: Iterable[str] = ()) -> FeeSchedule:
    """Return *schedule* with the services, waivers and subsidies of the support called *name*.

    Fees named in *appraisal* are fees for the appraisal of files, which Hà Nội leaves out. A waiver
    covers the fees that its own council has set; what others have set stays due and is paid.

    >>> from caseflow.vietnam.fees import tariff
    >>> schedule = supported(tariff("certified-copy"), "ha-noi")
    >>> [subsidy.ground for subsidy in schedule.subsidies], schedule.waivers
    (['postage', 'digital-signature', 'ministry-fee'], ())

    Raises:
        UnknownNameError: there is no such support, or a fee named is not in the schedule.
    """
    policies, prices = _shipped()
    if name not in policies:
        raise UnknownNameError(name, tuple(policies), "support")
    policy = policies[name]
    left_out = frozenset(schedule.fee(each).name for each in appraisal)
    present = {fee.name for fee in schedule.fees}
    fees = (*schedule.fees, *(fee for fee in prices if fee.name not in present))
    whole = evolve(schedule, fees=fees)
    return evolve(
        whole,
        waivers=(*whole.waivers, *_waivers(policy, whole, left_out)),
        subsidies=(*whole.subsidies, *_subsidies(policy, whole, left_out)),
    )


def _waivers(policy: _Policy, schedule: FeeSchedule, left_out: frozenset[str]) -> list[Waiver]:
    own = {fee.name for fee in schedule.fees if fee.set_by and fee.set_by == policy.waives_by}
    fees = own - left_out
    if not fees:
        return []
    return [
        Waiver(
            policy.name,
            policy.waives_text,
            policy.waives_by,
            fees,
            policy.when,
            policy.channel,
            citation=policy.citation,
            source=policy.source,
        )
    ]


def _subsidies(policy: _Policy, schedule: FeeSchedule, left_out: frozenset[str]) -> list[Subsidy]:
    found: list[Subsidy] = []
    for each in policy.pays:
        fees = each.fees
        if each.set_by:
            theirs = (fee.name for fee in schedule.fees if fee.set_by == each.set_by)
            fees = frozenset(theirs) - left_out
        if fees:
            found.append(
                Subsidy(
                    each.ground,
                    each.text,
                    policy.budget,
                    fees,
                    policy.when,
                    policy.channel,
                    each.share,
                    each.cap,
                    policy.citation,
                    policy.source,
                )
            )
    return found


@cache
def _shipped() -> tuple[dict[str, _Policy], tuple[Fee, ...]]:
    path = files("caseflow.vietnam").joinpath("data", "supports.toml")
    table = parse_table(path.read_text(encoding="utf-8"), "data/supports.toml")
    table.allow("support", "service")
    prices = tuple(_price(each) for each in table.tables("service"))
    return {each.text("name"): _policy(each) for each in table.tables("support")}, prices


def _price(table: Table) -> Fee:
    table.allow("name", "vi", "en", "set_by", "from", "citation", "source")
    rule = FeeRule(
        Stated(),
        Validity(Governs.FILING, table.day("from")),
        citation=RULES.read(table.text("citation")),
        source=table.text("source"),
    )
    return Fee(table.text("name"), table.label(), FeeKind.SERVICE, table.text("set_by"), (rule,))


def _policy(table: Table) -> _Policy:
    table.allow(
        "name",
        "citation",
        "source",
        "governs",
        "from",
        "to",
        "channel",
        "budget",
        "waives",
        "pays",
    )
    governs = table.optional("governs", Governs)
    if governs is None:
        raise table.wrong("governs", "the date that governs: filing or payment")
    waives = table.table("waives")
    waives.allow("by", "vi", "en")
    return _Policy(
        table.text("name"),
        table.text("budget"),
        Validity(governs, table.day("from"), table.day("to")),
        table.optional("channel", Channel),
        RULES.read(table.text("citation")),
        table.text("source"),
        waives.text("by", ""),
        waives.label() if waives.cells else Text(vi="", en=""),
        tuple(_pays(each) for each in table.tables("pays")),
    )


def _pays(table: Table) -> _Pays:
    table.allow("ground", "fees", "set_by", "share", "cap", "vi", "en")
    return _Pays(
        table.text("ground"),
        table.label(),
        frozenset(table.texts("fees")),
        table.text("set_by", ""),
        table.text("share"),
        table.whole("cap") if "cap" in table.cells else None,
    )
