"""`caseflow store set-aside`: set aside a case, or a definition, that cannot be read.

What it is to set one aside is in `service.asides`.
"""

import argparse

from caseflow.cases import SetAside
from caseflow.cli._opening import instant_of, opened
from caseflow.cli._packs import pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._screen import OK, print_json
from caseflow.errors import ValueInvalidError
from caseflow.office._service_parts import codecs
from caseflow.office.services import service_of
from caseflow.service import DefinitionAside, set_aside, set_aside_definition
from caseflow.texts import Message
from caseflow.values import Actor

__all__ = ["add_aside", "aside"]

_DONE = Message("commands/store.set-aside")


def add_aside(parser: argparse.ArgumentParser) -> None:
    """Add what the duty takes."""
    parser.add_argument("case", nargs="?", metavar="CASE", help="the number of the case")
    parser.add_argument(
        "--definition", metavar="NAME", help="a definition instead, as 'workflow NAME'"
    )
    parser.add_argument("--by", required=True, metavar="WHO", help="who does it, for the record")
    parser.add_argument("--reason", required=True, metavar="WHY", help="why, for the record")
    parser.add_argument("--at", metavar="WHEN", help="the instant (now)")


def aside(options: argparse.Namespace) -> int:
    """Set it aside; what can be read is refused, so that nothing is hidden."""
    if (options.case is None) == (options.definition is None):
        raise ValueInvalidError("CASE", options.case, "the number of a case, or --definition NAME")
    by, at, pack = Actor(options.by), instant_of(options), pack_of(options)
    done: SetAside | DefinitionAside
    with opened(options) as store:
        if options.case is not None:
            engine = PassedOver(pack, options.lang).engine(store)
            work = service_of(engine, store, pack).work
            done = store.run(set_aside(work, options.case, by=by, at=at, reason=options.reason))
            what = str(options.case)
        else:
            what = str(options.definition)
            kind, _, name = what.partition(" ")
            done = store.run(
                set_aside_definition(
                    store.ops,
                    codecs(pack)[1],
                    kind,
                    name,
                    by=by,
                    at=at,
                    reason=options.reason,
                )
            )
    if options.json:
        print_json({"set_aside": what, "problem": done.problem, "reason": done.reason})
    else:
        print(_DONE.in_(options.lang).format(what=what, problem=done.problem))
    return OK
