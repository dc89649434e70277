"""What the modules of a package import, and which of it the house does not allow."""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = "slo_gate"


@dataclass(frozen=True, slots=True)
class Rule:
    """Modules below `pattern` may import their own unit, and what `allowed` names. `*` stands for any one name.

    All modules below the pattern are one unit; where it ends with a bare `*`, each name that it stands for is its own.
    """

    pattern: str
    allowed: tuple[str, ...] = ()

    def unit(self, module: str) -> str:
        depth = self.pattern.count(".") + 1
        return ".".join(module.split(".")[:depth]) if self.pattern.endswith(".*") else self.pattern


@dataclass(frozen=True, slots=True)
class House:
    """`rules`: the first that matches a module speaks for it. `doors` name the modules that may import a library.

    Modules below `pure` may import none of the standard library's `worldly` modules, and call nothing that reads a
    clock or a file.
    """

    rules: Sequence[Rule]
    doors: Mapping[str, str]
    pure: tuple[str, ...] = ()
    worldly: frozenset[str] = frozenset()

    def violations(self, root: Path) -> Iterator[str]:
        """One sentence for each thing that is not allowed in the package at `root`."""
        modules = {_name(path, root): path for path in sorted(root.rglob("*.py"))}
        names = frozenset(modules)
        for module, path in modules.items():
            rule = self._rule(module)
            if rule is None:
                yield f"{module} has no place in the table"
                continue
            facts = _facts(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")
            for target in sorted({one.target(names) for one in facts.imported}):
                yield from self._judge(module, rule, target)
            if any(below(module, pattern) for pattern in self.pure):
                yield from (f"{module} calls {name}" for name in facts.worldly_calls)

    def _rule(self, module: str) -> Rule | None:
        if module == PACKAGE:
            return Rule(PACKAGE)
        return next((rule for rule in self.rules if below(module, rule.pattern)), None)

    def _judge(self, module: str, rule: Rule, target: str) -> Iterator[str]:
        library = target.partition(".")[0]
        if library == PACKAGE:
            own = self._rule(target) == rule and rule.unit(target) == rule.unit(module)
            if target != PACKAGE and not own and not any(below(target, allowed) for allowed in rule.allowed):
                yield f"{module} imports {target}"
        elif library not in sys.stdlib_module_names:
            if not below(module, self.doors.get(library, "")):
                yield f"{module} imports {library}, whose door is {self.doors.get(library, 'nowhere')}"
        elif library in self.worldly and any(below(module, pattern) for pattern in self.pure):
            yield f"{module} imports {library}"


class _Import(NamedTuple):
    """`inner` is what is imported from `base`: a module in it, or a name."""

    base: str
    inner: str = ""

    def target(self, modules: frozenset[str]) -> str:
        return self.inner if self.inner in modules else self.base


class _Facts(NamedTuple):
    imported: frozenset[_Import]
    worldly_calls: Sequence[str]


@cache
def _facts(text: str, module: str, is_package: bool) -> _Facts:
    """Remembered: most tests judge a copy of the package in which one module is another."""
    nodes = list(ast.walk(ast.parse(text)))
    return _Facts(frozenset(_imports(nodes, module, is_package)), list(_worldly_calls(nodes)))


@cache
def below(module: str, pattern: str) -> bool:
    """Whether a module is one that the pattern names, or stands in it."""
    names, wanted = module.split("."), pattern.split(".")
    return len(names) >= len(wanted) and all(map(fnmatchcase, names, wanted))


def _name(path: Path, root: Path) -> str:
    parts = path.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(nodes: Sequence[ast.AST], module: str, is_package: bool) -> Iterator[_Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (_Import(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: len(module.split(".")) - node.level + is_package] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (_Import(base, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "importlib.import_module", "__import__"}:
            yield _Import("importlib-by-name")


def _worldly_calls(nodes: Sequence[ast.AST]) -> Iterator[str]:
    forbidden = {"open", "print", "input", *(f"{name}.{now}" for name in ("datetime", "date") for now in _CLOCKS)}
    return (name for node in nodes if isinstance(node, ast.Call) and (name := _called(node)) in forbidden)


_CLOCKS = ("now", "utcnow", "today")


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
