"""Both versions of a change's files, read alike: as they are, and as they were at the commit that is trusted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from slo_gate import files
from slo_gate.config import Config
from slo_gate.core import node
from slo_gate.core.errors import ConfigError, NothingMatchedError, RevisionError
from slo_gate.core.policy import Policy
from slo_gate.core.promise_change import PromiseChange
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.revision import Revision
from slo_gate.core.validation_report import ValidationReport
from slo_gate.core.verdict import Because
from slo_gate.engine.choosing import Sources
from slo_gate.engine.chosen import Chosen, chosen_by
from slo_gate.engine.comparing import Compared, compare
from slo_gate.engine.comparing_files import added_suppressions, config_changes
from slo_gate.engine.concerning import UNCONCERNED, Asked, concerned
from slo_gate.engine.validation import Reading
from slo_gate.feeding import fed_changes
from slo_gate.files.committed import Committed
from slo_gate.git import branch_point, open_revision
from slo_gate.request import Request
from slo_gate.shell import config_file, load_config, parsed_config, patterns, read_set

_NOTHING = Reading((), ValidationReport(0, 0, 0, (), ()))


class Base(NamedTuple):
    """The commit that is trusted, and the request with it as the tree that files are read from.

    `before` is the request with the commit at which the change left it, and `tree` its files: what came to the base since is none
    of the change's.
    """

    revision: Revision
    request: Request
    before: Request
    tree: Committed

    @property
    def shown(self) -> str:
        """`main (0123456789ab)`"""
        ref, short = self.revision.ref, self.revision.sha[:12]
        return f"{ref} ({short})" if ref and ref != self.revision.sha else short

    def origin(self, file: str | None) -> PolicyOrigin:
        return PolicyOrigin(file, self.revision.ref or None, self.revision.sha)


class Sides(NamedTuple):
    """The promises of before and of now, both read as the trusted configuration says."""

    before: Reading
    after: Reading


def base_of(request: Request) -> Base:
    """Raises UsageError for what is no ref, RevisionError for a commit that cannot be read here."""
    if request.unread:
        raise request.unread
    if request.revision:
        revision, point = request.revision, request.branch_point or request.revision
    else:
        revision = open_revision(request.base, request.folder)
        point = branch_point(revision)
    tree = Committed(point)
    return Base(revision, request._replace(tree=Committed(revision)), request._replace(tree=tree), tree)


def trusted_config(base: Base) -> Config:
    """The configuration at the base; the built-in one where none was there. Raises ConfigError.

    One outside of the repository is no part of any commit, so no change to the repository can be a change to it.
    """
    request = _with_config_tree(base.request)
    file = config_file(request)
    if file and not request.tree.exists(file.path):
        return Config(folder=request.folder)
    return load_config(request)


def read_sides(request: Request, base: Base, config: Config) -> Sides:
    """Raises NothingMatchedError where no SLO file is on either side, UsageError for patterns that are none, and RevisionError
    for files of a submodule: what they were is not in this repository, and is not to be taken for nothing.
    """
    sides = Sides(_read(base.before, config), _read(request, config))
    for file in dict.fromkeys(slo.location.file for slo in sides.after.slos):
        if submodule := base.tree.submodule_of(request.folder / file):
            raise RevisionError(
                f"{file} is in the submodule {submodule}, and what it was at {base.shown} is not in this repository",
                f"gate changes to it where it is kept, and name files outside of {submodule} here",
            )
    if sides.before is _NOTHING and sides.after is _NOTHING:
        read_set(request, config)
    return sides


def _read(request: Request, config: Config) -> Reading:
    """What is there of the files that were asked for: that a path leads nowhere any more is a change, and no mistake."""
    there = files.present(patterns(request, config), request.folder, request.tree)
    try:
        return read_set(request._replace(paths=there), config) if there else _NOTHING
    except NothingMatchedError:
        return _NOTHING


class Found(NamedTuple):
    """The promises that a run is about, and what there is to say of the run whatever they are."""

    promises: tuple[Compared, ...]
    reasons: tuple[Because, ...]
    notes: tuple[str, ...]


def compared(sides: Sides, config: Config, asked: Asked, sources: Sources) -> Found:
    """What changes is compared whether or not `scope` lets the changed files concern its service: a promise cannot be weakened
    from elsewhere unseen. Raises NothingMatchedError where neither side has any.
    """
    found = concerned((*sides.before.slos, *sides.after.slos), asked)
    services = {slo.service for slo in found.slos}
    every = compare(sides.before.slos, sides.after.slos, _chosen(config, sources))
    named = [one for one in every if not asked.services or not _services(one).isdisjoint(asked.services)]
    promises = tuple(one for one in named if one.change or not _services(one).isdisjoint(services))
    reasons = tuple(because for because in found.reasons if not promises or because.code != UNCONCERNED)
    return Found(promises, reasons, found.notes)


def file_changes(request: Request, base: Base, config: Config, sides: Sides) -> Iterator[PromiseChange]:
    """What changed of the configuration, of suppressions, and of the files that sources read."""
    old, new = _config_root(base.before), _config_root(request)
    if file := new or old:
        yield from config_changes(file[0], old and old[1], new and new[1], _today(request, config))
    yield from added_suppressions(sides.before.suppressions, sides.after.suppressions)
    yield from fed_changes(base.tree.revision, config, request.folder)


def _today(request: Request, config: Config) -> date:
    return (request.at or config.at or datetime.now(UTC)).date()


def _services(one: Compared) -> set[str]:
    return {promise.slo.service for promise in (one.pair.before, one.pair.after) if promise}


def _chosen(config: Config, sources: Sources) -> Chosen:
    by_policy = chosen_by(config.policy or Policy(), config.exemptions, [one.match for one in config.exclusions])
    return by_policy._replace(source_of=sources.found_for, by_name=sources.names_matter)


def _config_root(request: Request) -> tuple[str, node.Mapping] | None:
    """The configuration's file and its document; None where there is none that is a mapping."""
    request = _with_config_tree(request)
    file = config_file(request)
    if not file or not request.tree.exists(file.path):
        return None
    try:
        found = [document.root for document in parsed_config(request, file).documents]
    except ConfigError:
        return None
    return (file.name, found[0]) if len(found) == 1 and isinstance(found[0], node.Mapping) else None


def _with_config_tree(request: Request) -> Request:
    """The disk for a configuration outside of the repository."""
    file, tree = config_file(request), request.tree
    outside = isinstance(tree, Committed) and file is not None and not tree.holds(file.path)
    return request._replace(tree=files.DISK) if outside else request
