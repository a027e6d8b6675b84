"""Walk what the packages make public, and call it with one wrong argument at a time."""

import inspect
import pkgutil
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from itertools import islice
from typing import is_typeddict

import caseflow
from caseflow.errors import CaseflowError
from input_validation.arguments import WRONG

#: What no program calls: commands have their own tests, and pytest calls the tests of a contract.
NOT_CALLED = ("caseflow.cli", "caseflow.errors", "caseflow.__main__", "caseflow.testing.")

#: What runs the call of another, or whatever it is handed.
RUNNERS = {"run", "drive", "drive_async"}


def subjects():
    """What the `__all__` of each public module names, by the full name of where it is defined."""
    found = {}
    for module in pkgutil.walk_packages(caseflow.__path__, "caseflow."):
        if module.name.startswith(NOT_CALLED) or "._" in module.name:
            continue  # what has an underscore is private: nothing outside calls it
        opened = import_module(module.name)
        for name in getattr(opened, "__all__", ()):
            value = getattr(opened, name)
            if is_typeddict(value):
                continue  # the shape of a dict: nobody calls it
            found[f"{getattr(value, '__module__', '')}.{name}"] = value
    return dict(sorted(found.items()))


def calls(examples, name, subject):
    """Yield what can be called of *subject* under a name: itself, and its public methods."""
    if not inspect.isclass(subject):
        if callable(subject) and not hasattr(subject, "__origin__"):
            yield name, subject
        return
    if issubclass(subject, BaseException) or getattr(subject, "_is_protocol", False):
        return
    if not hasattr(subject, "_fields") and not issubclass(subject, Enum):
        yield name, subject
    try:
        value = examples.of(subject)
    except LookupError:
        return
    for method in dir(value):
        if method.startswith("_") or method in RUNNERS:
            continue
        if isinstance(inspect.getattr_static(subject, method, None), property):
            continue
        bound = getattr(value, method)
        is_own = (getattr(bound, "__module__", None) or "").startswith("caseflow")
        if callable(bound) and not isinstance(bound, type) and is_own:
            yield f"{name}.{method}", bound


def attempts(examples, function):
    """Yield the arguments of each call with one wrong value: what is wrong, in order, by name.

    And of each call of which every argument is wrong, so that one cannot be looked up by another.
    """
    in_order, by_name = examples.arguments(function)
    for what, value in WRONG.items() if in_order or by_name else ():
        yield f"all={what}", [value for _ in in_order], dict.fromkeys(by_name, value)
    place = 0
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "self" or parameter.kind in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        ):
            continue
        own = None
        if parameter.default is parameter.empty and parameter.kind is not parameter.KEYWORD_ONLY:
            own, place = place, place + 1
        for what, value in WRONG.items():
            args, kwargs = list(in_order), dict(by_name)
            if own is not None:
                args[own] = value
            elif parameter.kind is not parameter.POSITIONAL_ONLY:
                kwargs[name] = value
            yield f"{name}={what}", args, kwargs


def fault_of(function, args, kwargs):
    """What is wrong with how *function* answers; "" if it returns, or refuses in words."""
    try:
        answer = function(*args, **kwargs)
        if inspect.iscoroutine(answer):
            answer.close()
        elif isinstance(answer, Iterator):
            list(islice(answer, 3))
    except CaseflowError as error:
        return text_fault(error)
    except Exception as error:  # noqa: BLE001 - which it is, is what is looked for
        return f"{type(error).__name__}: {ascii(error)[:200]}"
    return ""


def text_fault(error):
    """What is wrong with the text of *error*: it cannot be made, is long, or breaks a terminal."""
    try:
        text, shown = str(error), repr(error)
    except Exception as failed:  # noqa: BLE001 - see above
        return f"no text: {type(failed).__name__}"
    if "x" * 101 in text or "x" * 101 in shown:
        return f"more than 100 characters of what was given: {text[:80]}"
    if not all(line.isprintable() for line in text.split("\n")):
        return f"what cannot be seen: {ascii(text)[:200]}"
    return ""


def tried(call, **kwargs):
    """What *call* returns, and the error it refuses with; either is None."""
    try:
        return call(**kwargs), None
    except CaseflowError as error:
        return None, error
