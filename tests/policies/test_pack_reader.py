"""读方案包: whole or not at all, every fault of every file said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from luoqiao.policies import BrokenPack, UnknownPack, list_packs, open_pack, read_pack
from luoqiao.policies.pack_reader import PACKS

NAME = "luojiang_2022_31"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the pack without its clauses, which are slow to read and looked at only where they matter."""
    shutil.copytree(PACKS / NAME, tmp_path / NAME, ignore=shutil.ignore_patterns("clauses"))
    (tmp_path / NAME / "clauses").mkdir()
    return tmp_path


def _faults(root: Path) -> list[str]:
    with pytest.raises(BrokenPack) as refused:
        read_pack(NAME, root)
    return [str(f) for f in refused.value.findings]


def _change(root: Path, file: str, old: str, new: str) -> None:
    path = root / NAME / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_packs_are_listed_and_opened_by_name(root: Path) -> None:
    assert list_packs(root) == (NAME,)
    assert read_pack(NAME, root).meta.name == NAME


@pytest.mark.parametrize("name", ["luojiang_2022_13", "../" + NAME, "", "x" * 10_000])
def test_unknown_pack_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownPack, match=NAME) as refused:
        open_pack(name)
    assert len(refused.value.message) < 200


def test_faults_of_all_files_are_listed_together(root: Path) -> None:
    _change(root, "targets.toml", 'comparison = "more_than"', 'comparison = "more"')
    _change(root, "tasks.toml", 'lead_units = ["industry_information"]', "lead_units = [")
    _change(root, "readings.md", "- 涉及资金：是", "- 涉及资金：对")
    _change(root, "source.md", "- `3.1` ", "- 3.1 ")
    (root / NAME / "units.toml").unlink()
    (root / NAME / "seats.toml").write_bytes("# 席位\n".encode() + "# 组长".encode("gb18030"))
    _change(root, "source.txt", "8次", "9次")
    places = sorted({line.split(" ")[0].split("：")[0] for line in _faults(root)})
    assert [place.partition(":")[0] for place in places] == [
        "readings.md", "seats.toml", "source.md", "source.txt", "targets.toml", "tasks.toml", "units.toml",
    ]  # fmt: skip


def test_toml_fault_names_line_and_column(root: Path) -> None:
    _change(root, "corrections.toml", 'kind = "slip"', "kind = slip")
    (said,) = _faults(root)
    assert said.startswith("corrections.toml:6:8 ")


def test_file_that_is_not_utf8_names_the_line(root: Path) -> None:
    path = root / NAME / "systems.toml"
    good = path.read_bytes()
    path.write_bytes(good + "# 组长\n".encode("gb18030"))
    (said,) = _faults(root)
    assert "UTF-8" in said
    line = good.count(b"\n") + 1
    assert said.startswith(f"systems.toml:{line} ")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("targets.toml", "全区规上企业有推进数字化转型超 78%", "全区规上企业超 78%", "T-01"),
        ("targets.toml", 'industry = "machinery"', 'industry = "machines"', "没有产业“machines”"),
        ("targets.toml", '"X-27"', '"X-72"', "没有读法“X-72”"),
        ("tasks.toml", '"industry_information"', '"industry"', "没有单位“industry”"),
        ("tasks.toml", 'anchor = "三（一）1"', 'anchor = "三（五）1"', "没有“三（五）1”这一处"),
        ("seats.toml", 'unit = "finance"', 'unit = "finances"', "没有单位“finances”"),
        ("pack.toml", 'cap_period = "X-22"', 'cap_period = "X-50"', "没有读法“X-50”"),
        ("pack.toml", "in_roadmap = true", "in_roadmap = false", "in_roadmap"),
        ("readings.md", "- 关于：T-01", "- 关于：T-71", "没有号码“T-71”"),
        ("readings.md", "「不高于 7%」", "「不高于 8%」", "X-01"),
        ("corrections.toml", "标准化解方案", "标准解方案", "C-01"),
        ("uncoded.toml", '"51.3"', '"51.9"', "没有的句号码 51.9"),
    ],
)
def test_names_and_quotes_that_do_not_exist_are_found(
    root: Path, file: str, old: str, new: str, said: str
) -> None:
    _change(root, file, old, new)
    assert any(said in fault for fault in _faults(root))


def test_clause_file_must_carry_its_own_name(root: Path) -> None:
    shutil.copy(PACKS / NAME / "clauses" / "srdi.md", root / NAME / "clauses" / "another_name.md")
    assert any("与文件名不同" in fault for fault in _faults(root))


def test_every_broken_clause_is_listed(root: Path) -> None:
    for name in ("one", "two"):
        (root / NAME / "clauses" / f"{name}.md").write_text("# 没有标识\n", "utf-8")
    faults = _faults(root)
    assert {fault.split(":")[0] for fault in faults} == {"clauses/one.md", "clauses/two.md"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "annual_service_fee"', 'id = "annual_fee"', "没有输入“annual_fee”"),
        ("takers = { machinery = 66", "takers = { machines = 66", "machines"),
        ("takers = { machinery = 66", "takers = { machinery = 6600", "能参加的只有 584 家"),
        ('code = "350504200"', 'code = "350504201"', "没有镇街“350504201”"),
        ("weights = { complete = 4", "weights = { whole = 4", "没有选项“whole”"),
        ('upper = "12万元"', 'upper = "1万元"', "least ≤ median ≤ upper ≤ most"),
        ('how = "amount"\nmedian = "4.2万元"', 'how = "yes_no"\nshare = 5', "不认识“upper”"),
        ('of = "production_equipment_investment"', 'of = "months"', "要写在它前面"),
    ],
)
def test_faults_of_the_synthetic_population_are_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    shutil.copytree(PACKS / NAME, tmp_path / NAME)
    _change(tmp_path, "population.toml", old, new)
    assert said in "；".join(_faults(tmp_path))


def test_a_pack_may_have_no_synthetic_population(root: Path) -> None:
    (root / NAME / "population.toml").unlink()
    assert read_pack(NAME, root).population is None
