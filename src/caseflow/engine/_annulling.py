"""Who may take back which acts, as a jurisdiction has it, and every reason against it.

Whether the later acts replay without it is for `_correcting`.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import field

from caseflow._typed import frozen
from caseflow.cases import ANNUL, OPEN, Annulled, Case, Record, case_of
from caseflow.engine._admission import clean_reason
from caseflow.engine._compiled import ROLE_MISSING
from caseflow.engine._plans import PlanOf
from caseflow.errors import ActionRefusedError, ValueInvalidError
from caseflow.texts import Message, Text
from caseflow.values import Actor
from caseflow.workflow import Refusal

__all__ = ["Annulments", "act_of", "annulment_of", "refuse_kept"]

_LABEL = Message("engine.label")
_OPENING = Refusal(
    "annul-opening",
    Message("engine.annul-opening"),
)
_ANNULLED = Refusal(
    "annulled-already",
    Message("engine.annulled-already"),
)
_ANNULMENT = Refusal(
    "annul-annulment",
    Message("engine.annul-annulment"),
)

Kept = tuple[tuple[str, Refusal], ...]


def _kept(value: Mapping[str, Refusal] | Kept) -> Kept:
    return value if isinstance(value, tuple) else tuple(sorted(value.items(), key=_name))


def _name(pair: tuple[str, Refusal]) -> str:
    return pair[0]


def _roles(value: Iterable[str]) -> frozenset[str]:
    return frozenset(value)


@frozen
class Annulments:
    """Say who may take acts back, and which are never taken back.

    Who may do an act may take it back, and so may each of *roles* for every act. An act whose
    payload has a `Refusal` as its class attribute `not_annulled` is kept whatever stands here, as
    those of money and of results are.

    Attributes:
        roles: the names of those roles.
        kept: for another action that is never annulled the reason, which says what to do instead.
    """

    roles: frozenset[str] = field(converter=_roles, default=frozenset[str]())
    kept: Kept = field(converter=_kept, default=())


def act_of(case: Case, seq: int) -> Record:
    """Return record *seq*; raises `ValueInvalidError` if there is none."""
    if isinstance(seq, bool) or not 0 <= seq < case.version:
        raise ValueInvalidError("seq", seq, f"the number of a record, 0 to {case.version - 1}")
    found = (act for act in case.acts if act.seq == seq)
    return next(found, case.records[seq])


def annulment_of(act: Record, reason: str) -> Annulled:
    """Return the payload by which *act* is taken back; raises `ValueInvalidError` without a why."""
    return Annulled(act.seq, act.action, clean_reason(reason))


def refuse_kept(case: Case, act: Record, policy: Annulments, plan_of: PlanOf, by: Actor) -> None:
    """Refuse to take *act* back if it is kept by *policy*, or *by* may not.

    Raises:
        ActionRefusedError: it holds every reason.
    """
    refusals = tuple(_refusals(case, act, policy, plan_of, by))
    if refusals:
        raise ActionRefusedError(case.id, ANNUL, refusals)


def _refusals(
    case: Case, act: Record, policy: Annulments, plan_of: PlanOf, by: Actor
) -> Iterator[Refusal]:
    if act.action == OPEN:
        yield _OPENING
    elif act.action == ANNUL:
        yield _ANNULMENT
    elif act.seq in case.annulled:
        yield _ANNULLED
    else:
        yield from _missing_role(case, act, policy, plan_of, by)
        kept = dict(policy.kept).get(act.action, getattr(act.payload, "not_annulled", None))
        if isinstance(kept, Refusal):
            yield kept


def _missing_role(
    case: Case, act: Record, policy: Annulments, plan_of: PlanOf, by: Actor
) -> Iterator[Refusal]:
    then = case_of(case.acts[: case.acts.index(act)])
    compiled = plan_of(then.terms).compiled
    entry = compiled.rows[then.state].entries.get(act.action)
    ways = () if entry is None else entry.ways
    roles = policy.roles.union(*(way.roles or () for way in ways))
    if any(way.roles is None for way in ways) or not roles.isdisjoint(by.roles):
        return
    known = {role.name: role.labels for role in compiled.workflow.roles}
    labels = tuple(known.get(name, Text(und=name)) for name in sorted(roles))
    yield Refusal("role-missing", ROLE_MISSING, {"action": _LABEL, "roles": labels})
