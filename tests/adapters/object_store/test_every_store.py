"""每个文件库都一样: one conformance suite, run against the folder and against a real S3 server."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from luoqiao.adapters.object_store.folder import FolderStore
from luoqiao.adapters.object_store.hashing import read_digests
from luoqiao.core.evidence.document_store import DocumentMissing, DocumentStore, DraftGone, StreamTooLong

ABC_SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
ABC_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
LONG = bytes(range(256)) * 20_000
SOON = timedelta(minutes=5)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentStore:
    """An empty store of each kind."""
    if request.param == "folder":
        return FolderStore(tmp_path / "documents")
    from luoqiao.adapters.object_store.s3 import S3Store

    client: Any = request.getfixturevalue("s3_client")
    bucket = f"b{uuid.uuid4().hex}"
    client.create_bucket(Bucket=bucket)
    return S3Store(client, bucket, "luoqiao/documents")


class Broken(io.BytesIO):
    """An upload whose line goes dead after the first piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise ConnectionResetError
        return super().read(size)


def drafts_left(store: DocumentStore) -> int:
    return store.remove_stale_drafts(datetime.now(UTC) + SOON)


def test_both_digests_are_those_of_the_bytes(store: DocumentStore) -> None:
    draft = store.put_draft(io.BytesIO(b"abc"), most_bytes=3)
    assert (draft.sha256, draft.sm3, draft.size) == (ABC_SHA256, ABC_SM3, 3)


def test_a_draft_is_not_there_until_it_is_kept(store: DocumentStore) -> None:
    draft = store.put_draft(io.BytesIO(LONG), most_bytes=len(LONG))
    assert not store.exists(draft.sha256)
    with store.open_draft(draft) as held:
        assert read_digests(held).sha256 == draft.sha256
    assert store.keep(draft) == draft.sha256
    assert store.exists(draft.sha256)
    with store.open(draft.sha256) as kept:
        assert kept.read(10) == LONG[:10]
        kept.seek(-5, io.SEEK_END)
        assert kept.read() == LONG[-5:]
    assert drafts_left(store) == 0


def test_the_same_bytes_are_kept_once(store: DocumentStore) -> None:
    keys = {store.keep(store.put_draft(io.BytesIO(b"abc"), most_bytes=10)) for _ in range(3)}
    assert keys == {ABC_SHA256}
    (kept,) = store.list_kept()
    assert (kept.key, kept.size) == (ABC_SHA256, 3)
    assert abs(kept.kept_at - datetime.now(UTC)) < SOON


def test_a_broken_upload_leaves_nothing(store: DocumentStore) -> None:
    with pytest.raises(ConnectionResetError):
        store.put_draft(Broken(LONG), most_bytes=len(LONG))
    assert drafts_left(store) == 0
    assert list(store.list_kept()) == []


def test_a_byte_too_many_leaves_nothing(store: DocumentStore) -> None:
    with pytest.raises(StreamTooLong, match="文件超过 2 字节"):
        store.put_draft(io.BytesIO(b"abc"), most_bytes=2)
    assert drafts_left(store) == 0


def test_a_draft_given_up_or_kept_before_is_gone(store: DocumentStore) -> None:
    draft = store.put_draft(io.BytesIO(b"abc"), most_bytes=10)
    store.give_up(draft)
    store.give_up(draft)
    with pytest.raises(DraftGone, match="请重新上传"):
        store.keep(draft)
    with pytest.raises(DraftGone):
        store.open_draft(draft)
    assert not store.exists(ABC_SHA256)


def test_only_stale_drafts_are_removed(store: DocumentStore) -> None:
    draft = store.put_draft(io.BytesIO(b"abc"), most_bytes=10)
    assert store.remove_stale_drafts(datetime.now(UTC) - SOON) == 0
    assert store.keep(draft)
    store.put_draft(io.BytesIO(b"left"), most_bytes=10)
    assert store.remove_stale_drafts(datetime.now(UTC) + SOON) == 1
    assert store.exists(ABC_SHA256)


def test_what_is_missing_is_said(store: DocumentStore) -> None:
    for key in (ABC_SHA256, "../../etc/passwd", "", ABC_SHA256.upper()):
        assert not store.exists(key)
        with pytest.raises(DocumentMissing, match="文件库里找不到"):
            store.open(key)


def test_nothing_is_found_by_a_made_up_token(store: DocumentStore) -> None:
    draft = store.put_draft(io.BytesIO(b"abc"), most_bytes=10)
    for token in ("../objects/x", "", "0" * 32):
        with pytest.raises(DraftGone):
            store.keep(replace(draft, token=token))


def test_what_is_removed_is_gone(store: DocumentStore) -> None:
    key = store.keep(store.put_draft(io.BytesIO(b"abc"), most_bytes=10))
    store.remove(key)
    store.remove(key)
    assert not store.exists(key)


def test_what_is_listed_is_in_order(store: DocumentStore) -> None:
    keys = [store.keep(store.put_draft(io.BytesIO(bytes([n])), most_bytes=10)) for n in range(12)]
    assert [kept.key for kept in store.list_kept()] == sorted(keys)
