"""参考页由程序生成: docs/reference/ is written from the code; a test holds the committed pages against it.

`python scripts/reference.py` writes the pages; `--check` only says whether they are current.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "luoqiao"
PAGES = ROOT / "docs" / "reference"
CODE = re.compile(r"LQ-\d{4}")
HEAD = "<!-- 由 scripts/reference.py 生成，不要手改。 -->\n"


def commands() -> str:
    """Every command of the command line with its options."""
    os.environ["COLUMNS"] = "100"
    from luoqiao.interfaces.cli.main import COMMANDS
    from luoqiao.interfaces.cli.parser import ChineseParser

    parts = [HEAD, "# 命令行\n"]
    for command in COMMANDS:
        parser = ChineseParser(prog=f"luoqiao {command.name}", description=command.help)
        import_module(command.module).add_arguments(parser)
        held = io.StringIO()
        with redirect_stdout(held):
            parser.print_help()
        parts.append(f"## luoqiao {command.name}\n\n```\n{held.getvalue().strip()}\n```\n")
    return "\n".join(parts)


def error_codes() -> str:
    """Every code of a refusal or finding, with the sentences that carry it."""
    found: dict[str, dict[str, None]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        for code, said in _said(ast.parse(file.read_text("utf-8"))):
            found.setdefault(code, {})[said] = None
    rows = [f"| {code} | {'<br>'.join(filter(None, said)) or '—'} |" for code, said in sorted(found.items())]
    head = [HEAD, "# 代码\n", "提示末尾括号里的代码；`…` 处填当时的内容。\n", "| 代码 | 意思 |", "|---|---|"]
    return "\n".join([*head, *rows, ""])


def _said(tree: ast.AST) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    named = [(n.lineno, n.targets[0].id, _text(n.value)) for n in ast.walk(tree)
             if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)]  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and _is_code(line.value):
                    first = (ast.get_docstring(node) or "").split("\n")[0]
                    found.append((line.value.value, first.split(":")[0].rstrip(".")))  # type: ignore[attr-defined]
        elif isinstance(node, ast.Call):
            values = [*node.args, *(k.value for k in node.keywords)]
            codes = [v.value for v in values if _is_code(v)]  # type: ignore[attr-defined]
            spoken = [_named(v, named) if isinstance(v, ast.Name) else _text(v) for v in values]
            texts = [t for t in spoken if not CODE.fullmatch(t) and re.search(r"[\u4e00-\u9fff]", t)]
            for code in codes:
                found.append((code, max(texts, key=len, default="")))
    return found


def _named(node: ast.Name, named: list[tuple[int, str, str]]) -> str:
    """The sentence last given to a variable before it is used."""
    before = [(line, text) for line, name, text in named if name == node.id and line <= node.lineno]
    return max(before, default=(0, ""))[1]


def _is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(CODE.fullmatch(node.value))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("|", "｜")
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "…" for p in node.values)
        return "".join(str(p) for p in parts).replace("|", "｜").replace("\n", " ")
    return ""


def endpoints() -> str:
    """Every endpoint of the API, from its own description."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings_test")
    import django

    django.setup()
    from luoqiao.interfaces.api.urls import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    parts = [HEAD, "# 接口\n", "完整说明在运行中的 `/api/v1/openapi.json`。\n", "| 方法 | 地址 | 说明 |", "|---|---|---|"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            parts.append(f"| {method.upper()} | `{path}` | {operation.get('summary', '')} |")
    return "\n".join([*parts, ""])


def pages() -> dict[str, str]:
    """File name → text of every generated page."""
    return {"commands.md": commands(), "error-codes.md": error_codes(), "endpoints.md": endpoints()}


def main() -> int:
    """Write the pages, or with --check say which are not current."""
    stale = [n for n, text in pages().items() if not (PAGES / n).is_file() or (PAGES / n).read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/reference/{name} 不是最新的；运行 python scripts/reference.py")
        return 1 if stale else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
