"""S3 文件库: set-up faults and dead lines are told apart, each in one sentence; what every store does is in test_every_store."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from luoqiao.adapters.object_store import open_store
from luoqiao.adapters.object_store.s3 import S3Store, make_client
from luoqiao.core.evidence.document_store import StoreRefuses, StoreUnavailable
from tests.live_site import free_port


def test_the_setting_opens_a_bucket_with_a_prefix(s3_client: Any, s3_endpoint: str, tmp_path: Path) -> None:
    s3_client.create_bucket(Bucket="by-setting")
    store = open_store("s3://by-setting/luoqiao/", tmp_path, endpoint=s3_endpoint)
    key = store.keep(store.put_draft(io.BytesIO(b"abc"), most_bytes=10))
    (found,) = s3_client.list_objects_v2(Bucket="by-setting")["Contents"]
    assert found["Key"] == f"luoqiao/objects/{key[:2]}/{key[2:4]}/{key}"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_bucket_is_a_fault_of_the_setting(s3_client: Any) -> None:
    store = S3Store(s3_client, "nobody-made-this")
    with pytest.raises(StoreRefuses, match="没有这个桶"):
        store.put_draft(io.BytesIO(b"abc"), most_bytes=10)
    with pytest.raises(StoreRefuses, match="没有这个桶"):
        store.remove_stale_drafts(datetime.now(UTC))


def test_a_dead_line_is_worth_trying_again(s3_client: Any) -> None:
    store = S3Store(make_client(f"http://127.0.0.1:{free_port()}"), "any")
    with pytest.raises(StoreUnavailable, match="连不上 S3"):
        store.put_draft(io.BytesIO(b"abc"), most_bytes=10)


def test_missing_credentials_are_asked_for(
    s3_client: Any, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(StoreRefuses, match="AWS_ACCESS_KEY_ID"):
        S3Store(make_client(s3_endpoint), "any").put_draft(io.BytesIO(b"abc"), most_bytes=10)


def test_without_the_library_it_says_which_set_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(StoreRefuses, match="scripts/setup run s3"):
        open_store("s3://bucket/prefix", tmp_path)


def test_an_endpoint_that_is_no_address_is_refused() -> None:
    with pytest.raises(StoreRefuses, match="DOCUMENTS_ENDPOINT"):
        make_client("not an address")
