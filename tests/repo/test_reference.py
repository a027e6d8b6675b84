"""House rules for the reference of the site, which is made from the modules themselves.

Building the site checks these too, and takes a minute; here they are checked in seconds.
"""

import ast
import builtins
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from importlib import import_module
from typing import get_args

from website.internal import INTERNAL
from website.names import Name, canonical_name, public_names
from website.reference import VALUE, comment_of, kind_of, summary_of

from caseflow import errors
from caseflow.office.rules import GeneralRule

NAMES = sorted(public_names().values())


def _callables(name: Name) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield what can be called under a name: the function, or a class and its methods."""
    value = name.value
    if inspect.isfunction(value):
        yield name.full, inspect.unwrap(value)
    elif inspect.isclass(value):
        for word, member in vars(value).items():
            found = member.fget if isinstance(member, property) else member
            found = getattr(found, "__func__", found)
            if inspect.isfunction(found) and (word == "__init__" or not word.startswith("_")):
                yield f"{name.full}.{word}", inspect.unwrap(found)


def _types_in(annotation: object) -> Iterator[type]:
    if inspect.isclass(annotation) and not get_args(annotation):
        yield annotation
    for each in get_args(annotation):
        yield from _types_in(each)


def test_types_in_signatures_have_an_entry():
    """A type of caseflow that a public signature shows is public, or listed as internal."""
    missing = set()
    for name in NAMES:
        annotations = [getattr(name.value, "__annotations__", {})] if name.value else []
        annotations += [function.__annotations__ for _, function in _callables(name)]
        for each in annotations:
            for shown, annotation in each.items():
                for kind in _types_in(annotation) if not shown.startswith("_") else ():
                    origin = f"{kind.__module__}.{kind.__qualname__}"
                    if kind.__module__.startswith("caseflow") and not canonical_name(origin):
                        missing.add((name.full, origin))

    silent = sorted(each for each in missing if each[1] not in INTERNAL)
    assert silent == [], "export it, or list it in docs/website/internal.py"


def test_internal_types_exist():
    """What a signature may show without an entry is there, and is not public."""
    for name in INTERNAL:
        module, _, word = name.rpartition(".")
        assert hasattr(import_module(module), word)
        assert name not in public_names()


def test_every_value_says_what_it_is():
    """A public value has a comment where it is defined, or describes itself."""
    silent = [
        name.full
        for name in NAMES
        if kind_of(name.value) is VALUE and not comment_of(name) and not _describes_itself(name)
    ]

    assert silent == []


def _describes_itself(name: Name) -> bool:
    """Return whether the reference has words for values of this type: labels, articles, parts."""
    kinds = {"Action", "GeneralRule", "Phase", "Role", "Rule", "State"}
    return type(name.value).__name__ in kinds and bool(summary_of(name))


def _raised(function: Callable[..., object]) -> set[str]:
    """Return the errors of caseflow that a function raises by name, in its own lines."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    (outer,) = tree.body
    inner = {
        id(node)
        for each in ast.walk(outer)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and each != outer
        for node in ast.walk(each)
    }
    raised = (
        getattr(node.exc, "func", node.exc)
        for node in ast.walk(outer)
        if isinstance(node, ast.Raise) and id(node) not in inner
    )
    return {each.id for each in raised if isinstance(each, ast.Name)} & {*errors.__all__}


def test_what_is_raised_is_documented():
    """An error that a public function raises in its own lines is named in its docstring.

    What the docstring of the class says counts for its methods.
    """
    missing = {
        called: unnamed
        for name in NAMES
        for of_class in [inspect.getdoc(name.value) or "" if inspect.isclass(name.value) else ""]
        for called, function in _callables(name)
        for said in [f"{of_class} {inspect.getdoc(function) or ''}"]
        for unnamed in [{error for error in _raised(function) if error not in said}]
        if unnamed
    }

    assert missing == {}, "name it under Raises"


def test_what_is_documented_as_raised_is_an_error():
    """Under "Raises" stand errors of caseflow or of Python, by their names."""
    known = {*errors.__all__, *vars(builtins)}
    wrong = [
        (called, word)
        for name in NAMES
        for called, text in [
            (name.full, inspect.getdoc(name.value) or "" if callable(name.value) else ""),
            *((called, inspect.getdoc(each) or "") for called, each in _callables(name)),
        ]
        for line in re.findall(r"^    (\S[^:\n]*):", _section(text), flags=re.MULTILINE)
        for word in line.split(", ")
        if word not in known
    ]

    assert wrong == []


def _section(text: str) -> str:
    """Return what stands under "Raises:" in a docstring."""
    below = text.partition("Raises:\n")[2]
    return below.partition("\n\n")[0]


def test_legal_numbers_name_their_source():
    """A number or a day that a pack offers, and every limit of its general rules, cites the law."""
    packs = [
        name for name in NAMES if name.module.startswith(("caseflow.vietnam", "caseflow.nether"))
    ]
    numbers = [name for name in packs if isinstance(name.value, int | Fraction | date | timedelta)]
    rules = [name.value for name in packs if isinstance(name.value, GeneralRule)]

    assert numbers
    assert [name.full for name in numbers if "Source: " not in comment_of(name)] == []
    assert len(rules) > 5
    assert [rule.name for rule in rules for each in rule.periods if not each.limit.citation] == []
