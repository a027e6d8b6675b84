"""One procedure of the catalogue, whole: limits, branches, channels, steps, fee names, sources."""

from collections.abc import Iterator
from datetime import date

from caseflow._date_texts import day_text
from caseflow.cli._fee import circumstances_of, classes_of
from caseflow.cli._screen import bold
from caseflow.fees import FeeSchedule, counted_for
from caseflow.law import cited
from caseflow.limits._words import amount_text
from caseflow.office.pack import Pack
from caseflow.procedures import LimitRule, Procedure
from caseflow.values import Channel, Text

__all__ = ["branches_of", "fee_names", "procedure_page"]

_ALL = Text(vi="mọi hình thức nộp", en="every channel")
_EXAMPLE = Text(
    vi="ví dụ; không phải danh mục của đơn vị nào sử dụng phần mềm",
    en="an example; the list of no office that works with it",
)
_UNSTATED = Text(vi="nguồn không nêu", en="not stated")
_FREE = Text(vi="không thu phí, lệ phí", en="free of charge")
_FEE_OPTIONS = {
    "stated": Text(vi="mức phải nêu", en="amounts to state"),
    "count": Text(vi="số lượng phải nêu", en="numbers to state"),
    "exempt": Text(vi="đối tượng miễn, giảm", en="classes of applicant"),
    "under": Text(vi="trường hợp", en="circumstances"),
}


def branches_of(procedure: Procedure) -> tuple[str, ...]:
    """Return the branches that have a limit of their own, each once, in the order given."""
    return tuple(dict.fromkeys(rule.branch for rule in procedure.limits if rule.branch))


def fee_names(fees: FeeSchedule, pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the names that `caseflow fee` takes for *fees*, by the option that takes them."""
    return {
        "stated": tuple(fee.name for fee in fees.fees if fee.takes_stated),
        "count": counted_for(fees),
        "exempt": classes_of(fees, pack),
        "under": circumstances_of(fees),
    }


def procedure_page(procedure: Procedure, pack: Pack, language: str) -> str:
    """Return all that the catalogue says of one version, in *language*."""
    return "\n".join(
        (
            bold(f"{procedure.code} – {procedure.name.in_(language)}"),
            *_section(_facts(procedure, language)),
            "",
            *_limits(procedure, language),
            *_steps(procedure, language),
            *_fees(procedure, pack, language),
            "",
            *_section(_sources(procedure, pack, language)),
        )
    )


def _section(pairs: list[tuple[str, str]]) -> Iterator[str]:
    """Write what has a value, one fact a line, the labels in one column."""
    said = [(label, value) for label, value in pairs if value]
    width = max((len(label) for label, _ in said), default=0)
    for label, value in said:
        yield f"{label.ljust(width)}  {value}"


def _facts(procedure: Procedure, language: str) -> list[tuple[str, str]]:
    unstated = _UNSTATED.in_(language)
    level, supplement = procedure.service_level, procedure.supplement
    within = procedure.supplement_within
    channels = [each.label(language) for each in Channel if each in procedure.channels]
    facts = (
        (Text(vi="phiên bản", en="version"), procedure.version),
        (Text(vi="lĩnh vực", en="field"), procedure.field),
        (Text(vi="cơ quan giải quyết", en="agency"), procedure.agency),
        (
            Text(vi="mức dịch vụ công", en="service level"),
            level.label(language) if level else unstated,
        ),
        (Text(vi="hình thức nộp", en="channels"), ", ".join(channels)),
        (Text(vi="trường hợp", en="branches"), ", ".join(branches_of(procedure))),
        (
            Text(vi="khi bổ sung hồ sơ", en="at a supplement"),
            _SUPPLEMENTS[supplement.value].in_(language) if supplement else unstated,
        ),
        (
            Text(vi="hạn yêu cầu bổ sung", en="asked for within"),
            within.text(language) if within else unstated,
        ),
    )
    return [(label.in_(language), value) for label, value in facts]


_SUPPLEMENTS = {
    "restart": Text(vi="thời hạn tính lại từ đầu", en="the limit starts again"),
    "pause": Text(vi="tạm dừng tính thời hạn", en="the clock is paused"),
    "not-started": Text(vi="chưa bắt đầu tính thời hạn", en="the clock has not started"),
}


def _limits(procedure: Procedure, language: str) -> Iterator[str]:
    yield Text(vi="Thời hạn giải quyết", en="Limits").in_(language)
    for rule in procedure.limits:
        yield f"  {_limit(rule, procedure, language)}"
    early, shortened = procedure.early, procedure.shortened
    if shortened is not None:
        said = Text(vi="rút ngắn cho mọi hồ sơ", en="shortened for every filing").in_(language)
        yield f"  {said}: {shortened.text(language)}"
    if early is not None:
        percent = amount_text(early.share * 100, language)
        said = Text(
            vi=f"hẹn trả trước hạn {percent} % khi nộp và nhận trực tuyến",
            en=f"promised {percent} % sooner if lodged and returned online",
        ).in_(language)
        yield f"  {said}" + (f" ({early.source})" if early.source else "")
    extension = procedure.extension
    if extension is not None:
        said = Text(
            vi=f"gia hạn {extension.limit.text('vi')}, nhiều nhất {extension.max} lần",
            en=f"extension of {extension.limit.text('en')}, at most {extension.max}",
        ).in_(language)
        yield f"  {said}"


def _limit(rule: LimitRule, procedure: Procedure, language: str) -> str:
    channel = rule.channel.label(language) if rule.channel else _ALL.in_(language)
    of = f", {rule.branch}" if rule.branch else ""
    days = _days(rule.valid_from, rule.valid_until, language)
    on = rule.valid_from or procedure.valid_from or procedure.decision_on
    law = cited(rule.limit.citation, on, language) if on else ""
    basis = f" [{law}]" if law else ""
    return f"{rule.limit.text(language)} ({channel}{of}{days and '; '}{days}){basis}"


def _steps(procedure: Procedure, language: str) -> Iterator[str]:
    if procedure.steps:
        yield Text(vi="Các bước", en="Steps").in_(language)
    for number, step in enumerate(procedure.steps, 1):
        yield f"  {number}. {step.name}: {step.unit_in_charge}, {step.limit.text(language)}"


def _fees(procedure: Procedure, pack: Pack, language: str) -> Iterator[str]:
    yield Text(vi="Phí, lệ phí", en="Fees").in_(language)
    if procedure.fee_text:
        yield f"  {procedure.fee_text}"
    fees = procedure.fees
    if fees is None:
        if not procedure.fee_text:
            yield f"  {_UNSTATED.in_(language)}"
        return
    if not fees.fees:
        yield f"  {_FREE.in_(language)}"
        return
    for fee in fees.fees:
        kind = f" ({fee.kind.label(language)})" if fee.kind else ""
        yield f"  {fee.name}: {fee.text.in_(language)}{kind}"
    for option, names in fee_names(fees, pack).items():
        if names:
            yield f"  --{option} ({_FEE_OPTIONS[option].in_(language)}): {', '.join(names)}"


def _sources(procedure: Procedure, pack: Pack, language: str) -> list[tuple[str, str]]:
    decided_on, abolished_on = procedure.decision_on, procedure.abolished_on
    abolished_by = pack.worded(procedure.abolished_by, language)
    facts = (
        (
            Text(vi="thời hạn theo luật", en="limit by law"),
            procedure.limit_by_law or _UNSTATED.in_(language),
        ),
        (Text(vi="rút ngắn bởi", en="shortened by"), pack.worded(procedure.shortened_by, language)),
        (Text(vi="nơi quyết định", en="decided by"), procedure.decided_by),
        (
            Text(vi="tính chất", en="standing"),
            _EXAMPLE.in_(language) if procedure.is_example else "",
        ),
        (Text(vi="quyết định", en="decision"), pack.worded(procedure.decision, language)),
        (
            Text(vi="ngày quyết định", en="decided on"),
            day_text(decided_on, language) if decided_on else "",
        ),
        (
            Text(vi="nhận hồ sơ", en="takes filings"),
            procedure.covered.in_(language),
        ),
        (
            Text(vi="bãi bỏ", en="abolished"),
            f"{day_text(abolished_on, language)} {abolished_by}".strip() if abolished_on else "",
        ),
        (Text(vi="ghi chú", en="note"), procedure.note),
        (Text(vi="nguồn", en="source"), procedure.source),
    )
    return [(label.in_(language), value) for label, value in facts]


def _days(first: date | None, last: date | None, language: str) -> str:
    parts: list[str] = []
    if first is not None:
        parts.append(Text(vi="từ", en="from").in_(language) + f" {day_text(first, language)}")
    if last is not None:
        parts.append(Text(vi="đến", en="until").in_(language) + f" {day_text(last, language)}")
    return " ".join(parts)
