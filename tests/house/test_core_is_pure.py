"""核心的规矩：core decides with the standard library alone; money is never a float; only an app touches its tables."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "luoqiao"
CORE = sorted((SOURCE / "core").rglob("*.py"))
OUTSIDE_WORLD = {"socket", "subprocess", "urllib", "http", "sqlite3", "random", "threading", "asyncio", "logging"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def test_core_imports_the_standard_library_and_itself() -> None:
    strangers = []
    for path in CORE:
        parser_too = "rules" in path.parts
        for line, name in imports(path):
            top = name.partition(".")[0]
            allowed = top in sys.stdlib_module_names - OUTSIDE_WORLD or name.startswith("luoqiao.core")
            if not allowed and not (parser_too and top == "lark"):
                strangers.append(f"{place(path, line)} {name}")
    assert strangers == []


def test_core_computes_without_floats() -> None:
    """A float may be asked for, to refuse it; and likeness of words is no quantity."""
    floats = []
    for path in CORE:
        if "difflib" in {name for _, name in imports(path)}:
            continue
        lines = path.read_text("utf-8").splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
            if (literal or made) and not re.search(r"ratio|least", lines[node.lineno - 1], re.I):
                floats.append(place(path, node.lineno))
    assert floats == []


def test_core_reads_no_clock() -> None:
    clocks = [
        place(path, node.lineno)
        for path in CORE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert clocks == []


def test_only_an_app_touches_its_own_tables() -> None:
    intruders = []
    for path in SOURCE.rglob("*.py"):
        for line, name in imports(path):
            parts = name.split(".")
            if parts[:2] == ["luoqiao", "apps"] and parts[3:4] in (["models"], ["migrations"], ["admin"]):
                home = SOURCE / "apps" / parts[2]
                if home not in path.parents:
                    intruders.append(f"{place(path, line)} {name}")
    assert intruders == []


def test_the_command_line_loads_no_web_framework() -> None:
    import subprocess

    asked = "import sys, luoqiao.interfaces.cli.main, luoqiao.interfaces.cli.calc; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    assert answer.stdout.strip() == "False"
