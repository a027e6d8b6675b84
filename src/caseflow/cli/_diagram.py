"""`caseflow diagram`: draw a workflow as text, from the definition the engine executes."""

import argparse
from pathlib import Path

from caseflow.cli._commands import Commands
from caseflow.cli._languages import add_language
from caseflow.cli._packs import pack_of
from caseflow.cli._screen import OK, print_json
from caseflow.errors import UnknownNameError
from caseflow.interchange import load_workflow
from caseflow.machine import FORMATS, diagram
from caseflow.office.pack import Pack
from caseflow.workflow import Workflow

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "diagram",
        description="Draw a workflow from the definition that the engine executes.",
        epilog="example: caseflow diagram one-stop-shop --format mermaid --lang vi",
    )
    parser.add_argument("name", metavar="NAME", help="a workflow by name, or its TOML file")
    parser.add_argument("--format", choices=FORMATS, default="text", help="the form (text)")
    add_language(parser, "labels")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the drawing."""
    workflow = _workflow(options.name, pack_of(options))
    drawing = diagram(workflow, options.format, language=options.lang)
    if options.json:
        print_json(
            {
                "workflow": workflow.name,
                "fingerprint": workflow.fingerprint,
                "format": options.format,
                "diagram": drawing,
            }
        )
    else:
        print(drawing, end="")
    return OK


def _workflow(name: str, pack: Pack) -> Workflow:
    offices = [pack.jurisdiction(), *([] if pack.escalations is None else [pack.escalations()])]
    known = {workflow.name: workflow for office in offices for workflow in office.workflows}
    if name in known:
        return known[name]
    if Path(name).is_file():
        return load_workflow(Path(name), pack.definitions())
    raise UnknownNameError(name, [*known, "the path of a workflow's .toml file"], "workflow")
