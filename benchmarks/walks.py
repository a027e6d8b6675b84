"""How far one event walks: the calls, files and packages of caseflow that it enters, as it is kept.

`python -m benchmarks.walks [--calls]` prints them for three events that go to SQLite. They are the
same on every machine, so that a change of the way can be compared with what it was before.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType

import caseflow
from benchmarks import filings
from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.service import CaseService
from caseflow.stores import Store, open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec

__all__ = ["Walk", "main", "walks"]

_HOME = str(Path(caseflow.__file__).parent) + "/"


@dataclass
class Walk:
    """Hold which functions were entered how often, and how often the next was in another file."""

    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    hops: int = 0
    _last: str = ""

    def see(self, frame: FrameType, event: str, _: object) -> None:
        """Count a call of Python; what the interpreter calls to profile."""
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(_HOME):
            return
        self.calls[code.co_filename.removeprefix(_HOME), code.co_qualname] += 1
        self.hops += code.co_filename != self._last
        self._last = code.co_filename

    @property
    def files(self) -> set[str]:
        """Return the files that were entered."""
        return {file for file, _ in self.calls}

    @property
    def packages(self) -> set[str]:
        """Return the packages and modules right below caseflow that were entered."""
        return {file.partition("/")[0] for file in self.files}


def walked(act: Callable[[], object]) -> Walk:
    """Return how *act* walks."""
    walk = Walk()
    sys.setprofile(walk.see)
    try:
        act()
    finally:
        sys.setprofile(None)
    return walk


def walks(store: Store) -> dict[str, Walk]:
    """Return the walks of three events, each of a case that is held and of a kind done before."""
    service = CaseService(filings.engine(), store)
    found: dict[str, Walk] = {}
    for number in ("warm", "walked"):
        _open(service, "P1", number, filings.CLERK)
        for action, at, key in filings.STEPS:

            def fire() -> None:
                service.fire(number, action, by=filings.CLERK, at=at, key=key)  # noqa: B023

            walk = walked(fire)
            if number == "walked" and action.name in ("submit", "supply"):
                moved = "a clock resumes" if action.name == "supply" else "no clock moves"
                found[f"{action.name}: no payload, {moved}"] = walk
    found["request-supplement: payload, one-stop shop"] = _shop(store)
    return found


def _shop(store: Store) -> Walk:
    service = CaseService(Engine(vn.danang()), store, case_codec())
    clerk = Actor("u17", roles={vn.INTAKE.name, vn.OFFICER.name})
    walk = Walk()
    for number in ("H-1", "H-2"):
        _open(service, "1.014445", number, Actor("c1", roles={vn.APPLICANT.name}))
        at = filings.AT + timedelta(minutes=5)
        service.fire(number, vn.RECEIVE, vn.Receipt(papers=4), by=clerk, at=at, key="r-1")
        asked = vn.SupplementRequest(("Bản sao giấy phép",), "thiếu giấy tờ")

        def fire() -> None:
            later = at + timedelta(minutes=5)  # noqa: B023
            service.fire(number, vn.REQUEST_SUPPLEMENT, asked, by=clerk, at=later, key="s-1")  # noqa: B023

        walk = walked(fire)
    return walk


def _open(service: CaseService, procedure: str, number: str, by: Actor) -> None:
    service.open(
        procedure,
        case_id=number,
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=filings.AT,
        by=by,
        facts=filings.FACTS if procedure == "P1" else None,
    )


def reported(found: dict[str, Walk], *, is_whole: bool) -> Iterable[str]:
    """Return the lines to print."""
    for name, walk in found.items():
        yield (
            f"{name}: {sum(walk.calls.values())} calls, {len(walk.files)} files, "
            f"{len(walk.packages)} packages, {walk.hops} changes of file"
        )
        if is_whole:
            for (file, function), times in sorted(walk.calls.items()):
                yield f"  {times:4} {file} {function}"


def main() -> None:
    """Print the walks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.walks", description=__doc__)
    parser.add_argument("--calls", action="store_true", help="print every function that is entered")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{folder}/walks.db") as store,
    ):
        store.run(store.ops.migrate())
        print(*reported(walks(store), is_whole=options.calls), sep="\n")


if __name__ == "__main__":
    main()
