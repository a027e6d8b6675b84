"""Guards of assisted filing.

May import: values, workflow, and this pack's payloads and assistance.
"""

from caseflow.office.assistance import assisted_by
from caseflow.procedures import Procedure
from caseflow.values import Channel, Text
from caseflow.workflow import Refusal, Situation, guard

__all__ = ["filed_online", "not_assisted_yet"]


def _is_not_online(_: Procedure, channel: Channel) -> bool:
    return channel is not Channel.ONLINE


@guard("filed-online", bars=_is_not_online)
def filed_online(situation: Situation) -> Refusal | None:
    """Record help with a filing that came in online; any other is no online filing."""
    channel = situation.case.channel
    if channel is Channel.ONLINE:
        return None
    return Refusal(
        "not-filed-online",
        Text(
            vi="hồ sơ được nộp {channel}; chỉ ghi nhận hỗ trợ đối với hồ sơ nộp trực tuyến",
            en="the filing came in {channel}; help is recorded with online filings only",
        ),
        {"channel": Text(vi=channel.label("vi"), en=channel.label("en"))},
    )


@guard("not-assisted-yet")
def not_assisted_yet(situation: Situation) -> Refusal | None:
    """Count a filing for one unit: the one that is on record first."""
    unit = assisted_by(situation.case)
    if unit is None:
        return None
    return Refusal(
        "assisted-already",
        Text(
            vi="hồ sơ đã được ghi nhận do {unit} hỗ trợ",
            en="the filing is on record as helped by {unit}",
        ),
        {"unit": unit},
    )
