"""The awaited twin of a module: the same text with `async`, `await` and the names of what awaits.

What runs a store is awaited, and a method that awaits is `async`. The source is the only one that
is written by hand; words that differ between the two are named in `TWINS`, each of them at least
once in the source.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from repo.tree import ROOT

__all__ = ["TWINS", "Twin", "async_twin"]

SOURCE = ROOT / "src" / "caseflow"


#: What each source says of its twin.
_SAID = "The twin that awaits its store is made from this file"


class Twin(NamedTuple):
    """Say from which source a twin is made, and what reads otherwise in it.

    *awaited* are the functions and methods that are awaited besides `run`; those of them that the
    source defines are `async` too, as are *others*.
    """

    source: str
    target: str
    words: Mapping[str, str]
    awaited: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


TWINS = (
    Twin(
        "service/_case_service.py",
        "service/_case_service_async.py",
        {
            "`CaseService`: cases kept in a store, for programs that do not await.": (
                "`AsyncCaseService`: cases kept in a store, for programs with an event loop."
            ),
            "import Callable, Collection": "import Awaitable, Callable, Collection",
            "Seal, Store, aside": "Seal, aside_async",
            "stores import CaseSummary": "stores import AsyncStore, CaseSummary",
            '"CaseService"': '"AsyncCaseService"',
            "class CaseService": "class AsyncCaseService",
            "safe to share between threads": "for one event loop",
            "store: Store": "store: AsyncStore",
            "Callable[[Message], object]": "Callable[[Message], Awaitable[object]]",
            "_many_cases import": "_many_cases_async import",
            "with aside(": "async with aside_async(",
            "_work_lists import WorkLists": "_work_lists_async import AsyncWorkLists",
            "ManyCases": "AsyncManyCases",
            ", WorkLists)": ", AsyncWorkLists)",
            "of a `with`": "of an `async with`",
        },
        frozenset({"_read", "handler"}),
    ),
    Twin(
        "service/_many_cases.py",
        "service/_many_cases_async.py",
        {
            "for programs that do not await": "for programs with an event loop",
            "Closing": "AsyncClosing",
            "ManyCases": "AsyncManyCases",
            "import Collection, Iterator, Mapping": "import AsyncIterator, Collection, Mapping",
            "-> Iterator": "-> AsyncIterator",
        },
    ),
    Twin(
        "service/_work_lists.py",
        "service/_work_lists_async.py",
        {
            "Closing": "AsyncClosing",
            "Query, Store": "AsyncStore, Query",
            "store: Store": "store: AsyncStore",
            '["WorkLists"]': '["AsyncWorkLists"]',
            "class WorkLists": "class AsyncWorkLists",
        },
    ),
    Twin(
        "office/services.py",
        "office/_services_async.py",
        {
            "call; the one that awaits stands beside it": "call, for an event loop",
            "from caseflow.office._services_async import async_service_of, "
            "open_async_service\n": "",
            "import CaseService": "import AsyncCaseService",
            "-> CaseService": "-> AsyncCaseService",
            "return CaseService(": "return AsyncCaseService(",
            '["async_service_of", "open_async_service", "open_service", "service_of"]': (
                '["async_service_of", "open_async_service"]'
            ),
            "import Store, open_store": "import AsyncStore, open_async_store",
            "store: Store": "store: AsyncStore",
            "`open_store`": "`open_async_store`",
            "= open_store(store)": "= open_async_store(store)",
            "`with` closes it": "`async with` closes it",
            "def open_service": "def open_async_service",
            "def service_of": "def async_service_of",
            "return service_of": "return async_service_of",
            '>>> service = open_service("memory:", "vietnam")': (
                ">>> import asyncio\n"
                '    >>> service = asyncio.run(open_async_service("memory:", "vietnam"))'
            ),
        },
        frozenset({"close"}),
    ),
    Twin(
        "office/taking.py",
        "office/_taking_async.py",
        {
            "from caseflow.office._taking_async import take_notice_async\n": "",
            '["WEBHOOK", "take_notice", "take_notice_async"]': '["take_notice_async"]',
            "import CaseService": "import AsyncCaseService",
            "service: CaseService": "service: AsyncCaseService",
            "def take_notice": "def take_notice_async",
        },
        frozenset({"fire"}),
    ),
    Twin(
        "office/budgets/budget_service.py",
        "office/budgets/_budget_service_async.py",
        {
            "for programs that do not await": "for programs with an event loop",
            "from caseflow.office.budgets._budget_service_async import AsyncBudgetService\n": "",
            "import Finding, Settlement": "import Settlement",
            '["AsyncBudgetService", "BudgetService", "Finding", "Settlement"]': (
                '["AsyncBudgetService"]'
            ),
            "import CaseService": "import AsyncCaseService",
            ": CaseService": ": AsyncCaseService",
            "class BudgetService": "class AsyncBudgetService",
            "beside the filings.\n\n": "beside the filings, for one event loop.\n\n",
        },
    ),
    Twin(
        "web/_backends.py",
        "web/_backends_async.py",
        {
            "from caseflow.web._backends_async import AsyncBackend\n": "",
            "Backends in any": "Awaited backends in any",
            '["AsyncBackend", "Backend"]': '["AsyncBackend"]',
            "import take_notice": "import take_notice_async",
            "gateway, take_notice, collected": "gateway, take_notice_async, collected_async",
            "import CaseService": "import AsyncCaseService",
            ": CaseService": ": AsyncCaseService",
            "class Backend": "class AsyncBackend",
            "Safe to share between threads": "For one event loop",
            "import collected, drive": "import collected_async, drive_async",
            "drive(": "drive_async(",
        },
        frozenset({"_done", "drive"}),
        frozenset({"missed", "health"}),
    ),
    Twin(
        "stores/_host_store.py",
        "stores/_host_store_async.py",
        {
            "`HostStore`: cases kept inside the transaction of a host that does not await.": (
                "`AsyncHostStore`: cases kept inside the transaction of a host that awaits."
            ),
            "import Guest, HostExecute": "import AsyncHostExecute, Guest",
            "execute: HostExecute": "execute: AsyncHostExecute",
            "through *execute*": "through an awaited *execute*",
            "drive": "drive_async",
            '"HostStore"': '"AsyncHostStore"',
            "class HostStore": "class AsyncHostStore",
            "__enter__": "__aenter__",
            "__exit__": "__aexit__",
        },
        frozenset({"_execute", "close", "drive"}),
        frozenset({"__enter__"}),
    ),
    Twin(
        "stores/_postgres_session.py",
        "stores/_postgres_session_async.py",
        {
            '"Session"': '"AsyncSession"',
            "class Session": "class AsyncSession",
            "psycopg.Connection": "psycopg.AsyncConnection",
            "psycopg.connect": "psycopg.AsyncConnection.connect",
        },
        frozenset({"execute", "fetchall", "connect", "_opened", "close"}),
    ),
)


def async_twin(twin: Twin) -> str:
    """Return the text of *twin*, formatted as all files are."""
    text = (SOURCE / twin.source).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    waiting = {each.name for each in functions if any(_awaited(each, twin))}
    waiting |= twin.others | ({each.name for each in functions} & twin.awaited)
    marks = [(each.lineno, each.col_offset, "async ") for each in functions if each.name in waiting]
    marks += [
        (call.lineno, call.col_offset, "await ")
        for each in functions
        for call in _awaited(each, twin)
    ]
    for line, column, word in sorted(set(marks), reverse=True):
        # Columns are counted in bytes.
        raw = lines[line - 1].encode()
        lines[line - 1] = (raw[:column] + word.encode() + raw[column:]).decode()
    made = "".join(lines)
    name = twin.source.rpartition("/")[2].removesuffix(".py")
    words = {_SAID: f"Made from `{name}` by `make generate`", **twin.words}
    for word, other in words.items():
        assert word in made, f"{twin.source} does not say {word!r}"
        made = made.replace(word, other)
    return _formatted(made)


def _awaited(function: ast.FunctionDef, twin: Twin) -> Iterator[ast.Call]:
    """Yield the calls that are awaited: `run` of a store, and what the twin names."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in ("run", "_run") or name in twin.awaited:
            yield node


def _formatted(text: str) -> str:
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--select", "I,F401", "--fix", "--quiet"], ["format", "--quiet"]):
        name = str(SOURCE / "service" / "made.py")
        text = subprocess.run(
            [*ruff, *command, "--stdin-filename", name, "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout
    return text
