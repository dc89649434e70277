"""The commands of `slo-gate` and their options, as `--help` tells of them."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from slo_gate import __version__
from slo_gate.core.change import Change
from slo_gate.core.dialect import Dialect
from slo_gate.core.language import Language
from slo_gate.outputs import CHANGE_OUTPUTS, GATE_OUTPUTS, TEST_OUTPUTS, VALIDATION_OUTPUTS
from slo_gate.request import CONFIG_VARIABLE

_EXITS = "exit status: 0 pass, warn, overridden; 1 fail; 2 invalid; 3 unknown; 4 a bug of slo-gate"

_DIFF_EXITS = "exit status: 0 no promise is weakened, or it may be; 1 one is; 2 invalid; 3 the base cannot be read"


def parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Of a command line of some words: `command` is the command, and the rest its options.

    A line that begins with a command needs no other, and commands that are not among the words have no options here: they
    take longer to make than to read.
    """
    whole = argparse.ArgumentParser(
        prog="slo-gate", description="Validates SLO files and gates deploys on their error budgets.", epilog=_EXITS
    )
    whole.add_argument("--version", action="version", version=f"slo-gate {__version__}")
    commands = whole.add_subparsers(metavar="COMMAND", dest="command", required=True)
    first = words[0] if words else ""
    for name in [first] if first in _COMMANDS else _COMMANDS:
        command = _COMMANDS[name]
        one = commands.add_parser(name, help=command.help, epilog=command.exits or None)
        if name in words:
            command.add(one)
    return whole


def _add_schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="such as config.v1.json")


def _add_common(parser: argparse.ArgumentParser, formats: Sequence[str], usual: str = "the config's `slos`") -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help=f"a file, a folder or a glob; {usual} where none is given"
    )
    parser.add_argument(
        "--config", default="", metavar="FILE", help=f"the configuration; {CONFIG_VARIABLE} or .slo-gate.yaml otherwise"
    )
    parser.add_argument("--format", choices=formats, default="text", help="what is printed (default: text)")
    parser.add_argument(
        "--output", action="append", default=[], metavar="FORMAT=FILE", help="also write a report to a file; may repeat"
    )


def _add_validate(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, list(VALIDATION_OUTPUTS))
    parser.add_argument(
        "--per-file",
        action="store_true",
        help="judge each file by itself, as a hook must: no reference that leaves it, no name that another file has too",
    )
    parser.add_argument(
        "--dialect",
        choices=[str(dialect) for dialect in Dialect],
        help="whose reading of OpenSLO the files follow; the config's otherwise, or the specification's text",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="repair in place what can be meant in one way only, keeping all else of a file as it is; what is left is told",
    )
    parser.add_argument(
        "--diff",
        action="store_true",
        help="print what --fix changes as a unified diff, and write nothing without --fix; text reports then go to stderr "
        "(with another --format, the diff does); exit status 1 where there is something to fix",
    )


def _add_comment(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Posts the report that another run wrote, such as one for a fork, which may not write. Reads the variables of a "
        "workflow run, and the token from GITHUB_TOKEN."
    )
    parser.add_argument("--report", required=True, metavar="FILE", help="the JSON report of gate")
    _add_language(parser, "that of the report otherwise")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", nargs="?", metavar="SLO|RULE", help="an SLO's name, or such as SLO110; all rules otherwise"
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="where the SLO is; the config's `slos` otherwise")
    parser.add_argument("--config", default="", metavar="FILE", help="the configuration, whose sources are asked")
    parser.add_argument("--at", metavar="RFC3339", help="judge the SLO at this instant instead of now")


def _add_gate(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, list(GATE_OUTPUTS))
    parser.add_argument("--at", metavar="RFC3339", help="judge at this instant instead of now")
    parser.add_argument("--service", action="append", default=[], metavar="NAME", help="only this service; may repeat")
    parser.add_argument(
        "--environment", default="", metavar="NAME", help="where the change goes, for rules that match it"
    )
    parser.add_argument(
        "--change",
        choices=[str(change) for change in Change],
        default=str(Change.FEATURE),
        help="what the change is for; a repair passes without asking any source (default: feature)",
    )
    parser.add_argument(
        "--changed",
        action="append",
        default=[],
        metavar="PATH",
        help="a file that the change touches, from the repository's root, for the `scope` and for rules that match paths; "
        "may repeat",
    )
    parser.add_argument(
        "--changed-from",
        default="",
        metavar="FILE",
        help="where such files are listed, one a line, as `git diff --name-only --no-renames` prints them; - is standard input",
    )
    parser.add_argument(
        "--explain-plan",
        action="store_true",
        help="show what the sources would be asked, as text or json, and ask nothing",
    )
    parser.add_argument(
        "--fail-on", choices=["fail", "warn"], default="fail", help="exit with 1 for a warning as well (default: fail)"
    )
    parser.add_argument("--shadow", action="store_true", help="report, and block nothing")
    parser.add_argument(
        "--record",
        default="",
        metavar="FILE",
        help="also write all that the sources answered, so that it can be replayed",
    )
    parser.add_argument(
        "--replay",
        default="",
        metavar="FILE",
        help="take the answers of every source from a snapshot, and ask none; judged at its instant, unless --at says other",
    )
    parser.add_argument(
        "--base",
        default="",
        metavar="REF",
        help="judge a change: by the configuration at this branch, tag or commit, and by the stricter of both versions of "
        "each promise",
    )
    _add_language(parser)
    parser.set_defaults(diff=False)


def _add_language(parser: argparse.ArgumentParser, otherwise: str = "the config's otherwise, or en") -> None:
    parser.add_argument(
        "--lang",
        choices=[str(language) for language in Language],
        help=f"the language of reports for people; {otherwise}",
    )


def _add_diff(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, list(CHANGE_OUTPUTS))
    parser.add_argument("--base", required=True, metavar="REF", help="the branch, tag or commit to compare with")
    parser.add_argument("--at", metavar="RFC3339", help="measure both versions at this instant instead of now")
    parser.add_argument(
        "--offline", action="store_true", help="ask no source what the change would do to the budgets today"
    )
    _add_language(parser)
    parser.set_defaults(diff=False)


def _add_test(parser: argparse.ArgumentParser) -> None:
    _add_common(parser, list(TEST_OUTPUTS), "the config's `tests`, or *.slo-gate-test.yaml,")
    parser.add_argument(
        "--require-coverage", action="store_true", help="exit with 1 where a rule of the policy speaks in no test"
    )
    parser.set_defaults(diff=False)


class _Command(NamedTuple):
    """`add` gives a parser the options of the command."""

    add: Callable[[argparse.ArgumentParser], None]
    help: str
    exits: str = ""


_COMMANDS: Mapping[str, _Command] = {
    "validate": _Command(_add_validate, "check SLO files, offline", _EXITS),
    "gate": _Command(_add_gate, "ask for the error budgets that are left, and judge", _EXITS),
    "diff": _Command(_add_diff, "show what a change does to the promises", _DIFF_EXITS),
    "explain": _Command(_add_explain, "explain an SLO and its budget, or a rule of validate"),
    "comment": _Command(_add_comment, "post a JSON report as the comment of its pull request"),
    "test": _Command(_add_test, "try the policy on policy tests", _EXITS),
    "schema": _Command(_add_schema, "print a JSON Schema, or list their names"),
}
