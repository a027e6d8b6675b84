"""The fees of the catalogue: tariffs with their rates, and to which procedures each belongs.

May import: errors, law, values, fees, and `law` and `tables` beside it. The rows are in
data/fees.toml; an amount that no source states is not there, and must be stated by whoever asks.
"""

import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files

from attrs import evolve, frozen

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
from caseflow.law import Basis
from caseflow.toml_tables import Table, reading_toml
from caseflow.typed import short, typed
from caseflow.values import Channel, Text, exact
from caseflow.vietnam.languages import LANGUAGES
from caseflow.vietnam.law import RULES
from caseflow.vietnam.money import VND

__all__ = ["APPLICANT_CLASSES", "fees_of", "tariff", "tariff_names"]

#: Classes of applicant whom the law names; the rule that details each exemption must be cited.
#: Source: Law on fees and charges 97/2015/QH13, Art. 10.
APPLICANT_CLASSES = {
    "child": Text(vi="trẻ em", en="children"),
    "poor-household": Text(vi="hộ nghèo", en="poor households"),
    "elderly": Text(vi="người cao tuổi", en="the elderly"),
    "disabled": Text(vi="người khuyết tật", en="people with disabilities"),
    "merit": Text(vi="người có công với cách mạng", en="people with merit to the revolution"),
    "ethnic-minority": Text(
        vi="đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn",
        en="ethnic minorities in communes of extreme hardship",
    ),
    "special": Text(vi="đối tượng đặc biệt theo quy định", en="special cases laid down"),
}


@short
@frozen
class _Tariff:
    fee: Fee
    codes: frozenset[str]
    texts: frozenset[str]
    reliefs: tuple[Exemption, ...]
    begins: date | None


@typed
def tariff_names() -> tuple[str, ...]:
    """Return the names of the shipped tariffs."""
    return tuple(_shipped()[0])


@typed
def tariff(name: str) -> FeeSchedule:
    """Return one shipped tariff as a schedule; raises `UnknownNameError` if there is none.

    Source: data/fees.toml.

    >>> [fee.kind.value for fee in tariff("passport").fees]
    ['le-phi']
    """
    shipped, _ = _shipped()
    if name not in shipped:
        raise UnknownNameError(name, tuple(shipped), "tariff")
    found = shipped[name]
    return FeeSchedule((found.fee,), found.reliefs, covers=_from(found.begins), currency=VND)


def fees_of(
    code: str, fee_text: str, decision: Basis, decided_on: date | None = None
) -> FeeSchedule | None:
    """Return the fees of a procedure of the catalogue, None where they are not known.

    *fee_text* is what its *decision* prints; rates without a citation get that of the decision, and
    nothing is known of the days before *decided_on*.
    """
    shipped, free = _shipped()
    if _plain(fee_text) in free:
        return FeeSchedule(covers=_from(decided_on), currency=VND)
    for each in shipped.values():
        if (fee_text and code in each.codes) or fee_text in each.texts:
            rules = (evolve(rule, citation=rule.citation or decision) for rule in each.fee.rules)
            fee = evolve(each.fee, rules=tuple(rules))
            return FeeSchedule((fee,), each.reliefs, covers=_from(decided_on), currency=VND)
    return None


def _from(day: date | None) -> Validity:
    return Validity(Governs.FILING, day)


@cache
def _shipped() -> tuple[dict[str, _Tariff], frozenset[str]]:
    path = files("caseflow.vietnam").joinpath("data", "fees.toml")
    with reading_toml(path.read_text(encoding="utf-8"), "data/fees.toml", LANGUAGES) as table:
        table.allow("free", "counted", "reliefs", "tariff")
        labels, acts = table.table("counted"), table.table("reliefs")
        counted = {name: Countable(name, labels.table(name).label()) for name in labels.names}
        reliefs = {name: _relief(acts.table(name)) for name in acts.names}
        read = {
            each.text("name"): _tariff(each, counted, reliefs) for each in table.tables("tariff")
        }
        return read, frozenset(map(_plain, table.texts("free")))


def _plain(text: str) -> str:
    """Return a fee text without capitals, the spaces that differ, and what ends a sentence."""
    return " ".join(
        unicodedata.normalize("NFC", text).casefold().replace(":", " : ").split()
    ).rstrip(" .;")


def _relief(table: Table) -> Exemption:
    table.allow("share", "from", "to", "channel", "needs", "least", "most", "citation", "vi", "en")
    return Exemption(
        frozenset(),
        table.label(),
        Validity(Governs.FILING, table.day("from"), table.day("to")),
        RULES.read(table.text("citation")),
        share=exact(table.text("share"), name="share"),
        channel=table.optional("channel", Channel),
        needs=frozenset(table.texts("needs")),
        least=table.whole("least") if "least" in table else 0,
        most=table.whole("most") if "most" in table else None,
    )


def _tariff(table: Table, counted: dict[str, Countable], reliefs: dict[str, Exemption]) -> _Tariff:
    table.allow("name", "from", "codes", "texts", "vi", "en", "kind", "set_by", "reliefs", "rules")
    wanted = table.texts("reliefs")
    if not reliefs.keys() >= set(wanted):
        raise table.refused("reliefs", f"names out of {', '.join(reliefs)}")
    fee = Fee(
        table.text("name"),
        table.label(),
        table.optional("kind", FeeKind),
        table.text("set_by"),
        tuple(_rule(each, counted) for each in table.tables("rules")),
    )
    return _Tariff(
        fee,
        frozenset(table.texts("codes")),
        frozenset(table.texts("texts")),
        tuple(reliefs[name] for name in wanted),
        table.day("from"),
    )


_RULE_KEYS = ("rate", "governs", "from", "to", "channel", "unless", "citation", "replaced_by")
_RATE_KEYS = {
    "fixed": ("amount", "per"),
    "tiered": ("unit", "tiers", "cap", "per"),
    "percent": ("share",),
    "stated": ("one_of",),
}


def _rule(table: Table, counted: dict[str, Countable]) -> FeeRule:
    table.allow(*_RULE_KEYS, *_RATE_KEYS.get(table.text("rate"), ()))
    governs = table.optional("governs", Governs)
    if governs is None:
        raise table.refused("governs", "the date that governs: filing or payment")
    return FeeRule(
        _rate(table, counted),
        Validity(governs, table.day("from"), table.day("to")),
        table.optional("channel", Channel),
        frozenset(table.texts("unless")),
        RULES.read(table.text("citation", "")),
        replaced_by=RULES.read(table.text("replaced_by", "")),
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
