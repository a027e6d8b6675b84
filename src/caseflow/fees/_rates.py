"""What a fee comes to: fixed, by tiers, a share of the general rate, or stated elsewhere.

Amounts are whole numbers of the smallest unit of the currency of the schedule. Which rate is in
force when is not decided here.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import Attribute, field

from caseflow._fields import is_count, is_share, share, whole
from caseflow._number_texts import percent_text
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.fees._rounding import ROUND_DOWN, RoundingRule
from caseflow.fees._steps import ChargeStep
from caseflow.law import Cited
from caseflow.money import Currency, Money
from caseflow.money_texts import money_text
from caseflow.texts import Message, Text, Written

__all__ = ["Countable", "Fixed", "Percent", "Rate", "Stated", "Tier", "Tiered"]


@frozen
class Countable:
    """Name what is counted for a fee, such as the pages of a copy."""

    name: str
    label: Text


@typed
@frozen
class Fixed:
    """Charge *amount* once a filing, or for each of what *per* counts.

    >>> Fixed(10_000).amount
    10000
    """

    amount: int = field(validator=is_count)
    per: Countable | None = None

    @property
    def counted(self) -> tuple[Countable, ...]:
        """Return what must be counted to know the amount."""
        return () if self.per is None else (self.per,)

    def amount_for(self, counts: Mapping[str, int]) -> int:
        """Return the amount for what was counted; raises if a count is missing."""
        return self.amount * (1 if self.per is None else _count(counts, self.per))

    def steps(
        self,
        counts: Mapping[str, int],
        citation: Cited,
        currency: Currency,  # noqa: ARG002 - as `Tiered` has it
    ) -> tuple[ChargeStep, ...]:
        """Return how the amount comes about; the last step has it."""
        first = ChargeStep("rate", Message("fees.rate"), self.amount, citation)
        if self.per is None:
            return (first,)
        number = _count(counts, self.per)
        return (first, _times(self.amount, number, self.per))


@frozen
class Tier:
    """Charge *amount* for each from the one numbered *first* on."""

    first: int
    amount: int = field(validator=is_count)

    def __attrs_post_init__(self) -> None:
        """Refuse a tier that begins before the first one."""
        whole(self.first, name="first", least=1)


def _tiers(value: Iterable[Tier]) -> tuple[Tier, ...]:
    return tuple(value)


def _rising(_: object, attribute: "Attribute[tuple[Tier, ...]]", value: tuple[Tier, ...]) -> None:
    firsts = [tier.first for tier in value]
    if not firsts or firsts[0] != 1 or firsts != sorted(set(firsts)):
        raise ValueInvalidError(
            attribute.name, firsts, "tiers that begin at 1 and rise, as (1, 2000), (3, 1000)"
        )


@typed
@frozen
class Tiered:
    """Charge by tiers for each of what *unit* counts, at most *cap* in all, and that times *per*.

    Time does not grow with the count: each tier is one multiplication.

    >>> page = Countable("page", Text(vi="trang", en="page"))
    >>> Tiered(page, (Tier(1, 2_000), Tier(3, 1_000)), cap=200_000).one(3)
    5000
    """

    unit: Countable
    tiers: tuple[Tier, ...] = field(converter=_tiers, validator=_rising)
    cap: int | None = None
    per: Countable | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a cap that is no amount."""
        if self.cap is not None:
            whole(self.cap, name="cap")

    @property
    def counted(self) -> tuple[Countable, ...]:
        """Return what must be counted to know the amount."""
        return (self.unit,) if self.per is None else (self.unit, self.per)

    def one(self, number: int) -> int:
        """Return the amount for *number* of the unit, the cap applied."""
        total = sum(count * amount for _, _, count, amount in self._parts(number))
        return total if self.cap is None else min(total, self.cap)

    def _parts(self, number: int) -> list[tuple[int, int, int, int]]:
        """Return first, last, how many and the amount of each tier that is reached."""
        ends = [*(tier.first - 1 for tier in self.tiers[1:]), number]
        return [
            (tier.first, min(end, number), min(end, number) - tier.first + 1, tier.amount)
            for tier, end in zip(self.tiers, ends, strict=True)
            if number >= tier.first
        ]

    def amount_for(self, counts: Mapping[str, int]) -> int:
        """Return the amount for what was counted; raises if a count is missing."""
        one = self.one(_count(counts, self.unit))
        return one * (1 if self.per is None else _count(counts, self.per))

    def steps(
        self, counts: Mapping[str, int], citation: Cited, currency: Currency
    ) -> tuple[ChargeStep, ...]:
        """Return how the amount comes about; the last step has it."""
        number = _count(counts, self.unit)
        label = self.unit.label

        parts = self._parts(number)
        steps = [
            ChargeStep(
                "tier",
                Message(
                    "fees.tier",
                    label=label,
                    span=_span(first, last),
                    count=count,
                    amount=Written(money_text, Money(amount, currency)),
                ),
                count * amount,
                citation,
            )
            for first, last, count, amount in parts
        ]
        total, one = sum(count * amount for _, _, count, amount in parts), self.one(number)
        if one < total:
            steps.append(ChargeStep("cap", Message("fees.cap"), one, citation))
        elif len(steps) != 1:
            steps.append(ChargeStep("sum", Message("fees.sum"), one))
        if self.per is not None:
            steps.append(_times(one, _count(counts, self.per), self.per))
        return tuple(steps)


@typed
@frozen
class Percent:
    """Charge a share of the general rate of the same fee.

    The share is taken once, of the whole amount after counts and caps, exactly; the schedule says
    how it is rounded.

    >>> Percent("1/2").of(15_001)
    7500
    """

    share: Fraction = field(converter=share, validator=is_share)

    @property
    def counted(self) -> tuple[Countable, ...]:
        """Return nothing: what is counted is that of the general rate."""
        return ()

    def of(self, amount: int, rounding: RoundingRule = ROUND_DOWN) -> int:
        """Return the share of *amount*, rounded."""
        return rounding.of(amount * self.share)

    def step(self, amount: int, citation: Cited, rounding: RoundingRule = ROUND_DOWN) -> ChargeStep:
        """Return the step that takes the share of *amount*."""
        text = Message("fees.share-of-that", share=Written(percent_text, self.share))
        return ChargeStep("percent", text, self.of(amount, rounding), citation)


def _amounts(value: Iterable[int]) -> tuple[int, ...]:
    return tuple(whole(each, name="one_of") for each in value)


@frozen
class Stated:
    """Charge what the request states: the tariff lies elsewhere, and nothing is invented here.

    *one_of* are the amounts it may be, where the act has a few and which applies is not said here.
    """

    one_of: tuple[int, ...] = field(converter=_amounts, default=())

    @property
    def counted(self) -> tuple[Countable, ...]:
        """Return nothing: the amount is stated as a whole."""
        return ()


Rate = Fixed | Tiered | Percent | Stated


def _count(counts: Mapping[str, int], of: Countable) -> int:
    if of.name not in counts:
        raise ValueInvalidError(
            f"number of {of.name}", None, f"how many are counted, as {of.name}=1"
        )
    return whole(counts[of.name], name=f"number of {of.name}", least=1)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _times(amount: int, number: int, per: Countable) -> ChargeStep:
    text = Message("fees.times", number=number, label=per.label)
    return ChargeStep("times", text, amount * number)
