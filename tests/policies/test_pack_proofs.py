"""证明存档: no part of a pack's identity; a stale, missing or broken file is found, and never stops a calculation."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from luoqiao.interfaces.cli.check_proofs import check_proofs
from luoqiao.policies import BrokenPack, open_pack, read_pack
from luoqiao.policies.pack_cache import PACKS, digest_of, open_cached
from luoqiao.policies.pack_proofs import FILE, archive_findings, write_proofs

NAME = "luojiang_2022_31"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(PACKS / NAME, tmp_path / NAME)
    return tmp_path


def codes(root: Path) -> list[str]:
    return [finding.code for finding in archive_findings(read_pack(NAME, root))]


def test_proofs_do_not_change_the_identity_of_a_pack(root: Path) -> None:
    before = digest_of(NAME, root)
    (root / NAME / FILE).unlink()
    assert digest_of(NAME, root) == before


def test_a_current_archive_gives_nothing_to_find(root: Path) -> None:
    assert codes(root) == []


def test_a_changed_rule_makes_its_proofs_stale(root: Path) -> None:
    file = root / NAME / "clauses" / "srdi.md"
    file.write_text(file.read_text("utf-8").replace("20万元，一次性", "20万元 ，一次性"), "utf-8")
    (finding,) = archive_findings(read_pack(NAME, root))
    assert (finding.code, finding.subject, finding.serious) == ("LQ-4164", "srdi", False)


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"prover": 1, "clauses": {"srdi": {}}}'])
def test_a_missing_or_broken_archive_is_found_and_the_pack_still_opens(root: Path, content: str | None) -> None:
    file = root / NAME / FILE
    if content is None:
        file.unlink()
    else:
        file.write_text(content, "utf-8")
    assert codes(root) == ["LQ-4163"]
    assert open_pack(NAME, root).proofs is None


def test_new_proofs_reach_a_pack_that_was_cached(root: Path) -> None:
    cache = root / "cache"
    proofs = open_cached(NAME, cache, root).proofs
    assert proofs is not None
    write_proofs(root / NAME, type(proofs)("另一个证明器", proofs.clauses))
    open_pack.cache_clear()  # another process starts with nothing read
    again = open_cached(NAME, cache, root).proofs
    assert again is not None
    assert again.prover == "另一个证明器"


def test_without_the_prover_the_archive_answers_where_it_is_current(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoqiao.adapters.z3.library.has_prover", lambda: False)
    report = check_proofs(read_pack(NAME, root), anew=True)
    assert report.source == "stored"
    assert "没有装证明库 Z3" in report.words
    assert report.sound
    data = json.loads((root / NAME / FILE).read_bytes())
    data["clauses"]["srdi"]["digest"] = "0" * 64
    (root / NAME / FILE).write_text(json.dumps(data), "utf-8")
    stale = check_proofs(read_pack(NAME, root), anew=True)
    assert (stale.source, stale.proofs) == ("none", None)
    assert "没有与现行规则相符的证明存档" in stale.words
    assert [finding.code for finding in stale.findings] == ["LQ-4164"]


def test_passages_of_a_clause_that_is_not_there_are_found(root: Path) -> None:
    passages = root / NAME / "passages"
    shutil.copy(passages / "cloud_adoption.md", passages / "nobody.md")
    with pytest.raises(BrokenPack) as refused:
        open_pack(NAME, root)
    assert [str(finding) for finding in refused.value.findings] == [
        "passages/nobody.md 对照说的条款“nobody”不在本包里（LQ-4161）"
    ]
