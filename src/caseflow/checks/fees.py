"""Faults of fee schedules: days without a rate or with two, reversed days, caps, channels, bases.

May import: values, fees, procedures, workflow.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from caseflow.fees import Exemption, Fee, FeeRule, FeeSchedule, Percent, Subsidy, Tiered, Waiver
from caseflow.procedures import Procedure
from caseflow.values import Channel, Text
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
            Text(vi="hai khoản thu tên {name}", en="two fees are named {name}"),
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
                Text(
                    vi="mức thu khi theo ngày nộp hồ sơ, khi theo ngày nộp tiền",
                    en="the day of filing governs some of its rates and the day of payment others",
                ),
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
                Text(vi="từ {first} đến {last}", en="from {first} to {last}: mend the days"),
                {"first": span.from_on, "last": span.to_on},
            )


def _rate_faults(fee: Fee, place: str) -> Iterator[Fault]:
    if not fee.rules:
        yield Fault("fee-without-rate", place, Text(vi="không có mức thu", en="it has no rate"))
    for rule in fee.rules:
        rate = rule.rate
        if isinstance(rate, Tiered) and rate.cap is not None and rate.cap < rate.tiers[0].amount:
            yield Fault(
                "fee-cap-low",
                place,
                Text(
                    vi="mức tối đa {cap} thấp hơn mức đầu {first}",
                    en="at most {cap} is less than the first tier, {first}",
                ),
                {"cap": rate.cap, "first": rate.tiers[0].amount},
            )
        if not (rule.citation or rule.source):
            yield Fault(
                "fee-without-source",
                place,
                Text(
                    vi="mức thu không ghi căn cứ, nguồn", en="a rate has no citation and no source"
                ),
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
        Text(
            vi="{channel}: từ {on} có {count} mức thu cùng hiệu lực",
            en="{channel}: from {on} {count} rates are in force at once",
        ),
        {**_told(channel, stretch), "count": stretch.count},
    )


def _gap(place: str, channel: Channel, stretch: _Stretch) -> Fault:
    return Fault(
        "fee-rate-gap",
        place,
        Text(
            vi="{channel}: từ {on} không có mức thu", en="{channel}: from {on} no rate is in force"
        ),
        _told(channel, stretch),
    )


def _no_base(place: str, channel: Channel, stretch: _Stretch) -> Fault:
    return Fault(
        "fee-without-base",
        place,
        Text(
            vi="{channel}: từ {on} mức thu theo tỷ lệ không có mức gốc",
            en="{channel}: from {on} a percentage has no one general rate to be taken of",
        ),
        _told(channel, stretch),
    )


def _told(channel: Channel, stretch: _Stretch) -> dict[str, date | Text]:
    return {
        "channel": Text(vi=channel.label("vi"), en=channel.label("en")),
        "on": stretch.first or Text(vi="đầu", en="the beginning"),
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
                Text(
                    vi="có mức thu cho hồ sơ {channel} mà không tiếp nhận như vậy",
                    en="it has fees for filings {channel} and takes none that way",
                ),
                {"channel": Text(vi=channel.label("vi"), en=channel.label("en"))},
                is_warning=True,
            )


def _value(channel: Channel) -> str:
    return channel.value
