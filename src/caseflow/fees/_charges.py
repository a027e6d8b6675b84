"""What one filing is charged: each fee with its steps, what budgets pay, what the applicant pays.

Nothing is looked up: dates, counts and amounts
that lie elsewhere come with the request.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain

from attrs import field

from caseflow._fields import is_day, is_optional_day, names, whole
from caseflow._number_texts import percent_text
from caseflow._typed import frozen, typed
from caseflow.errors import (
    FeeNotCoveredError,
    FeeRateError,
    ValueInvalidError,
)
from caseflow.fees._rates import Fixed, Percent, Rate, Stated, Tiered
from caseflow.fees._schedules import (
    SERVICE,
    Exemption,
    Fee,
    FeeKind,
    FeeRule,
    FeeSchedule,
    Governs,
    Subsidy,
    Validity,
    Waiver,
)
from caseflow.fees._steps import ChargeExplanation, ChargeStep
from caseflow.law import Cited, cited, dated
from caseflow.messages import REFERENCE
from caseflow.money import Currency, Money, currency_of
from caseflow.money_texts import money_text
from caseflow.texts import Message, Text, Written
from caseflow.values import Channel

__all__ = ["Charge", "ChargeLine", "FeeRequest", "Support", "charge_for", "counted_for"]


_UNKNOWN_KIND = Message("fees.unknown-kind")


def _numbers(value: Mapping[str, int] | Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    pairs = dict(value).items()
    return tuple(sorted((name, whole(number, name=name)) for name, number in pairs))


@frozen
class FeeRequest:
    """Say what a filing is charged for.

    *filed_on* and *paid_on* are civil days; *paid_on* may be left out where no rate depends on it.
    *counts* has how many of what a rate counts, as {"page": 3}. *stated* has the full amount of
    fees whose tariff lies elsewhere, by the name of the fee. *classes* are those of the applicant,
    *circumstances* those of the filing.
    """

    channel: Channel
    filed_on: date = field(validator=is_day)
    paid_on: date | None = field(default=None, validator=is_optional_day)
    counts: tuple[tuple[str, int], ...] = field(converter=_numbers, default=())
    stated: tuple[tuple[str, int], ...] = field(converter=_numbers, default=())
    classes: frozenset[str] = field(converter=names, default=frozenset[str]())
    circumstances: frozenset[str] = field(converter=names, default=frozenset[str]())


@frozen
class Support:
    """Describe what one budget pays of one fee, on what ground, and how a share was rounded."""

    budget: str
    ground: str
    fee: str
    text: Text
    amount: int
    citation: Cited = ""
    source: str = ""
    rounding: tuple[ChargeStep, ...] = ()


@frozen
class ChargeLine:
    """Describe what one fee comes to: *amount* is due, and the last of *steps* says the same."""

    fee: str
    text: Text
    kind: FeeKind | None
    amount: int
    steps: tuple[ChargeStep, ...]

    @property
    def citation(self) -> Cited:
        """Return the law of the rate that was applied last."""
        return next((step.citation for step in reversed(self.steps) if step.citation), "")


@frozen
class Charge:
    """Describe what a filing is charged, in whole numbers of the smallest unit of *currency*.

    What is *due* stays due whoever pays it: a subsidy is no waiver, and the Treasury is owed all.
    """

    lines: tuple[ChargeLine, ...]
    supports: tuple[Support, ...] = ()
    currency: Currency = field(kw_only=True, converter=currency_of)

    @property
    def due(self) -> int:
        """Return the sum of the lines."""
        return sum(line.amount for line in self.lines)

    @property
    def supported(self) -> int:
        """Return what budgets pay of it."""
        return sum(support.amount for support in self.supports)

    @property
    def from_applicant(self) -> int:
        """Return what is left for the applicant to pay."""
        return self.due - self.supported

    @property
    def by_budget(self) -> dict[str, int]:
        """Return what each budget pays."""
        totals: dict[str, int] = {}
        for support in self.supports:
            totals[support.budget] = totals.get(support.budget, 0) + support.amount
        return totals

    @property
    def steps(self) -> tuple[ChargeStep, ...]:
        """Return every step, line by line, then the supports and the three sums."""
        paid: list[ChargeStep] = []
        for each in self.supports:
            paid.append(ChargeStep("support", each.text, each.amount, each.citation, each.source))
            paid.extend(each.rounding)
        sums = (
            ChargeStep("due", Message("fees.due"), self.due),
            ChargeStep("supported", Message("fees.supported"), self.supported),
            ChargeStep(
                "from-applicant",
                Message("fees.from-applicant"),
                self.from_applicant,
            ),
        )
        return (*chain.from_iterable(line.steps for line in self.lines), *paid, *sums)

    def explain(self, language: str) -> ChargeExplanation:
        """Say step by step how the amounts came about, in *language*."""
        lines: list[str] = []
        for line in self.lines:
            kind = line.kind.label(language) if line.kind else _UNKNOWN_KIND.in_(language)
            amount = money_text(Money(line.amount, self.currency), language)
            lines.append(f"{line.text.in_(language)} ({kind}): {amount}")
            lines += [f"  {step.line(language, self.currency)}" for step in line.steps]
        rest = self.steps[sum(len(line.steps) for line in self.lines) :]
        lines += [step.line(language, self.currency) for step in rest]
        return ChargeExplanation(language, self.steps, "\n".join(lines))


@typed
def charge_for(schedule: FeeSchedule, request: FeeRequest) -> Charge:
    """Return what a filing is charged under *schedule*.

    A rate for the channel goes before the general one. Of the benefits that apply to one fee - a
    percentage of the general rate, exemptions, waivers - the one that frees from most counts, and
    they are never added up. Subsidies pay in the order given, each out of what is left.

    Raises:
        FeeNotCoveredError: the source of the fees says nothing of that day; those it covers are
            named.
        FeeRateError: several rates are in force for the filing.
        ValueInvalidError: a count, a stated amount or a date that a rate needs is missing, or an
            amount is stated for a fee that has its own.
        UnknownNameError: an amount is stated for a fee that is not there.
    """
    if not schedule.covers.holds(request.filed_on, request.paid_on):
        days = schedule.covers
        raise FeeNotCoveredError(
            "", request.channel.value, _governing(days, request), [(days.from_on, days.to_on)]
        )
    stated = dict(request.stated)
    for name, amount in stated.items():
        if not schedule.fee(name).takes_stated:
            raise ValueInvalidError(
                f"stated {name}", amount, "no amount: the schedule has its rate"
            )
    lines = tuple(
        _line(schedule, fee, request)
        for fee in schedule.fees
        if fee.kind != SERVICE or fee.name in stated
    )
    supports = tuple(_supports(schedule, lines, request))
    return Charge(lines, supports, currency=schedule.currency)


@typed
def counted_for(schedule: FeeSchedule) -> tuple[str, ...]:
    """Return the names of what any rate of *schedule* counts, each once."""
    counted = (of.name for fee in schedule.fees for rule in fee.rules for of in rule.rate.counted)
    return tuple(dict.fromkeys(counted))


# ── one fee ─────────────────────────────────────────────────────────────────────────────────


def _line(schedule: FeeSchedule, fee: Fee, request: FeeRequest) -> ChargeLine:
    rule = _rule(fee, request)
    rate = rule.rate
    base = _rule(fee, request, general=True) if isinstance(rate, Percent) else rule
    steps, full = _full(fee, base, base.rate, request, schedule.currency)
    rounding, unit, on = schedule.rounding, schedule.currency, request.filed_on
    amount, own = full, _in_force(rule.when)
    if isinstance(rate, Percent):
        amount = rate.of(full, rounding)
        own = (*own, rate.step(full, _law(rule, request), rounding))
        own = (*own, *rounding.steps(full * rate.share, amount, unit, on))
    else:
        steps, own = (*own, *steps), ()
    freed = _freed(schedule, fee, request, full)
    if freed is None or freed.left_of(full, rounding) > amount:
        return ChargeLine(fee.name, fee.text, fee.kind, amount, (*steps, *own))
    left = freed.left_of(full, rounding)
    steps = (*steps, *_not_added(rule, request), *_in_force(freed.when))
    steps = (*steps, _freed_step(freed, left, request))
    steps = (*steps, *rounding.steps(full * (1 - freed.share), left, unit, on))
    return ChargeLine(fee.name, fee.text, fee.kind, left, steps)


def _not_added(rule: FeeRule, request: FeeRequest) -> tuple[ChargeStep, ...]:
    """Say that a percentage is not taken, because another benefit frees from as much or more."""
    if not isinstance(rule.rate, Percent):
        return ()
    text = Message("fees.share-not-added", share=Written(percent_text, rule.rate.share))
    return (ChargeStep("not-added", text, None, _law(rule, request)),)


def _in_force(when: Validity) -> tuple[ChargeStep, ...]:
    """Return the step that says why a rule applies on these days, if it is not for ever."""
    if when.text(REFERENCE) == "":
        return ()
    return (ChargeStep("in-force", Written(Validity.text, when), None),)


def _rule(fee: Fee, request: FeeRequest, *, general: bool = False) -> FeeRule:
    found = fee.rule_for(
        request.channel, request.filed_on, request.paid_on, request.circumstances, general=general
    )
    if not found and (fee.covered(request.channel, request.circumstances) or not general):
        raise _not_covered(fee, request)
    if len(found) != 1:
        what = "general rate" if general else "rate"
        raise FeeRateError(fee.name, what, request.channel.value, request.filed_on, len(found))
    return found[0]


def _governing(when: Validity, request: FeeRequest) -> date:
    """Return the day by which *when* is asked."""
    is_paid = when.governs is Governs.PAYMENT and request.paid_on is not None
    return request.paid_on if is_paid and request.paid_on else request.filed_on


def _law(held: FeeRule | Exemption | Waiver | Subsidy, request: FeeRequest) -> Cited:
    """Return what *held* cites on the day by which it is in force."""
    return dated(held.citation, _governing(held.when, request))


def _not_covered(fee: Fee, request: FeeRequest) -> FeeNotCoveredError:
    """Name the days that the rates of *fee* cover, and the act that came after them."""
    on = max((_governing(rule.when, request) for rule in fee.rules), default=request.filed_on)
    before = [rule for rule in fee.rules if rule.when.to_on is not None and rule.when.to_on < on]
    last = max(before, key=_last_day, default=None)
    return FeeNotCoveredError(
        fee.name,
        request.channel.value,
        on,
        fee.covered(request.channel, request.circumstances),
        cited(last.replaced_by, on, "en") if last else "",
    )


def _last_day(rule: FeeRule) -> tuple[date, bool]:
    return rule.when.to_on or date.max, bool(rule.replaced_by)


def _full(
    fee: Fee, rule: FeeRule, rate: Rate, request: FeeRequest, currency: Currency
) -> tuple[tuple[ChargeStep, ...], int]:
    """Return the steps of a rate that is no percentage, and what it comes to."""
    if isinstance(rate, (Fixed, Tiered)):
        counts = dict(request.counts)
        return rate.steps(counts, _law(rule, request), currency), rate.amount_for(counts)
    stated = dict(request.stated)
    known = rate.one_of if isinstance(rate, Stated) else ()
    if known and stated.get(fee.name) not in known:
        listed = " or ".join(money_text(Money(each, currency), "en") for each in known)
        raise ValueInvalidError(
            f"amount of {fee.name}", stated.get(fee.name), f"{listed}, stated as {fee.name}=…"
        )
    if fee.name not in stated:
        raise ValueInvalidError(
            f"amount of {fee.name}",
            None,
            f"its full rate in units of {currency.smallest}, stated as {fee.name}=…",
        )
    text = Message("fees.full-rate-as-stated")
    step = ChargeStep("stated", text, stated[fee.name], _law(rule, request), rule.source)
    return (step,), stated[fee.name]


def _freed(
    schedule: FeeSchedule, fee: Fee, request: FeeRequest, full: int
) -> Exemption | Waiver | None:
    """Return what frees from most of the fee, if anything does."""
    candidates: list[Exemption | Waiver] = [
        *_exempt(schedule, fee, request),
        *_waived(schedule, fee, request),
    ]
    left = {number: each.left_of(full, schedule.rounding) for number, each in enumerate(candidates)}
    best = min(left, key=lambda number: left[number], default=None)
    return None if best is None else candidates[best]


def _freed_step(freed: Exemption | Waiver, left: int, request: FeeRequest) -> ChargeStep:
    share, law = Written(percent_text, freed.share), _law(freed, request)
    if isinstance(freed, Exemption):
        text = Message("fees.share-exempt", share=share, text=freed.text)
        return ChargeStep("exempt", text, left, law)
    text = Message("fees.share-waived", by=freed.by, share=share, text=freed.text)
    return ChargeStep("waived", text, left, law, freed.source)


def _exempt(schedule: FeeSchedule, fee: Fee, request: FeeRequest) -> list[Exemption]:
    return [
        each
        for each in schedule.exemptions
        if fee.kind != SERVICE
        and (not each.fees or fee.name in each.fees)
        and (not each.classes or each.classes & request.classes)
        and each.channel in (None, request.channel)
        and each.needs <= request.circumstances
        and each.when.holds(request.filed_on, request.paid_on)
    ]


def _waived(schedule: FeeSchedule, fee: Fee, request: FeeRequest) -> list[Waiver]:
    return [
        each
        for each in schedule.waivers
        if fee.name in each.fees
        and each.channel in (None, request.channel)
        and each.when.holds(request.filed_on, request.paid_on)
    ]


# ── who pays ────────────────────────────────────────────────────────────────────────────────


def _supports(
    schedule: FeeSchedule, lines: Iterable[ChargeLine], request: FeeRequest
) -> Iterable[Support]:
    left = {line.fee: line.amount for line in lines}
    due = dict(left)
    for each in schedule.subsidies:
        if each.channel not in (None, request.channel):
            continue
        if not each.when.holds(request.filed_on, request.paid_on):
            continue
        for name in sorted(each.fees & left.keys()):
            amount = min(Percent(each.share).of(due[name], schedule.rounding), left[name])
            amount = amount if each.cap is None else min(amount, each.cap)
            if amount:
                left[name] -= amount
                yield Support(
                    each.budget,
                    each.ground,
                    name,
                    each.text,
                    amount,
                    _law(each, request),
                    each.source,
                    schedule.rounding.steps(
                        due[name] * each.share, amount, schedule.currency, request.filed_on
                    ),
                )
