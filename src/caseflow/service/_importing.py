"""Keeping cases that were worked elsewhere: many whole ones in one transaction.

Cases that are kept as they are worked belong to `_work`, and the file format of an export to
whoever reads it.
"""

from collections.abc import Sequence

from caseflow.cases import Case
from caseflow.service._work import Work
from caseflow.stores import GENESIS, Message, Ops, StoredCase, StoredRecord
from caseflow.values import clean_number

__all__ = ["Imports"]


class Imports:
    """Keep whole cases."""

    def __init__(self, work: Work) -> None:
        """Take the logic that keeps definitions and makes records."""
        self._work = work

    def keep(self, cases: Sequence[Case]) -> Ops[None]:
        """Keep *cases*, none of which is kept yet, with their messages; all or none."""
        kept: list[StoredCase] = []
        messages: list[Message] = []
        for case in cases:
            clean_number(case.id, name="case_id")
            for terms in dict.fromkeys((case.opened.terms, case.terms)):
                yield from self._work.keeper.keep_terms(terms)
            stored_records: list[StoredRecord] = []
            previous = GENESIS
            for record in case.records:
                stored = yield from self._work.sealer.stored(case.id, record, previous)
                stored_records.append(stored)
                previous = stored.hash
                if record.effects:
                    messages += self._work.sealer.messages(case.id, record)
            summary, listing = self._work.summaries.derived(case, previous)
            kept.append(StoredCase(summary, tuple(stored_records), listing))
        yield from self._work.ops.insert_many(kept, (), messages)
