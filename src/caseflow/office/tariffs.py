"""Tariffs with their rates, and to which procedures each belongs, read from TOML.

Which file that is and what it cites is the country's to say.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import short, typed
from caseflow.errors import UnknownNameError
from caseflow.fees import (
    Countable,
    Exemption,
    Fee,
    FeeKind,
    FeeRule,
    FeeSchedule,
    Fixed,
    Governs,
    Percent,
    Rate,
    Stated,
    Tier,
    Tiered,
    Validity,
)
from caseflow.law import Basis, RuleBook
from caseflow.money import Currency
from caseflow.values import Channel, exact

__all__ = ["Tariffs", "read_tariffs"]


@short
@frozen
class _Tariff:
    fee: Fee
    codes: frozenset[str]
    texts: frozenset[str]
    reliefs: tuple[Exemption, ...]
    begins: date | None


@frozen
class Tariffs:
    """Hold the tariffs of a country by name, and the texts by which its papers say "free".

    An amount that no source states is not there, and must be stated by whoever asks.
    """

    tariffs: Mapping[str, _Tariff]
    free: frozenset[str]
    currency: Currency

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the tariffs."""
        return tuple(self.tariffs)

    @typed
    def schedule(self, name: str) -> FeeSchedule:
        """Return one tariff as a schedule; raises `UnknownNameError` if there is none."""
        if name not in self.tariffs:
            raise UnknownNameError(name, tuple(self.tariffs), "tariff")
        found = self.tariffs[name]
        covers = _from(found.begins)
        return FeeSchedule((found.fee,), found.reliefs, covers=covers, currency=self.currency)

    @typed
    def fees_of(
        self, code: str, fee_text: str, decision: Basis, decided_on: date | None = None
    ) -> FeeSchedule | None:
        """Return the fees of the procedure *code*, None where they are not known.

        *fee_text* is what its *decision* prints; rates without a citation get that of the decision,
        and nothing is known of the days before *decided_on*.
        """
        covers = _from(decided_on)
        if _plain(fee_text) in self.free:
            return FeeSchedule(covers=covers, currency=self.currency)
        for each in self.tariffs.values():
            if (fee_text and code in each.codes) or fee_text in each.texts:
                rules = (
                    evolve(rule, citation=rule.citation or decision) for rule in each.fee.rules
                )
                fee = evolve(each.fee, rules=tuple(rules))
                return FeeSchedule((fee,), each.reliefs, covers=covers, currency=self.currency)
        return None


@typed
def read_tariffs(
    text: str,
    *,
    name: str,
    languages: Sequence[str],
    book: RuleBook,
    currency: Currency,
    kinds: Iterable[FeeKind] = (),
) -> Tariffs:
    """Read the tariffs of the file *name* from TOML *text*, with labels in *languages*.

    *book* reads what rates and reliefs cite; amounts are in *currency*, and fees of one of *kinds*.

    Raises:
        FormatError: the text is not TOML, or a key or value is not known; *name* is named.
    """
    with reading_toml(text, name, languages) as table:
        table.allow("free", "counted", "reliefs", "tariff")
        known = {kind.name: kind for kind in kinds}
        labels, acts = table.table("counted"), table.table("reliefs")
        counted = {each: Countable(each, labels.table(each).label()) for each in labels.names}
        reliefs = {each: _relief(acts.table(each), book) for each in acts.names}
        read = {
            each.text("name"): _tariff(each, counted, reliefs, known, book)
            for each in table.tables("tariff")
        }
        return Tariffs(read, frozenset(map(_plain, table.texts("free"))), currency)


def _from(day: date | None) -> Validity:
    return Validity(Governs.FILING, day)


def _plain(text: str) -> str:
    """Return a fee text without capitals, the spaces that differ, and what ends a sentence."""
    return " ".join(
        unicodedata.normalize("NFC", text).casefold().replace(":", " : ").split()
    ).rstrip(" .;")


_RELIEF_KEYS = ("share", "from", "to", "channel", "needs", "least", "most", "citation")
_TARIFF_KEYS = ("name", "from", "codes", "texts", "kind", "set_by", "reliefs", "rules")


def _relief(table: Table, book: RuleBook) -> Exemption:
    table.allow(
        "share", "from", "to", "channel", "needs", "least", "most", "citation", *table.languages
    )
    return Exemption(
        frozenset(),
        table.label(),
        Validity(Governs.FILING, table.day("from"), table.day("to")),
        book.read(table.text("citation")),
        share=exact(table.text("share"), name="share"),
        channel=table.optional("channel", Channel),
        needs=frozenset(table.texts("needs")),
        least=table.whole("least") if "least" in table else 0,
        most=table.whole("most") if "most" in table else None,
    )


def _tariff(
    table: Table,
    counted: dict[str, Countable],
    reliefs: dict[str, Exemption],
    kinds: dict[str, FeeKind],
    book: RuleBook,
) -> _Tariff:
    table.allow(
        "name", "from", "codes", "texts", *table.languages, "kind", "set_by", "reliefs", "rules"
    )
    wanted = table.texts("reliefs")
    if not reliefs.keys() >= set(wanted):
        raise table.refused("reliefs", f"names out of {', '.join(reliefs)}")
    fee = Fee(
        table.text("name"),
        table.label(),
        _kind(table, kinds),
        table.text("set_by"),
        tuple(_rule(each, counted, book) for each in table.tables("rules")),
    )
    return _Tariff(
        fee,
        frozenset(table.texts("codes")),
        frozenset(table.texts("texts")),
        tuple(reliefs[name] for name in wanted),
        table.day("from"),
    )


def _kind(table: Table, kinds: dict[str, FeeKind]) -> FeeKind | None:
    if "kind" not in table:
        return None
    if table.text("kind") not in kinds:
        raise table.refused("kind", f"one of {', '.join(kinds)}")
    return kinds[table.text("kind")]


_RULE_KEYS = ("rate", "governs", "from", "to", "channel", "unless", "citation", "replaced_by")
_RATE_KEYS = {
    "fixed": ("amount", "per"),
    "tiered": ("unit", "tiers", "cap", "per"),
    "percent": ("share",),
    "stated": ("one_of",),
}


def _rule(table: Table, counted: dict[str, Countable], book: RuleBook) -> FeeRule:
    table.allow(*_RULE_KEYS, *_RATE_KEYS.get(table.text("rate"), ()))
    governs = table.optional("governs", Governs)
    if governs is None:
        raise table.refused("governs", "the date that governs: filing or payment")
    return FeeRule(
        _rate(table, counted),
        Validity(governs, table.day("from"), table.day("to")),
        table.optional("channel", Channel),
        frozenset(table.texts("unless")),
        book.read(table.text("citation", "")),
        replaced_by=book.read(table.text("replaced_by", "")),
    )


def _rate(table: Table, counted: dict[str, Countable]) -> Rate:
    kind = table.text("rate")
    if kind == "fixed":
        return Fixed(table.whole("amount"), _counted(table, "per", counted))
    if kind == "percent":
        return Percent(table.text("share"))
    if kind == "stated":
        return Stated(table.wholes("one_of"))
    unit = _counted(table, "unit", counted)
    if kind != "tiered" or unit is None:
        raise table.refused("rate", "fixed, tiered with a unit, percent or stated")
    cap = table.whole("cap") if "cap" in table else None
    return Tiered(unit, tuple(_tiers(table)), cap, _counted(table, "per", counted))


def _counted(table: Table, key: str, counted: dict[str, Countable]) -> Countable | None:
    if key not in table:
        return None
    if table.text(key) not in counted:
        raise table.refused(key, f"one of {', '.join(counted)}")
    return counted[table.text(key)]


def _tiers(table: Table) -> list[Tier]:
    found: list[Tier] = []
    for each in table.lists("tiers"):
        if len(each) != 2:
            raise table.refused("tiers", "pairs of the first one and the amount, as [[1, 2000]]")
        found.append(Tier(*each))
    return found
