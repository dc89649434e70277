"""What the engine expects of adapters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from slo_gate.core import node
from slo_gate.core.checking import Schema
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Edit, Finding, Location, Severity, Skipped
from slo_gate.core.page import Page
from slo_gate.core.shape import Record
from slo_gate.core.slo import Slo
from slo_gate.core.suppression import Suppression
from slo_gate.core.validation import Validation

if TYPE_CHECKING:
    from slo_gate.core.exemption import Exemption
    from slo_gate.core.measurement import Reading, Request
    from slo_gate.core.plan import Planned


class Document(NamedTuple):
    """One YAML document of a file; `number` counts from 0 within the file."""

    file: str
    number: int
    root: node.Node


class Parsed(NamedTuple):
    """What a file holds: its documents, or what is wrong with it, or why it was left alone.

    `named` tells that somebody asked for this very file, so that silence about it would mislead; `template` that some of
    its values are not filled in yet; where it is `skipped` for that, that it looks like ours. `shared` are the nodes that aliases use again.
    Where it is `foreign`, what is wrong with it is nobody's business unless one of its documents is an SLO object. `forgotten`
    counts the documents that it had and that nobody needs.
    """

    file: str
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    skipped: Skipped | None = None
    named: bool = True
    suppressions: tuple[Suppression, ...] = ()
    template: bool = False
    shared: tuple[node.Span, ...] = ()
    foreign: bool = False
    forgotten: int = 0


class Contents(NamedTuple):
    """What a format made of its documents: SLOs, the number of objects, and what is wrong with them.

    `unread` tells of promises that have no mistake and yet cannot be read, such as a goal that is filled in elsewhere.
    """

    slos: tuple[Slo, ...]
    objects: int
    findings: tuple[Finding, ...]
    unread: tuple[Finding, ...] = ()


class Surroundings(NamedTuple):
    """What a format must know beyond its documents.

    `default_window` serves SLOs that state none. `sources` are the names the config gives to sources. Where `partial`,
    the documents are not the whole set, and a reference that leads outside them is not judged. `globs` are those by which
    the config's rules tell SLOs and services from others. `exemptions` are the config's, where the whole set is read.
    """

    default_window: Duration
    sources: frozenset[str] = frozenset()
    partial: bool = False
    validation: Validation = Validation()
    globs: frozenset[str] = frozenset()
    exemptions: "tuple[Exemption, ...]" = ()


class Reader(Protocol):
    """What reads the files of a format."""

    PAGES: Mapping[str, Page]
    """The rules that hold in this format alone, by their ids."""

    def read(self, documents: Sequence[Document], surroundings: Surroundings) -> Contents:
        """Validates the documents, resolves references among them, and maps what is right to the model."""
        ...

    def schemas(self) -> Mapping[str, Schema]:
        """Draft-07 JSON Schemas for editors, by published file name."""
        ...


class Format(Protocol):
    """What tells the files of a format from others: quick to import, since every run asks all formats."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of modules

    @property
    def SIGN(self) -> str:  # noqa: N802
        """An expression that is found in each of its files: a broken file without it is no file of ours."""
        ...

    @property
    def WORDS(self) -> tuple[str, ...]:  # noqa: N802
        """Of these, in lower case, one stands in the text of each object that it recognises, in whatever case, unless it is written
        with escapes: files without them are not even parsed where nobody named them.
        """
        ...

    @property
    def PROMISE(self) -> str:  # noqa: N802
        """The `kind` of its SLOs, by which one is known whose `apiVersion` is not filled in yet."""

    @property
    def recognises(self) -> Callable[[node.Mapping], bool]: ...

    @property
    def load(self) -> Callable[[], Reader]:
        """Imports what reads the format's files."""
        ...


class Found(NamedTuple):
    """What a rule found; `severity` where it is not the rule's usual one."""

    location: Location
    message: str
    help: str = ""
    fix: Edit | None = None
    severity: Severity | None = None


class Rule(Protocol):
    """A module of `rules/`: what must hold of SLOs, whatever format they are written in."""

    ID: str
    PAGE: Page

    def check(self, slos: Sequence[Slo], validation: Validation) -> Iterable[Found]:
        """What is wrong with sound SLOs: each is judged by itself, unless the page says that other files may decide."""
        ...


class Source(Protocol):
    """An open metrics source. `stale_after` is how old its newest sample may be; None where age says nothing."""

    stale_after: timedelta | None

    def now(self) -> datetime | None:
        """The server's clock, or None where the source has none of its own or did not answer."""
        ...

    def measure(self, requests: "Sequence[Request]") -> "Mapping[Request, Reading]":
        """Answers every request. Never raises for what the source does: that is a NoData."""
        ...

    def plan(self, requests: "Sequence[Request]") -> "Sequence[Planned]":
        """What it would ask first to answer them all. Asks nothing."""
        ...


class SourceContext(NamedTuple):
    """What a source may know of the world: the folder its relative paths start in, and the environment for secrets."""

    folder: Path
    environ: Mapping[str, str]


class SourceType(Protocol):
    """A module of `sources/`. Heavy libraries are imported by `connect` alone, so that validating stays quick.

    `ANSWERS` is the type that files give to queries which it answers; empty where it answers whatever no other can.
    `BY_NAME` tells that it finds objectives by their names alone: each asks for itself, with a query or without.
    `HAS_CLOCK` tells that its `now` asks a server, so that it is worth doing early.
    """

    NAME: str
    ANSWERS: str
    BY_NAME: bool
    HAS_CLOCK: bool
    SETTINGS: Record

    def connect(self, name: str, settings: node.Mapping, context: SourceContext) -> Source:
        """Opens a source from settings that fit SETTINGS. Raises ConfigError, naming the setting, never its value."""
        ...
