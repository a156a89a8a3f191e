"""不合格的方案包一分钱也不算: what the checker finds keeps a pack from being opened, whatever the way in."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from luoqiao.policies import BrokenPack, open_pack
from luoqiao.policies.pack_cache import PACKS, digest_of, open_cached

NAME = "luojiang_2022_31"
CLOUD = f"{NAME}/clauses/cloud_adoption.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(PACKS / NAME, tmp_path / NAME)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def said(root: Path) -> str:
    with pytest.raises(BrokenPack) as refused:
        open_cached(NAME, root / "cache", root)
    return "\n".join(str(f) for f in refused.value.findings)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("计补基数 的 30%", "计补基数 的 31%", "“31%”不在这一行的引文里"),
        ("计补基数 的 30%", "不存在 的 30%", "没有“不存在”这个名称"),
        ("年度服务费 减 5万元", "年度服务费 减 3个", "两边的类型要一样"),
        ("2023-12-31 ｜", "2033-12-31 ｜", "期限超出方案的施行期"),
        ("| 5万元 | | | | | 不符合 |", "| 5万元 | | | | | 符合 |", "算例不符"),
    ],
)
def test_a_rule_that_fails_its_check_is_not_calculated_with(root: Path, old: str, new: str, hint: str) -> None:
    change(root / CLOUD, old, new)
    assert hint in said(root)


def test_a_transcription_error_is_found_even_where_everybody_quotes_it(root: Path) -> None:
    for file in (root / NAME).rglob("*.md"):
        file.write_text(file.read_text("utf-8").replace("服务费的 30%", "服务费的 35%"), "utf-8")
    assert "与原文不同" in said(root)


def test_an_empty_document_is_said_to_be_empty(root: Path) -> None:
    (root / NAME / "source.md").write_text("", "utf-8")
    assert "没有一句原文" in said(root)


def test_lines_that_end_as_windows_ends_them_are_read(root: Path) -> None:
    for file in (root / NAME).rglob("*.md"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert len(open_pack(NAME, root).clauses) == 14


def test_a_folder_in_place_of_a_clause_is_named(root: Path) -> None:
    (root / NAME / "clauses" / "x.md").mkdir()
    assert "clauses/x.md" in said(root)


@pytest.mark.parametrize("text", ["x=" + "[" * 3000, "x=" + "1" * 5000])
def test_a_table_too_deep_or_too_long_is_a_finding(root: Path, text: str) -> None:
    (root / NAME / "targets.toml").write_text(text, "utf-8")
    assert "targets.toml" in said(root)


def test_the_digest_tells_where_a_file_lies(root: Path) -> None:
    before = digest_of(NAME, root)
    (root / NAME / "clauses" / "srdi.md").rename(root / NAME / "srdi.md")
    assert digest_of(NAME, root) != before


def test_a_cache_that_others_could_have_written_is_not_read(root: Path) -> None:
    open_cached(NAME, root / "cache", root)
    (file,) = (root / "cache").iterdir()
    marker = root / "harmed"
    file.write_bytes(pickle.dumps(_Harm(str(marker))))
    file.chmod(0o666)
    assert len(open_cached(NAME, root / "cache", root).clauses) == 14
    assert not marker.exists()


class _Harm:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)
