"""载入方案包: idempotent, whole or not at all, and every version stays."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luoqiao.apps.outbox.wordings import say_all
from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import DamagedVersion, PackNotLoaded, PackRefused, UnknownClause
from luoqiao.apps.policy.models import PackFile, PackVersion
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, person
from luoqiao.policies.pack_cache import PACKS, digest_of
from luoqiao.policies.pack_reader import open_pack

pytestmark = pytest.mark.django_db

PACK = "luojiang_2022_31"
AT = datetime(2023, 6, 30, 9, 0, tzinfo=UTC)
LATER = datetime(2023, 7, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of packs that a test may change."""
    shutil.copytree(PACKS / PACK, tmp_path / PACK)
    return tmp_path


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    queries.get_pack_of.cache_clear()


def _change(root: Path, file: str, old: str, new: str) -> None:
    path = root / PACK / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_pack_is_loaded_with_all_its_files() -> None:
    (loaded,) = load_packs(AT)
    assert loaded.new
    assert loaded.digest == digest_of(PACK)
    version = queries.get_version(PACK)
    assert (version.number, version.loaded_at, version.current) == ("泉洛政办〔2022〕31号", AT, True)
    kept = {file.path: bytes(file.content) for file in PackFile.objects.all()}
    assert kept["clauses/cloud_adoption.md"] == (PACKS / PACK / "clauses/cloud_adoption.md").read_bytes()
    assert {"pack.toml", "source.txt", "readings.md"} <= set(kept)


def test_loading_twice_changes_nothing() -> None:
    load_packs(AT)
    before = list(PackVersion.objects.values_list())
    (again,) = load_packs(LATER)
    assert not again.new
    assert list(PackVersion.objects.values_list()) == before


def test_a_changed_pack_is_a_new_version_and_the_old_one_stays(root: Path) -> None:
    (first,) = load_packs(AT, root)
    _change(root, "pack.toml", 'version = "1"', 'version = "2"')
    (second,) = load_packs(LATER, _fresh(root))
    assert second.digest != first.digest
    assert [(v.version, v.current) for v in queries.list_versions(PACK)] == [("1", False), ("2", True)]
    assert queries.get_pack_of(PACK, first.digest).meta.version == "1"
    assert queries.get_pack(PACK).meta.version == "2"


def test_going_back_makes_the_old_version_current_again(root: Path) -> None:
    load_packs(AT, root)
    _change(root, "pack.toml", 'version = "1"', 'version = "2"')
    load_packs(LATER, _fresh(root))
    _change(root, "pack.toml", 'version = "2"', 'version = "1"')
    (back,) = load_packs(LATER, _fresh(root))
    assert not back.new
    assert [(v.version, v.current) for v in queries.list_versions(PACK)] == [("1", True), ("2", False)]


def test_a_pack_that_is_gone_keeps_its_versions_but_is_not_listed(tmp_path: Path) -> None:
    (loaded,) = load_packs(AT)
    load_packs(LATER, tmp_path)
    assert queries.list_packs() == ()
    assert queries.get_pack_of(PACK, loaded.digest).clauses


def test_a_pack_with_a_wrong_quote_is_refused_and_nothing_is_loaded(root: Path) -> None:
    _change(
        root,
        "clauses/cloud_adoption.md",
        "←「对年度服务费超过 5 万元的企业」",
        "←「对年度服务费超过 6 万元的企业」",
    )
    with pytest.raises(PackRefused) as refused:
        load_packs(AT, root)
    assert "一个文件也没有载入" in refused.value.message
    assert "cloud_adoption.md" in refused.value.message
    assert not PackVersion.objects.exists()


def test_a_pack_that_cannot_be_read_is_refused_with_all_its_findings(root: Path) -> None:
    _change(root, "clauses/cloud_adoption.md", "条件 年度服务费 超过", "条件 年度服务费 越过")
    _change(root, "clauses/srdi.md", "省级 =", "省级 ==")
    with pytest.raises(PackRefused) as refused:
        load_packs(AT, root)
    assert {finding.place.file for finding in refused.value.findings if finding.place} == {
        "clauses/cloud_adoption.md",
        "clauses/srdi.md",
    }


def test_a_version_is_rebuilt_from_the_files_kept_with_it(root: Path) -> None:
    _change(root, "clauses/cloud_adoption.md", "# 上云上平台补助", "# 上云补助")
    (loaded,) = load_packs(AT, root)
    shutil.rmtree(root / PACK)
    pack = queries.get_pack_of(PACK, loaded.digest)
    assert pack.clauses["cloud_adoption"].title == "上云补助"


def test_a_version_whose_files_were_altered_is_refused(root: Path) -> None:
    _change(root, "clauses/cloud_adoption.md", "# 上云上平台补助", "# 上云补助")
    (loaded,) = load_packs(AT, root)
    PackFile.objects.filter(path="clauses/srdi.md").update(content=b"altered")
    with pytest.raises(DamagedVersion):
        queries.get_pack_of(PACK, loaded.digest)


def test_without_any_pack_the_refusal_says_how_to_load_one() -> None:
    with pytest.raises(PackNotLoaded) as refused:
        queries.get_pack()
    assert "luoqiao run" in refused.value.message


def test_an_unknown_pack_is_refused_with_the_nearest_name() -> None:
    load_packs(AT)
    with pytest.raises(PackNotLoaded) as refused:
        queries.get_pack("luojiang_2022_13")
    assert "是不是“luojiang_2022_31”" in refused.value.message


def test_clauses_are_found_or_refused_with_the_nearest_name() -> None:
    load_packs(AT)
    assert queries.get_clause("cloud_adoption").title
    assert queries.find_clause("cloud_adoptoin") is None
    with pytest.raises(UnknownClause) as refused:
        queries.get_clause("cloud_adoptoin")
    assert "是不是“cloud_adoption”" in refused.value.message


def _fresh(root: Path) -> Path:
    """The same files under another name: packs once read are kept by their place."""
    other = root.parent / f"{root.name}-{len(list(root.parent.iterdir()))}"
    shutil.copytree(root, other)
    return other


def test_a_pack_says_some_messages_in_its_own_words(root: Path) -> None:
    own = '[[messages]]\nkind = "account_approved"\nsubject = "{姓名}可以登录了"\nbody = "{姓名}，岗位{岗位}。{说明}"\n'
    (root / PACK / "messages.toml").write_text(own, "utf-8")
    load_packs(AT, root)
    values = {"person": "林晓", "post": "区工信局 经办", "note": ""}
    notices = [Notice(Kind.ACCOUNT_APPROVED, (person(1),), values, "", "", "1", pack) for pack in (PACK, "", "other")]
    assert [text.subject for text in say_all(notices)] == [
        "林晓可以登录了", "林晓可以登录了", "林晓的账号已开通：区工信局 经办"
    ]  # fmt: skip
    load_packs(AT)
    assert "已开通" in say_all(notices)[0].subject


def test_a_pack_by_which_experts_cannot_score_is_refused_but_a_version_from_before_is_read(root: Path) -> None:
    file = root / PACK / "procedures" / "recognition_workshop.toml"
    text = file.read_text("utf-8")
    begins, ends = text.index("experts = 3"), text.index('[[steps]]\nid = "review"')
    file.write_text(text[:begins] + "\n" + text[ends:], "utf-8")
    with pytest.raises(PackRefused) as refused:
        load_packs(AT, root)
    assert "“专家评审”没有评分办法" in refused.value.message
    procedure = open_pack(PACK, root).get_procedure("recognition_workshop")
    assert procedure is not None
    assert procedure.step("scoring").scoring is None


def test_a_pack_whose_words_cannot_be_filled_in_is_refused(root: Path) -> None:
    own = '[[messages]]\nkind = "account_approved"\nsubject = "{名字}可以登录了"\nbody = "{岗位}"\n'
    (root / PACK / "messages.toml").write_text(own, "utf-8")
    with pytest.raises(PackRefused) as refused:
        load_packs(AT, root)
    said = [finding.message for finding in refused.value.findings]
    assert any("“{名字}”不是“账号开通”能填的" in one for one in said), said
