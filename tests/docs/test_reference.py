"""The reference pages list all there is, and nothing else."""

import argparse
import ast
import re
from collections.abc import Iterator

import pytest
from attrs import fields_dict

from caseflow.calendars import _files as files
from caseflow.cli import build_parser
from caseflow.workflow import GUARD_KINDS
from repo.tree import PACKAGE, ROOT, module_paths, parsed

REFERENCE = ROOT / "docs" / "reference"


def _page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def _first_cells(page: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)`", page, flags=re.MULTILINE)


def _codes_of(calls: set[str], folder: str) -> set[str]:
    """Return the texts given first to any of *calls*, in the modules under *folder*."""
    return {
        node.args[0].value
        for node in _calls_of(calls, folder)
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def _calls_of(calls: set[str], folder: str) -> Iterator[ast.Call]:
    for path in module_paths():
        if path.is_relative_to(PACKAGE / folder):
            for node in ast.walk(parsed(path)):
                is_named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                if is_named and node.func.id in calls:
                    yield node


def _declared_codes() -> set[str]:
    """Return the codes of declared guards: those of their kinds, and those the office gives."""
    kinds = {each.__name__ for each in GUARD_KINDS.values()}
    codes = {fields_dict(each)["code"].default for each in GUARD_KINDS.values()}
    return codes | {
        given.value.value
        for node in _calls_of(kinds, "office")
        for given in node.keywords
        if given.arg == "code" and isinstance(given.value, ast.Constant)
    }


def test_every_fault_code_is_documented_and_nothing_else():
    """Each code that a check can give is a row of docs/reference/checks.md, once."""
    kinds = ("state", "action", "role", "guard", "clock", "effect", "fact")
    codes = {f"unknown-{kind}" for kind in kinds} | {"duplicate-name", "bad-name"}
    codes |= _codes_of({"Fault"}, "machine")
    codes |= _codes_of({"Fault"}, "checks") | _codes_of({"_fault"}, "vietnam")
    codes |= _codes_of({"Fault"}, "publications") | _codes_of({"_fault"}, "office")

    assert sorted(_first_cells(_page("checks.md"))) == sorted(codes)


def test_every_refusal_of_the_engine_and_the_pack_is_documented():
    """Each code of a refusal is a row of docs/how-to/read-a-refusal.md, once."""
    page = (ROOT / "docs" / "how-to" / "read-a-refusal.md").read_text(encoding="utf-8")

    codes = _codes_of({"Refusal", "_refusal"}, "engine") | _codes_of({"Refusal"}, "office")
    codes |= _codes_of({"Refusal"}, "payments") | _declared_codes()
    codes |= _codes_of({"GuardReason"}, "workflow") | _codes_of({"GuardReason"}, "office")
    assert sorted(_first_cells(page)) == sorted(codes)


def test_every_key_of_a_calendar_file_is_documented():
    """Each key that a calendar file may hold is a row of docs/reference/calendars-toml.md."""
    keys = [*files.CALENDAR_KEYS]
    keys += [f"decree.{key}" for key in files._DECREE_KEYS]
    keys += [f"decree.off.{key}" for key in files._OFF_KEYS]
    keys += [f"decree.work.{key}" for key in files._WORK_KEYS]
    keys += [f"holidays.{key}" for key in files._OFF_KEYS]

    assert sorted(_first_cells(_page("calendars-toml.md"))) == sorted(keys)


def _commands() -> dict[str, argparse.ArgumentParser]:
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the command has no subcommands")


@pytest.mark.parametrize(("name", "parser"), _commands().items(), ids=_commands())
def test_every_option_of_a_command_is_documented(name: str, parser: argparse.ArgumentParser):
    """Each option of a command stands in its section of docs/reference/cli.md."""
    section = _page("cli.md").partition(f"\n## `caseflow {name}`\n")[2].partition("\n## ")[0]
    options = {word for action in parser._actions for word in action.option_strings}

    assert "- `--pack NAME`" in _page("cli.md").partition("\n## All commands\n")[2]
    missing = [word for word in options - {"-h", "--help", "--pack"} if f"`{word}" not in section]
    assert not missing


def test_the_readme_names_every_command_once():
    """The table of commands in README.md has a row or a part of a row for each, and no other."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("\n## All commands\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, flags=re.MULTILINE)
    named = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]

    assert sorted(named) == sorted(_commands())


def test_the_index_of_how_to_pages_lists_each_once():
    """Nobody looks for a page that the list leaves out."""
    folder = ROOT / "docs" / "how-to"
    index = (folder / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"\]\(([a-z0-9-]+\.md)\)", index)

    assert sorted(listed) == sorted({path.name for path in folder.glob("*.md")} - {"index.md"})


def test_every_page_can_be_reached():
    """Following links from docs/index.md leads to every page under docs."""
    docs = ROOT / "docs"
    found, edge = set[str](), {docs / "index.md"}
    while edge:
        page = edge.pop()
        found.add(str(page.relative_to(docs)))
        links = re.findall(r"\]\(([^()\s#:]+\.md)", page.read_text(encoding="utf-8"))
        targets = {(page.parent / link).resolve() for link in links}
        edge |= {each for each in targets if each.is_relative_to(docs) and each.exists()}
        edge = {each for each in edge if str(each.relative_to(docs)) not in found}

    assert {str(path.relative_to(docs)) for path in docs.rglob("*.md")} == found


def test_every_place_to_change_exists():
    """Each path in backquotes on docs/explanation/where-to-change.md is there."""
    page = (ROOT / "docs" / "explanation" / "where-to-change.md").read_text(encoding="utf-8")

    paths = re.findall(r"`((?:src|tests)/[^`]+)`", page)
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []
