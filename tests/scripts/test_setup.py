"""准备环境：the right Python is found, the wrong one is refused in one clear sentence, nothing is done twice."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OLD = """#!/bin/sh
case "$2" in
    *print*) echo 3.9.2 ;;
    *) exit 1 ;;
esac
"""
WITHOUT_ENSUREPIP = """#!/bin/sh
case "$2" in
    *print*) echo 3.11.2 ;;
    *ensurepip*) exit 1 ;;
    *) exit 0 ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with nothing set up and a folder for pretended Pythons."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "bin").mkdir()
    return tmp_path


def pretend(clone: Path, name: str, script: str) -> None:
    path = clone / "bin" / name
    path.write_text(script)
    path.chmod(0o755)


def setup(clone: Path, python: str, *sets: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{clone / 'bin'}:/usr/bin:/bin", "PYTHON": python}
    return subprocess.run(
        ["sh", str(clone / "scripts" / "setup"), *(sets or ("run",))],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_an_old_python_is_named_with_its_version(clone: Path) -> None:
    pretend(clone, "python-old", OLD)
    ended = setup(clone, "python-old python-missing")
    assert ended.returncode == 1
    assert "需要 Python 3.11 至 3.14" in ended.stderr
    assert "python-old(3.9.2)" in ended.stderr
    assert "Luoqiao: needs Python 3.11 to 3.14" in ended.stderr
    assert not (clone / ".venv").exists()


def test_no_python_at_all_is_said_plainly(clone: Path) -> None:
    ended = setup(clone, "python-missing")
    assert ended.returncode == 1
    assert "没有找到；请先安装" in ended.stderr


def test_a_python_without_virtual_environments_names_the_package_to_install(clone: Path) -> None:
    pretend(clone, "python-bare", WITHOUT_ENSUREPIP)
    ended = setup(clone, "python-bare")
    assert ended.returncode == 1
    assert "apt install python3-venv" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 2


def test_a_better_python_further_down_is_taken(clone: Path) -> None:
    pretend(clone, "python-old", OLD)
    ended = setup(clone, f"python-old {sys.executable}", "nonsense")
    assert ended.returncode == 2
    assert "没有这个依赖组 nonsense" in ended.stderr


def test_an_installation_that_fails_says_what_to_do_and_leaves_no_stamp(clone: Path) -> None:
    (clone / "requirements" / "run.txt").write_text("luoqiao-does-not-exist==1.0 --hash=sha256:" + "0" * 64 + "\n")
    venv.create(clone / ".venv", symlinks=True)
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PATH": "/usr/bin:/bin"}
    environment.pop("PIP_FIND_LINKS", None)
    ended = subprocess.run(
        ["sh", str(clone / "scripts" / "setup"), "run"],
        env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "依赖没有装成" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (clone / ".venv" / "luoqiao-stamps").exists()
