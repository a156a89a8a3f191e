"""文件夹文件库: what a disk can do to it; what every store does is in test_every_store."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luoqiao.adapters.object_store import open_store
from luoqiao.adapters.object_store.folder import FolderStore
from luoqiao.core.evidence.document_store import StoreRefuses, StoreUnavailable

SOURCE = Path(__file__).parents[3] / "src"
UPLOAD = """
import sys, time
from pathlib import Path
from luoqiao.adapters.object_store.folder import FolderStore

class Slow:
    sent = 0
    def read(self, size):
        self.sent += 1
        if self.sent > 2:
            print("half", flush=True)
            time.sleep(60)
        return b"x" * size

FolderStore(Path(sys.argv[1])).put_draft(Slow(), most_bytes=1 << 30)
"""


def files(root: Path) -> list[Path]:
    return [file for file in root.rglob("*") if file.is_file()]


def test_files_are_for_this_user_alone(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "documents")
    store.keep(store.put_draft(io.BytesIO(b"abc"), most_bytes=10))
    (kept,) = files(tmp_path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (tmp_path / "documents").rglob("*") if folder.is_dir()} == {0o700}


def test_an_upload_killed_half_way_leaves_only_a_stale_draft(tmp_path: Path) -> None:
    uploading = subprocess.Popen(
        [sys.executable, "-c", UPLOAD, str(tmp_path)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(SOURCE)}
    )
    assert uploading.stdout is not None
    assert uploading.stdout.readline() == b"half\n"
    uploading.send_signal(signal.SIGKILL)
    uploading.communicate()
    store = FolderStore(tmp_path)
    assert [file.parent.name for file in files(tmp_path)] == ["drafts"]
    assert list(store.list_kept()) == []
    assert store.remove_stale_drafts(datetime.fromtimestamp(time.time() - 3600, UTC)) == 0
    assert store.remove_stale_drafts(datetime.fromtimestamp(time.time() + 1, UTC)) == 1
    assert files(tmp_path) == []


def test_a_stranger_in_the_folder_of_drafts_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "README").write_text("hands off")
    assert FolderStore(tmp_path).remove_stale_drafts(datetime.now(UTC)) == 0


def test_a_damaged_object_is_mended_by_the_same_bytes(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    key = store.keep(store.put_draft(io.BytesIO(b"abc"), most_bytes=10))
    files(tmp_path)[0].write_bytes(b"ab")
    assert store.keep(store.put_draft(io.BytesIO(b"abc"), most_bytes=10)) == key
    with store.open(key) as kept:
        assert kept.read() == b"abc"


def test_a_full_disk_is_said_in_chinese_and_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import io, resource, signal, sys\nfrom pathlib import Path\n"
        "from luoqiao.adapters.object_store.folder import FolderStore\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    FolderStore(Path(sys.argv[1])).put_draft(io.BytesIO(b'x' * 5000), most_bytes=1 << 20)\n"
        "except Exception as error:\n    print(type(error).__name__)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    words = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.strip() == StoreUnavailable.__name__, done.stderr
    assert files(tmp_path) == []


def test_a_folder_that_is_a_file_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("")
    with pytest.raises(StoreUnavailable, match="文件库暂时不能用"):
        FolderStore(tmp_path / "documents").put_draft(io.BytesIO(b"abc"), most_bytes=10)


@pytest.mark.parametrize("address", ["ftp://x/y", "s3://", "s3:///x"])
def test_an_address_that_is_none_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(StoreRefuses, match="不是文件库地址"):
        open_store(address, tmp_path)


def test_a_folder_may_be_named(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "elsewhere"), tmp_path / "default")
    store.keep(store.put_draft(io.BytesIO(b"abc"), most_bytes=10))
    assert files(tmp_path / "elsewhere")
