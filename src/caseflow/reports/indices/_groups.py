"""Points of indices added up: groups, their cap, and what they lack."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from caseflow._number_texts import decimal_text
from caseflow._typed import frozen, typed
from caseflow.reports.indices._indices import Band, IndexGroup, IndexSet
from caseflow.reports.indices._results import IndexResult, rounded
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["GroupResult", "added_up"]

_LACKS = Message("reports.index-group-lacks")
_NOT_COMPUTED = Message("reports.index-not-computed")


@typed(late=True)
@frozen(eq=False)
class GroupResult:
    """Hold the points of a group of indices.

    Attributes:
        group: what was added up.
        known: the points of the members that have some, without the cap.
        lacking: the names of the members without points.
    """

    group: IndexGroup
    known: Fraction
    lacking: tuple[str, ...] = ()

    @property
    def score(self) -> Fraction | None:
        """Return the points, at most those of the group; None as long as a member has none."""
        if self.reason is not None:
            return None
        return min(self.known, self.group.points)

    @property
    def reason(self) -> Text | None:
        """Return why there are no points; None if there are."""
        if self.group.why != Text():
            return _NOT_COMPUTED.filled(why=self.group.why)
        return _LACKS.filled(names=self.lacking) if self.lacking else None

    @property
    def band(self) -> Band | None:
        """Return the band that the points reach; None without points, or without bands."""
        return None if self.score is None else self.group.band(rounded(self.score, 1))

    def text(self, language: str, *, with_bands: bool = False) -> str:
        """Write the points for people, to one decimal, or why there are none.

        *with_bands* adds what the points are called, which judges people or agencies.

        Raises:
            ValueInvalidError: *language* is no language code.
        """
        if self.score is None:
            return (self.reason or _LACKS).in_(language)
        score = decimal_text(rounded(self.score, 1), language, least_places=1)
        most = decimal_text(self.group.points, language)
        called = self.band if with_bands else None
        return f"{score} / {most}" + (f": {called.labels.in_(language)}" if called else "")


@typed
def added_up(
    indices: IndexSet, results: Sequence[IndexResult], group: str | IndexGroup
) -> GroupResult:
    """Return the points of *group* from the results of its members, all of one unit.

    A member without a result lacks. Groups within a group are added up first.

    Raises:
        UnknownNameError: there is no such group.
    """
    found = indices.group(group) if isinstance(group, str) else group
    scores: Mapping[str, Fraction | None] = {each.index.name: each.score for each in results}
    known, lacking = Fraction(0), list[str]()
    groups = {each.name: each for each in indices.groups}
    for name in found.members:
        inner = groups.get(name)
        score = added_up(indices, results, inner).score if inner else scores.get(name)
        if score is None:
            lacking.append(name)
        else:
            known += score
    return GroupResult(found, known, tuple(lacking))
