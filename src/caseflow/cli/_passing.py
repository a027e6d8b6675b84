"""What a command passes over because it cannot be read: reported at once, and by the exit code.

One row that cannot be read stops no office: whoever runs the command hears which case or definition
it is, why, and what to do, and the rest goes on. What was set aside is passed over without a word.
"""

import sys

from caseflow._showing import printable
from caseflow.cli._screen import FINDINGS
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import CaseSetAsideError, FormatError
from caseflow.office._service_parts import codecs
from caseflow.office.pack import Pack
from caseflow.service import kept_engine
from caseflow.service._backoffs import described
from caseflow.stores import Store
from caseflow.texts import Message

__all__ = ["PassedOver"]

_CASE = Message("commands/run.passed-over-case-look")
_DEFINITION = Message("commands/run.passed-over-definition-set")


class PassedOver:
    """Say on standard error what is passed over, each once, and remember that something was."""

    def __init__(self, pack: Pack, language: str = "en") -> None:
        self._pack = pack
        self._language = language
        self._said: set[str] = set()

    def case(self, case_id: str, problem: Exception | str) -> None:
        """Pass over a case that cannot be read."""
        if not isinstance(problem, CaseSetAsideError):
            text = problem if isinstance(problem, str) else described(problem)
            self._say(_CASE.in_(self._language).format(case=case_id, problem=text))

    def engine(self, store: Store, office: Jurisdiction | None = None) -> Engine:
        """Return an engine with what *store* keeps, without what cannot be read.

        It works by *office*, by default the usual jurisdiction of the pack.
        """
        office = self._pack.jurisdiction() if office is None else office
        left_out: list[FormatError] = []
        engine = store.run(
            kept_engine(store.ops, office, codecs(self._pack)[1], passed_over=left_out)
        )
        for each in left_out:
            text = _DEFINITION.in_(self._language)
            self._say(text.format(name=each.what, problem=each.problem))
        return engine

    def code(self, code: int) -> int:
        """Return the exit code: that of findings if something was passed over."""
        return FINDINGS if self._said and code == 0 else code

    def _say(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            print(f"caseflow: {printable(text)}", file=sys.stderr, flush=True)
