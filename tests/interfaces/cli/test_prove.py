"""luoqiao prove: one clause, one question, two readings, two packs; the file it writes."""

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


def asked(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    assert main(["prove", *words, "--json"]) == status
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def test_one_clause_is_proved_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "srdi"]) == 0
    shown = capsys.readouterr().out
    assert "成立　省级、市级、区级都不会小于零" in shown
    assert "合计最多 300,000.00 元，没有哪个案子能超过" in shown
    assert "0 条有反例、0 条没有结论" in shown


def test_the_most_of_one_tier(capsys: pytest.CaptureFixture[str]) -> None:
    data = asked(capsys, "cloud_adoption", "--most", "区级")
    (proof,) = data["clauses"]["cloud_adoption"]
    assert proof["sentence"] == "区级最多 20,000.00 元，没有哪个案子能超过"
    assert proof["witness"]["shares"]["district"] == "20000.00"


def test_two_readings_of_one_question(capsys: pytest.CaptureFixture[str]) -> None:
    data = asked(capsys, "industrial_internet_demo", "--readings", "X-06=B/C")
    (proof,) = data["clauses"]["industrial_internet_demo"]
    assert proof["verdict"] == "refuted"
    assert proof["witness"]["facts"] == {"it_investment": "0.05"}


def test_two_versions_differ_from_the_amount_on_where_the_new_cap_binds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(PACKS / NAME, newer)
    for name in ("clauses", "passages"):
        file = newer / name / "open_challenge.md"
        file.write_text(file.read_text("utf-8").replace("最高 200万元 ←", "最高 199万元，最高 200万元 ←"), "utf-8")
    data = asked(capsys, "open_challenge", "--pack", str(newer), "--against", NAME, status=1)
    (proof,) = data["clauses"]["open_challenge"]
    assert proof["kind"] == "versions"
    assert proof["witness"]["facts"]["approved_project_fund"] == "1990000.01"
    same = asked(capsys, "srdi", "--pack", str(newer), "--against", NAME)
    assert same["clauses"]["srdi"][0]["verdict"] == "proved"


@pytest.mark.parametrize(
    "words",
    [
        ("--most", "镇级"), ("--readings", "X-06"), ("cloud_adoption", "--readings", "X-06=A/B"),
        ("srdi", "--write"), ("--readings", "X-06=A/D"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", *words]) == 2
    assert capsys.readouterr().out == ""


def test_the_proofs_are_written_into_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / NAME
    shutil.copytree(PACKS / NAME, folder)
    (folder / "proofs.json").unlink()
    assert main(["prove", "--pack", str(folder), "--write"]) == 0
    capsys.readouterr()
    assert main(["check", "--pack", str(folder), "--stored", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["proofs"]["source"] == "stored"
    assert data["findings"] == []
