"""证明随版本留存: kept with the files of a version, replaced when they are made again, never a version of their own."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luoqiao.apps.policy import queries
from luoqiao.apps.policy.models import PackFile, PackVersion
from luoqiao.apps.policy.services import load_packs
from luoqiao.policies.pack_cache import PACKS

pytestmark = pytest.mark.django_db

PACK = "luojiang_2022_31"
AT = datetime(2023, 6, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(PACKS / PACK, tmp_path / PACK)
    return tmp_path


def kept() -> list[bytes]:
    return [bytes(file.content) for file in PackFile.objects.filter(path="proofs.json")]


def test_proofs_are_kept_with_the_version_and_come_back_with_it() -> None:
    (loaded,) = load_packs(AT)
    assert kept() == [(PACKS / PACK / "proofs.json").read_bytes()]
    queries.get_pack_of.cache_clear()
    assert queries.get_pack_of(PACK, loaded.digest).proofs is not None


def test_new_proofs_replace_the_old_ones_of_the_same_version(root: Path) -> None:
    file = root / PACK / "proofs.json"
    content = file.read_bytes()
    file.unlink()
    load_packs(AT, root)
    assert kept() == []
    file.write_bytes(content)
    load_packs(AT, root)
    file.write_bytes(content + b"\n")
    load_packs(AT, root)
    assert kept() == [content + b"\n"]
    assert PackVersion.objects.count() == 1
