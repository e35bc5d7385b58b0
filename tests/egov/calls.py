"""Which functions of the project call which, read from their source: enough to see whether what
somebody asks for ends in an audit event."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("units", "dossiers", "indicators", "egov")


@dataclass
class _Module:
    """`names`: local name -> what it was imported as, "units.audit" or "units.audit.record"."""

    names: dict[str, str] = field(default_factory=dict)
    functions: dict[str, ast.AST] = field(default_factory=dict)


def modules() -> dict[str, str]:
    """Name -> source of every module of the project, without migrations."""
    found = {}
    for room in ROOMS:
        for path in sorted((CHECKOUT / room).rglob("*.py")):
            parts = path.relative_to(CHECKOUT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(parts).removesuffix(".__init__")] = path.read_text()
    return found


def calls(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """Function ("units.audit.record", "units.admin.UnitAdmin.save_model") -> those that it names,
    also to be called by others. A method of another class of unknown type is not seen."""
    read = {name: _read(source) for name, source in sources.items()}
    return {
        f"{name}.{function}": set(_named(node, name, function, module))
        for name, module in read.items()
        for function, node in module.functions.items()
    }


def reaching(graph: Mapping[str, Iterable[str]], goals: Iterable[str]) -> set[str]:
    """The functions from which one of the goals is reached."""
    found = set(goals)
    while more := {one for one, named in graph.items() if one not in found and found & set(named)}:
        found |= more
    return found


def _read(source: str) -> _Module:
    module = _Module()
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                module.names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                module.names[alias.asname or alias.name] = alias.name
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            module.functions[node.name] = node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    module.functions[f"{node.name}.{inner.name}"] = inner
    return module


def _named(node: ast.AST, name: str, function: str, module: _Module) -> Iterator[str]:
    own_class = function.rpartition(".")[0]
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            if inner.id in module.functions:
                yield f"{name}.{inner.id}"
            yield module.names.get(inner.id, "")
        elif isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
            if inner.value.id == "self":
                yield f"{name}.{own_class}.{inner.attr}"
            elif inner.value.id in module.names:
                yield f"{module.names[inner.value.id]}.{inner.attr}"
