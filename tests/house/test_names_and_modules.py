"""房子的规矩：names, docstrings and sizes of style.md that a machine can see."""

import ast
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "luoqiao"
MODULES = sorted(SOURCE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
EMPTY_NAMES = {"utils", "helpers", "common", "base", "manager", "misc", "util", "helper", "exceptions"}
RINGS = {"core", "policies", "adapters", "apps", "interfaces", "config"}


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [short(p) for p in MODULES + TESTS if p.stem in EMPTY_NAMES or p.parent.name in EMPTY_NAMES]
    assert found == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        short(p)
        for p in MODULES
        if not is_migration(p) and p.stat().st_size and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert silent == []


def test_everything_lives_in_a_ring() -> None:
    assert {p.name for p in SOURCE.iterdir() if p.is_dir() and any(p.glob("*.py"))} <= RINGS


def public_functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module whose names do not begin with an underscore."""
    body = ast.parse(path.read_text("utf-8")).body
    return [n for n in body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name[0] != "_"]


def test_what_is_public_says_what_it_decides() -> None:
    """Functions of core, services and queries; adapters and config keep the habit too."""
    rings = (*(SOURCE / "core").rglob("*.py"), *(SOURCE / "adapters").rglob("*.py"),
             *(SOURCE / "apps").glob("*/services.py"), *(SOURCE / "apps").glob("*/queries.py"))  # fmt: skip
    silent = [
        f"{short(p)}:{node.lineno} {node.name}"
        for p in rings
        for node in public_functions(p)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_silenced_check_gives_its_reason() -> None:
    bare = []
    for path in MODULES:
        with tokenize.open(path) as file:
            for number, line in enumerate(file, 1):
                for mark in ("# noqa", "# type: ignore"):
                    _, found, rest = line.partition(mark)
                    if found and len(rest.strip().strip("[]:").split()) < 3:
                        bare.append(f"{short(path)}:{number}")
    assert bare == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
