"""自足的规矩：no download addresses in pinned files, no content network in pages, no traces of a workplace."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|unpkg\.com|jsdelivr\.net|cdnjs\.|googleapis\.com|esm\.sh", re.I
)
TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".in", ".sh", ".cfg", ".ini", ".json", ".yml", ".yaml"}
ADDRESS = re.compile(r"\b(?:src|href|action)=[\"'](?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//")


def tracked() -> list[Path]:
    """The files of the project: known to git, or everything outside generated folders where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        skipped = {".venv", "var", ".git", "__pycache__"}
        files = [p for p in ROOT.rglob("*") if not skipped & set(p.relative_to(ROOT).parts)]
    return [p for p in files if p.is_file() and (p.suffix in TEXT or p.name in {"Makefile", "setup", "run"})]


def test_no_file_names_a_package_registry() -> None:
    found = [p.name for p in tracked() if p != Path(__file__).resolve() and REGISTRIES.search(p.read_text("utf-8"))]
    assert found == []


def test_pinned_files_have_hashes_and_no_addresses() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text("utf-8")
        assert "://" not in text, path.name
        pins = re.findall(r"^[a-z0-9][\w.-]*==.*?(?=^[a-z0-9]|\Z)", text, re.M | re.S)
        assert pins, path.name
        assert all("--hash=sha256:" in pin for pin in pins), path.name


def test_the_sets_agree_with_the_full_lock() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        return set(re.findall(r"^([a-z0-9][\w.-]*==\S+)", text, re.M))

    full = pins("lock")
    for path in (ROOT / "requirements").glob("*.in"):
        assert pins(path.stem) <= full, path.name


def test_pages_ask_no_other_host() -> None:
    pages = [p for p in (ROOT / "src").rglob("*") if p.suffix in {".html", ".css", ".js"}]
    assert [p.name for p in pages if ADDRESS.search(p.read_text("utf-8"))] == []


def test_pages_have_no_inline_styles_or_handlers() -> None:
    inline = re.compile(r"<style\b|\sstyle=[\"']|\son(?:click|change|input|load|submit)=[\"']")
    pages = list((ROOT / "src").rglob("*.html"))
    assert [p.name for p in pages if inline.search(p.read_text("utf-8"))] == []


def test_warnings_are_errors_and_order_is_random() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert options["filterwarnings"][0] == "error"
    assert "pytest-randomly" in (ROOT / "requirements" / "dev.in").read_text("utf-8")
