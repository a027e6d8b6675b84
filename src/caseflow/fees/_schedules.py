"""What a procedure costs, since when and by whose decision, and who does not pay it.

How the parts of a schedule work together is the matter of `_charges`; what may be wrong with one,
of `caseflow.checks`. Amounts are whole numbers of the smallest unit of the currency of the
schedule.
"""

import enum
import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import field

from caseflow._fields import is_count, is_optional_day, is_share, names, share, whole
from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError, WaiverPowerError
from caseflow.fees._rates import Percent, Rate, Stated
from caseflow.fees._rounding import ROUND_DOWN, RoundingRule
from caseflow.law import Basis
from caseflow.money import Currency, currency_of
from caseflow.texts import Message, Text, Written
from caseflow.values import Channel

__all__ = [
    "SERVICE",
    "Exemption",
    "Fee",
    "FeeKind",
    "FeeRule",
    "FeeSchedule",
    "Governs",
    "Subsidy",
    "Validity",
    "Waiver",
]

_KIND_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def _kind_name(value: str) -> str:
    if not _KIND_NAME.fullmatch(value):
        raise ValueInvalidError("fee kind", value, "small letters, digits and hyphens")
    return value


@typed
@frozen
class FeeKind:
    """Name what kind of money a fee is, as the law of a country has it; equal by name.

    >>> FeeKind("stamp-duty", Text(en="stamp duty")).label("en")
    'stamp duty'
    """

    name: str = field(converter=_kind_name)
    labels: Text = field(factory=Text, eq=False)

    def label(self, language: str) -> str:
        """Return the name of the kind for people."""
        return self.labels.in_(language) or self.name


#: The price of a bank or of the post, which no fee law sets.
SERVICE = FeeKind("service", Message("fees.kind-service"))


class Governs(enum.Enum):
    """Name the date by which it is told whether a rule is in force."""

    FILING = "filing"
    PAYMENT = "payment"

    def label(self, language: str) -> str:
        """Return the name of the date for people."""
        return _GOVERNS_LABELS[self].in_(language)


_GOVERNS_LABELS = {
    Governs.FILING: Message("fees.governs-labels-filing"),
    Governs.PAYMENT: Message("fees.governs-labels-payment"),
}


@typed
@frozen
class Validity:
    """Say on which days a rule is in force, and which date of a filing that is asked of.

    *from_on* and *to_on* are civil days, both included; None leaves that end open. *governs* has
    no default: on 31 December two readings of it are two amounts.
    """

    governs: Governs
    from_on: date | None = field(default=None, validator=is_optional_day)
    to_on: date | None = field(default=None, validator=is_optional_day)

    def holds(self, filed_on: date, paid_on: date | None) -> bool:
        """Return whether the rule is in force for a filing of these dates.

        Raises:
            ValueInvalidError: the day of payment decides and is not given.
        """
        if self.from_on is None and self.to_on is None:
            return True
        on = filed_on if self.governs is Governs.FILING else paid_on
        if on is None:
            raise ValueInvalidError(
                "paid_on", None, "the day of payment, because the rate depends on it"
            )
        return self.covers(on)

    def text(self, language: str) -> str:
        """Return the days in words, "" where both ends are open."""
        if self.from_on is None and self.to_on is None:
            return ""
        by = Written(self.governs.label)
        if self.to_on is None:
            return Message("fees.in-force-from", first=self.from_on, by=by).in_(language)
        if self.from_on is None:
            return Message("fees.in-force-through", last=self.to_on, by=by).in_(language)
        return Message("fees.in-force-between", first=self.from_on, last=self.to_on, by=by).in_(
            language
        )

    def covers(self, on: date) -> bool:
        """Return whether *on* is one of the days."""
        begun = self.from_on is None or self.from_on <= on
        return begun and (self.to_on is None or on <= self.to_on)


@frozen
class FeeRule:
    """Give a fee its rate through one channel, or through all, on certain days.

    A rule for the channel goes before a general one. *unless* names circumstances in which the
    rule does not apply, such as a filing through the single window. *replaced_by* names the act
    that took the place of the rule after its last day, where one is known.
    """

    rate: Rate
    when: Validity
    channel: Channel | None = None
    unless: frozenset[str] = field(converter=names, default=frozenset[str]())
    citation: Basis = ""
    source: str = ""
    replaced_by: Basis = ""


def _rules(value: Iterable[FeeRule]) -> tuple[FeeRule, ...]:
    return tuple(value)


@typed
@frozen
class Fee:
    """Describe one fee of a procedure.

    *kind* is None where the law knows one kind only, or its publisher does not say which it is.
    *set_by* names the authority whose decision the rate is, "" where that is not known: only that
    authority can waive it. A fee of kind `SERVICE` is charged only where its amount is stated.
    """

    name: str
    text: Text
    kind: FeeKind | None
    set_by: str
    rules: tuple[FeeRule, ...] = field(converter=_rules)

    @property
    def takes_stated(self) -> bool:
        """Return whether a request may have to state the amount."""
        return any(isinstance(rule.rate, Stated) for rule in self.rules)

    def rule_for(
        self,
        channel: Channel,
        filed_on: date,
        paid_on: date | None,
        circumstances: frozenset[str] = frozenset(),
        *,
        general: bool = False,
    ) -> tuple[FeeRule, ...]:
        """Return the rules that apply and say most about the filing: one, if all is well.

        With *general*, that of which a percentage is taken: percentages are left out.
        """
        found = [
            rule
            for rule in self.rules
            if rule.channel in (None, channel)
            and not rule.unless & circumstances
            and not (general and isinstance(rule.rate, Percent))
            and rule.when.holds(filed_on, paid_on)
        ]
        own = [rule for rule in found if rule.channel is not None]
        return tuple(own or found)

    def covered(
        self, channel: Channel, circumstances: frozenset[str] = frozenset()
    ) -> tuple[tuple[date | None, date | None], ...]:
        """Return the spans of days on which the fee has a full rate for such filings, in order.

        Both ends are included, None is open; spans that touch are one. Percentages are no rates.
        """
        spans = [
            (rule.when.from_on, rule.when.to_on)
            for rule in self.rules
            if rule.channel in (None, channel)
            and not rule.unless & circumstances
            and not isinstance(rule.rate, Percent)
        ]
        merged: list[tuple[date | None, date | None]] = []
        for begins, ends in sorted(spans, key=_begins):
            if merged and _touches(merged[-1][1], begins):
                first, last = merged.pop()
                whole_end = None if last is None or ends is None else max(last, ends)
                merged.append((first, whole_end))
            else:
                merged.append((begins, ends))
        return tuple(merged)


def _begins(span: tuple[date | None, date | None]) -> date:
    return span[0] or date.min


def _touches(last: date | None, begins: date | None) -> bool:
    if last is None or begins is None:
        return True
    return begins.toordinal() <= last.toordinal() + 1


@frozen
class Exemption:
    """Free applicants or filings, by law, from the fees named, or from all if none is.

    *classes* are the classes of applicant it is for, every applicant if there are none. *channel*
    and *needs* narrow it to filings that came in so, and whose circumstances hold every name.
    *share* is what falls away: 1 for all of it, a part where the law only reduces the fee; what is
    left is at least *least* and at most *most*, and never more than the full rate. Prices of
    banks and of the post are never exempt.

    Source: Law on fees and charges 97/2015/QH13, Art. 10, and the rule that details it, which
    *citation* names.
    """

    classes: frozenset[str] = field(converter=names)
    text: Text
    when: Validity
    citation: Basis
    fees: frozenset[str] = field(converter=names, default=frozenset[str]())
    share: Fraction = field(converter=share, validator=is_share, default=Fraction(1))
    channel: Channel | None = None
    needs: frozenset[str] = field(converter=names, default=frozenset[str]())
    least: int = field(default=0, validator=is_count)
    most: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a most that is no amount, or less than the least."""
        if self.most is not None:
            whole(self.most, name="most", least=self.least)

    def left_of(self, amount: int, rounding: RoundingRule = ROUND_DOWN) -> int:
        """Return what is left to pay of the full rate *amount*, rounded."""
        left = max(Percent(1 - self.share).of(amount, rounding), self.least)
        return min(amount, left if self.most is None else min(left, self.most))


@frozen
class Waiver:
    """Free filings from fees that the authority *by* has set itself; then nothing is due.

    An authority waives only what is in its own competence. What another one has set stays due,
    and can be paid for the applicant by a `Subsidy`.
    """

    name: str
    text: Text
    by: str
    fees: frozenset[str] = field(converter=names)
    when: Validity
    channel: Channel | None = None
    share: Fraction = field(converter=share, validator=is_share, default=Fraction(1))
    citation: Basis = ""
    source: str = ""

    def left_of(self, amount: int, rounding: RoundingRule = ROUND_DOWN) -> int:
        """Return what is left to pay of the full rate *amount*, rounded."""
        return Percent(1 - self.share).of(amount, rounding)


@frozen
class Subsidy:
    """Pay fees for the applicant from a budget; the fees stay due.

    *ground* is the stable name under which grants are counted. *share* of each fee is paid,
    rounded, at most *cap* a fee, and never more than others have left to pay.
    """

    ground: str
    text: Text
    budget: str
    fees: frozenset[str] = field(converter=names)
    when: Validity
    channel: Channel | None = None
    share: Fraction = field(converter=share, validator=is_share, default=Fraction(1))
    cap: int | None = None
    citation: Basis = ""
    source: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a cap that is no amount."""
        if self.cap is not None:
            whole(self.cap, name="cap")


@typed
@frozen
class FeeSchedule:
    """Hold the fees of a procedure and who does not pay them; one without fees is free of charge.

    Its amounts are whole numbers of the smallest unit of *currency*. *rounding* says what becomes
    of the rest when a share is taken. *covers* are the days of which the source speaks; of other
    days nothing is known, not even that the procedure is free.

    Raises:
        UnknownCurrencyError: *currency* is no code of ISO 4217.
        UnknownNameError: an exemption, waiver or subsidy names a fee that is not here.
        WaiverPowerError: a waiver frees from a fee that another authority has set.
    """

    fees: tuple[Fee, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    covers: Validity = Validity(Governs.FILING)
    currency: Currency = field(kw_only=True, converter=currency_of)
    rounding: RoundingRule = field(kw_only=True, default=ROUND_DOWN)

    def __attrs_post_init__(self) -> None:
        """Refuse what frees from fees that are not here, or not its own."""
        known = {fee.name: fee for fee in self.fees}
        parts: tuple[Exemption | Waiver | Subsidy, ...] = (
            *self.exemptions,
            *self.waivers,
            *self.subsidies,
        )
        for each in parts:
            for name in sorted(each.fees - known.keys()):
                raise UnknownNameError(name, tuple(known), "fee")
        for waiver in self.waivers:
            for name in sorted(waiver.fees):
                if not waiver.by or known[name].set_by != waiver.by:
                    raise WaiverPowerError(waiver.name, waiver.by, name, known[name].set_by)

    @cached_property
    def is_free(self) -> bool:
        """Return whether the procedure is free of charge: no fee, at most prices of services."""
        return all(fee.kind == SERVICE for fee in self.fees)

    def fee(self, name: str) -> Fee:
        """Return the fee called *name*; raises `UnknownNameError` if there is none."""
        for fee in self.fees:
            if fee.name == name:
                return fee
        raise UnknownNameError(name, [fee.name for fee in self.fees], "fee")
