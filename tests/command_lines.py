"""The commands of the command line, as its parser has them."""

import argparse


def commands_of(parser, path=()):
    """Go through each command and duty that can be run: the words that name it, and its parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield from commands_of(sub, (*path, name))
            if path and not action.required:
                yield path, parser
            return
    yield path, parser
