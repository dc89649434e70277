"""A format as its tests see it: its corpus, its schemas, and what its objects turn into."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from slo_gate.core import node
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Format
from tests.support.agreement import SHAPE_RULES, Agreement
from tests.support.corpus import Corpus, objects, plain
from tests.support.mutations import Mutations


def _is_error(finding: Finding) -> bool:
    return finding.is_error


@dataclass(frozen=True)
class Subject:
    """What the tests of all formats must know of one; most of it has a usual answer."""

    name: str
    format: Format
    corpus: Corpus
    slo: bytes
    """An expression that matches once in the text of each SLO."""

    schema_of: Callable[[node.Mapping], str]
    """The published schema that an editor is told to use for an object."""

    mutations: Mutations
    kinds: tuple[str, ...] = ()
    """Kinds with a schema of their own beside that of all kinds."""

    beyond_a_schema: Mapping[str, str] = field(default_factory=dict)
    """Files that `validate` refuses and no JSON Schema can, with the reason."""

    unjudged: tuple[str, ...] = ()
    """Keys below which only `validate` can judge."""

    rules: frozenset[str] = SHAPE_RULES
    """What the schemas hold."""

    uncertain: frozenset[str] = frozenset()
    """Those of the rules that a schema cannot always hold."""

    unread: Mapping[str, str] = field(default_factory=dict)
    """Files without a mistake whose SLOs cannot be read, with the reason."""

    is_slo: Callable[[node.Mapping], bool] | None = None
    """Where it is more, or less, than the version of the format and the kind SLO."""

    tells: Callable[[Finding], bool] = _is_error
    """Whether a finding is word enough of an SLO that is not read."""

    tells_each: bool = False
    """Whether there is a finding for each SLO that is not read, since none needs another object."""

    refers: bool = False
    """Whether an SLO may be silently unread where the objects that it needs may be in files that are not at hand."""

    lists: bool = True
    """Whether a file may hold a list of objects."""

    parts: tuple[str, ...] = ("spec",)
    """Keys whose values may be anything without the object being another's."""

    bare: frozenset[str] = frozenset({"SLO102"})
    """What an object without any key is told."""

    @property
    def agreement(self) -> Agreement:
        return Agreement(self.format, self.schema_of, self.rules)

    def recognised(self, folder: str = "*") -> Iterator[node.Mapping]:
        """The objects of the format in the files of a folder, or of all."""
        roots = (root for path in self.corpus.files(folder) for root in objects(path.read_bytes()))
        return (root for root in roots if self.format.recognises(root))

    @cached_property
    def of_all_files(self) -> Sequence[tuple[node.Mapping, Any]]:
        """Every object of the corpus, and what it is in JSON."""
        return [(root, plain(root)) for root in self.recognised()]

    @cached_property
    def known(self) -> Sequence[Any]:
        """The objects of the valid files, as JSON has them."""
        return [plain(root) for root in self.recognised("valid")]

    @cached_property
    def mutated(self) -> st.SearchStrategy[Any]:
        return self.mutations.of(self.known)

    @cached_property
    def mutated_within_a_schema(self) -> st.SearchStrategy[Any]:
        return replace(self.mutations, spared=self.unjudged).of(self.known)

    def promises(self, root: node.Mapping) -> bool:
        """Whether an object is meant to be an SLO."""
        if self.is_slo:
            return self.is_slo(root)
        return (root.text("apiVersion"), root.text("kind")) == (self.format.NAME, "SLO")
