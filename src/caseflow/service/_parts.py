"""Put the parts of a service together, the same way for the sync and the async service."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from caseflow.cases import Case
from caseflow.codec import Codec, DefinitionCodec
from caseflow.engine import Engine
from caseflow.service._backoffs import Backoff
from caseflow.service._batches import Batches
from caseflow.service._corrections import Corrections
from caseflow.service._deliveries import Deliveries
from caseflow.service._expiries import Expiry
from caseflow.service._importing import Imports
from caseflow.service._lists import Lists
from caseflow.service._migrating import Migrations
from caseflow.service._sealing import FieldEncryption
from caseflow.service._sweeps import Sweeps
from caseflow.service._verification import Verification
from caseflow.service._work import Work
from caseflow.stores import Operations, Ops, Seal, micros

__all__ = ["ServiceParts"]


class ServiceParts:
    """Hold the parts; `CaseService` and `AsyncCaseService` run what they yield."""

    def __init__(
        self,
        engine: Engine,
        ops: Operations,
        codec: Codec,
        *,
        definitions: DefinitionCodec | None,
        expiries: Sequence[Expiry] | Mapping[str, Sequence[Expiry]],
        unit_of: Callable[[Case], str],
        encryption: FieldEncryption | None,
        backoff: Backoff,
        tries: int,
    ) -> None:
        """Put the parts together; the arguments are those of `CaseService`."""
        self.work = Work(
            engine,
            ops,
            codec,
            definitions=definitions,
            expiries=expiries,
            unit_of=unit_of,
            encryption=encryption,
            tries=tries,
        )
        self.sweeps = Sweeps(self.work, backoff)
        self.migrations = Migrations(self.work)
        self.batches = Batches(self.work)
        self.imports = Imports(self.work)
        self.corrections = Corrections(self.work)
        self.lists = Lists(self.work)
        self.deliveries = Deliveries(ops, backoff)
        self.verification = Verification(self.work, backoff)

    def seal(self, at: datetime) -> Ops[Seal]:
        """Seal what changed since the last seal."""
        return self.work.ops.make_seal(micros(at))
