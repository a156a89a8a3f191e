"""埋进去的错: a gap between tiers, a cap that is gone, 20% turned 120%: the check refutes each with a case to read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from luoqiao.interfaces.cli.main import main
from luoqiao.policies.pack_cache import PACKS

pytest.importorskip("z3")

NAME = "luojiang_2022_31"
REFUTED = "LQ-4165"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pack that a test may spoil."""
    shutil.copytree(PACKS / NAME, tmp_path / NAME)
    return tmp_path / NAME


def spoil(folder: Path, clause: str, old: str, new: str) -> None:
    """Change the rule of one clause."""
    file = folder / "clauses" / f"{clause}.md"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `luoqiao check --json` says of a pack with an error."""
    assert main(["check", "--pack", str(folder), "--json"]) == 1
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def refutations(data: dict[str, Any]) -> str:
    """The refuted claims, one a line."""
    return "\n".join(one["message"] for one in data["findings"] if one["code"] == REFUTED)


@pytest.mark.parametrize(
    ("clause", "old", "new", "claim", "case"),
    [
        ("supply_chain_platform", "    10亿元以上、不满30亿元", "    12亿元以上、不满30亿元",
         "的分档不漏", "年交易规模 1,000,000,000.00 元时，年交易规模哪一档都不落"),
        ("supply_chain_platform", "    5亿元以上、不满10亿元", "    5亿元以上、10亿元以下",
         "的分档不重", "年交易规模 1,000,000,000.00 元时，年交易规模同时落进两档"),
        ("cloud_adoption", "计补基数 的 30%，单家年度最高 10万元", "计补基数 的 30%",
         "市级不会超过 10万元", "年度服务费 333,333.35 元时，市级超过引文写的 10万元：市级 100,000.01 元、区级 20,000.00 元"),
        ("cloud_adoption", "A：区级 = 市级实拨 的 20%", "A：区级 = 市级实拨 的 120%",
         "区级不会超过市级实拨的 20%", "年度服务费 50,000.01 元时，区级超过市级实拨的 20%：市级 15,000.00 元、区级 18,000.00 元"),
    ],
)  # fmt: skip
def test_a_planted_error_is_refuted_with_the_smallest_case(
    folder: Path, capsys: pytest.CaptureFixture[str], clause: str, old: str, new: str, claim: str, case: str
) -> None:
    spoil(folder, clause, old, new)
    data = checked(folder, capsys)
    told = refutations(data)
    assert claim in told
    assert case in told
    assert data["proofs"]["source"] == "anew"
    assert data["proofs"]["refuted"] > 0
    assert [one["subject"] for one in data["findings"] if one["code"] == "LQ-4164"] == [clause]
