"""What local budgets pay for applicants, and which of its own fees a council waives.

What is not proven law is in the file with its source, and is not cited.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, frozen

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import short, typed
from caseflow.errors import UnknownNameError
from caseflow.fees import (
    SERVICE,
    Fee,
    FeeRule,
    FeeSchedule,
    Governs,
    Stated,
    Subsidy,
    Validity,
    Waiver,
)
from caseflow.law import Basis, RuleBook
from caseflow.values import Channel, Text

__all__ = ["Supports", "read_supports"]


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


@frozen
class Supports:
    """Hold what local budgets pay, by name, and the prices of services they may pay.

    *services* are the prices of banks, of the post and of signature providers.
    """

    policies: Mapping[str, _Policy]
    services: tuple[Fee, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the supports."""
        return tuple(self.policies)

    @typed
    def supported(
        self, schedule: FeeSchedule, name: str, *, appraisal: Iterable[str] = ()
    ) -> FeeSchedule:
        """Return *schedule* with the services, waivers and subsidies of the support called *name*.

        Fees named in *appraisal* are fees for the appraisal of files, which a support may leave
        out. A waiver covers the fees that its own council has set; what others have set stays due
        and is paid.

        Raises:
            UnknownNameError: there is no such support, or a fee named is not in the schedule.
        """
        if name not in self.policies:
            raise UnknownNameError(name, tuple(self.policies), "support")
        policy = self.policies[name]
        left_out = frozenset(schedule.fee(each).name for each in appraisal)
        present = {fee.name for fee in schedule.fees}
        fees = (*schedule.fees, *(fee for fee in self.services if fee.name not in present))
        whole = evolve(schedule, fees=fees)
        return evolve(
            whole,
            waivers=(*whole.waivers, *_waivers(policy, whole, left_out)),
            subsidies=(*whole.subsidies, *_subsidies(policy, whole, left_out)),
        )


@typed
def read_supports(text: str, *, name: str, languages: Sequence[str], book: RuleBook) -> Supports:
    """Read the supports of the file *name* from TOML *text*, with labels in *languages*.

    *book* reads what they cite.

    Raises:
        FormatError: the text is not TOML, or a key or value is not known; *name* is named.
    """
    with reading_toml(text, name, languages) as table:
        table.allow("support", "service")
        prices = tuple(_price(each, book) for each in table.tables("service"))
        policies = {each.text("name"): _policy(each, book) for each in table.tables("support")}
        return Supports(policies, prices)


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


def _price(table: Table, book: RuleBook) -> Fee:
    table.allow("name", *table.languages, "set_by", "from", "citation", "source")
    rule = FeeRule(
        Stated(),
        Validity(Governs.FILING, table.day("from")),
        citation=book.read(table.text("citation")),
        source=table.text("source"),
    )
    return Fee(table.text("name"), table.label(), SERVICE, table.text("set_by"), (rule,))


def _policy(table: Table, book: RuleBook) -> _Policy:
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
        raise table.refused("governs", "the date that governs: filing or payment")
    waives = table.table("waives")
    waives.allow("by", *table.languages)
    return _Policy(
        table.text("name"),
        table.text("budget"),
        Validity(governs, table.day("from"), table.day("to")),
        table.optional("channel", Channel),
        book.read(table.text("citation")),
        table.text("source"),
        waives.text("by", ""),
        waives.label() if waives.names else Text(),
        tuple(_pays(each) for each in table.tables("pays")),
    )


def _pays(table: Table) -> _Pays:
    table.allow("ground", "fees", "set_by", "share", "cap", *table.languages)
    return _Pays(
        table.text("ground"),
        table.label(),
        frozenset(table.texts("fees")),
        table.text("set_by", ""),
        table.text("share"),
        table.whole("cap") if "cap" in table else None,
    )
