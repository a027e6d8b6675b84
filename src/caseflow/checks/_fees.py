"""Faults of fee schedules: days without a rate or with two, reversed days, caps, channels."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from caseflow.fees import Exemption, Fee, FeeRule, FeeSchedule, Percent, Subsidy, Tiered, Waiver
from caseflow.procedures import Procedure
from caseflow.texts import Message, Text
from caseflow.values import Channel
from caseflow.workflow import Fault

__all__ = ["fee_faults"]

_ONE_DAY = timedelta(days=1)


def fee_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    """Find what is wrong with the fees of one version of a procedure."""
    schedule = procedure.fees
    if schedule is None:
        return
    names = [fee.name for fee in schedule.fees]
    for name in dict.fromkeys(each for each in names if names.count(each) > 1):
        yield Fault(
            "duplicate-fee",
            where,
            Message("checks.duplicate-fee"),
            {"name": repr(name)},
        )
    yield from _reversed(schedule, where)
    for fee in schedule.fees:
        place = f"{where}, fee {fee.name!r}"
        yield from _rate_faults(fee, place)
        if len({rule.when.governs for rule in fee.rules}) > 1:
            yield Fault(
                "fee-dates-mixed",
                place,
                Message("checks.fee-dates-mixed"),
            )
        else:
            yield from _day_faults(fee, procedure, place)
    yield from _channel_faults(schedule, procedure, where)


def _reversed(schedule: FeeSchedule, where: str) -> Iterator[Fault]:
    spans = [rule.when for fee in schedule.fees for rule in fee.rules]
    parts: tuple[Exemption | Waiver | Subsidy, ...] = (
        *schedule.exemptions,
        *schedule.waivers,
        *schedule.subsidies,
    )
    spans += [part.when for part in parts]
    for span in spans:
        if span.from_on is not None and span.to_on is not None and span.from_on > span.to_on:
            yield Fault(
                "fee-days-reversed",
                where,
                Message("checks.fee-days-reversed"),
                {"first": span.from_on, "last": span.to_on},
            )


def _rate_faults(fee: Fee, place: str) -> Iterator[Fault]:
    if not fee.rules:
        yield Fault("fee-without-rate", place, Message("checks.fee-without-rate"))
    for rule in fee.rules:
        rate = rule.rate
        if isinstance(rate, Tiered) and rate.cap is not None and rate.cap < rate.tiers[0].amount:
            yield Fault(
                "fee-cap-low",
                place,
                Message("checks.fee-cap-low"),
                {"cap": rate.cap, "first": rate.tiers[0].amount},
            )
        if not (rule.citation or rule.source):
            yield Fault(
                "fee-without-source",
                place,
                Message("checks.fee-without-source"),
                is_warning=True,
            )


@frozen
class _Stretch:
    """A run of days on which the same rules are in force; its first day, None for the beginning."""

    first: date | None
    count: int
    bases: int | None


def _day_faults(fee: Fee, procedure: Procedure, place: str) -> Iterator[Fault]:
    """Ask of each stretch of days between two changes how many rates are in force."""
    circumstances = [frozenset[str](), *(frozenset({name}) for name in _circumstances(fee))]
    found: dict[Fault, None] = {}
    for channel in Channel:
        if procedure.is_offered(channel):
            for such in circumstances:
                found |= dict.fromkeys(_wrong(fee, channel, such, place))
    yield from found


def _overlap(place: str, channel: Channel, stretch: _Stretch) -> Fault:
    return Fault(
        "fee-rates-overlap",
        place,
        Message("checks.fee-rates-overlap"),
        {**_params(channel, stretch), "count": stretch.count},
    )


def _gap(place: str, channel: Channel, stretch: _Stretch) -> Fault:
    return Fault(
        "fee-rate-gap",
        place,
        Message("checks.fee-rate-gap"),
        _params(channel, stretch),
    )


def _no_base(place: str, channel: Channel, stretch: _Stretch) -> Fault:
    return Fault(
        "fee-without-base",
        place,
        Message("checks.fee-without-base"),
        _params(channel, stretch),
    )


def _params(channel: Channel, stretch: _Stretch) -> dict[str, date | Text]:
    return {
        "channel": channel.labels,
        "on": stretch.first or Message("checks.the-beginning"),
    }


def _circumstances(fee: Fee) -> list[str]:
    return sorted({name for rule in fee.rules for name in rule.unless})


def _wrong(fee: Fee, channel: Channel, such: frozenset[str], place: str) -> Iterator[Fault]:
    stretches = list(_stretches(fee, channel, such))
    with_rate = [number for number, stretch in enumerate(stretches) if stretch.count]
    for number, stretch in enumerate(stretches):
        if stretch.count > 1:
            yield _overlap(place, channel, stretch)
        # Before the first and after the last rate a fee is not there, which is no gap.
        elif not stretch.count and with_rate and with_rate[0] < number < with_rate[-1]:
            yield _gap(place, channel, stretch)
        if stretch.bases not in (None, 1):
            yield _no_base(place, channel, stretch)


def _stretches(fee: Fee, channel: Channel, such: frozenset[str]) -> Iterator[_Stretch]:
    starts: set[date] = set()
    for rule in fee.rules:
        if rule.when.from_on is not None:
            starts.add(rule.when.from_on)
        if rule.when.to_on is not None and rule.when.to_on < date.max:
            starts.add(rule.when.to_on + _ONE_DAY)
    changes = sorted(starts)
    before = [] if not changes or changes[0] == date.min else [changes[0] - _ONE_DAY]
    days = [*(before or [date.min]), *changes]
    firsts: list[date | None] = [None, *changes]
    for first, day in zip(firsts, days, strict=True):
        found = fee.rule_for(channel, day, day, such)
        percents = [rule for rule in found if isinstance(rule.rate, Percent)]
        bases: tuple[FeeRule, ...] | None = None
        if percents:
            bases = fee.rule_for(channel, day, day, such, general=True)
        yield _Stretch(first, len(found), None if bases is None else len(bases))


def _channel_faults(schedule: FeeSchedule, procedure: Procedure, where: str) -> Iterator[Fault]:
    named = {rule.channel for fee in schedule.fees for rule in fee.rules}
    for channel in sorted((each for each in named if each is not None), key=_value):
        if not procedure.is_offered(channel):
            yield Fault(
                "fee-channel-not-offered",
                where,
                Message("checks.fee-channel-not-offered"),
                {"channel": channel.labels},
                is_warning=True,
            )


def _value(channel: Channel) -> str:
    return channel.value
