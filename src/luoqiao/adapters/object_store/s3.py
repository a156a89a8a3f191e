"""S3 兼容的文件库: the same two steps in a bucket; its library is installed by `scripts/setup s3`.

Credentials and region come from the environment or files that the library itself reads. A document goes up in one
request, so that a broken upload leaves no part of it.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from luoqiao.adapters.object_store.hashing import copy_hashed
from luoqiao.core.evidence.document_store import (
    KEY,
    TOKEN,
    DocumentMissing,
    Draft,
    DraftGone,
    KeptObject,
    StoreRefuses,
    StoreUnavailable,
    draft_path,
    key_path,
    read_key,
    read_token,
)

IN_MEMORY = 4 << 20
"""A document up to this long waits in memory while it is hashed, a longer one in a temporary file."""
CONNECT_SECONDS, READ_SECONDS, TRIES = 5, 30, 3
_MISSING = {"404", "NoSuchKey", "NotFound"}
_WRONG = {
    "NoSuchBucket": "没有这个桶", "AccessDenied": "没有权限", "403": "没有权限", "InvalidAccessKeyId": "密钥不对",
    "SignatureDoesNotMatch": "密钥不对", "InvalidBucketName": "桶名不对", "PermanentRedirect": "地区或地址不对",
}  # fmt: skip


def make_client(endpoint: str = "") -> Any:
    """A client of the store at `endpoint`, else of the library's own default.

    Refuses where the library is not installed or lacks a setting (StoreRefuses).
    """
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise StoreRefuses("文件库设在 S3 上，要用的 boto3 还没有安装；请运行 scripts/setup run s3，再启动。") from None
    settings = Config(
        connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"total_max_attempts": TRIES, "mode": "standard"},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if endpoint else {},
    )  # fmt: skip
    try:
        return boto3.session.Session().client("s3", endpoint_url=endpoint or None, config=settings)
    except (BotoCoreError, ValueError) as error:
        raise StoreRefuses(f"S3 文件库的设置不对：{_short(error)}；请核对 DOCUMENTS_ENDPOINT 和地区。") from None


class S3Store:
    """一个桶里的前缀: `drafts/` and `objects/` under it. `client` is made by `make_client`."""

    def __init__(self, client: Any, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""

    def put_draft(self, stream: BinaryIO, *, most_bytes: int) -> Draft:
        """As DocumentStore says."""
        token = uuid.uuid4().hex
        with SpooledTemporaryFile(IN_MEMORY) as waiting:
            digests = copy_hashed(stream, waiting.write, most_bytes=most_bytes)
            waiting.seek(0)
            with _said():
                self._client.put_object(
                    Bucket=self._bucket, Key=self._at(draft_path(token)), Body=waiting, ContentLength=digests.size,
                    ContentType="application/octet-stream",
                )  # fmt: skip
        return Draft(digests.sha256, digests.sm3, digests.size, token)

    def keep(self, draft: Draft) -> str:
        """As DocumentStore says: copied by the store itself, then the draft is removed."""
        source, target = self._at(draft_path(read_token(draft.token))), self._at(key_path(read_key(draft.sha256)))
        with _said(missing=DraftGone()):
            self._client.copy_object(
                Bucket=self._bucket, Key=target, CopySource={"Bucket": self._bucket, "Key": source}
            )
            self._client.delete_object(Bucket=self._bucket, Key=source)
        return draft.sha256

    def give_up(self, draft: Draft) -> None:
        """As DocumentStore says."""
        with contextlib.suppress(DraftGone), _said():
            self._client.delete_object(Bucket=self._bucket, Key=self._at(draft_path(read_token(draft.token))))

    def open_draft(self, draft: Draft) -> BinaryIO:
        """As DocumentStore says."""
        return self._read(self._at(draft_path(read_token(draft.token))), DraftGone())

    def open(self, key: str) -> BinaryIO:
        """As DocumentStore says."""
        return self._read(self._at(key_path(read_key(key))), DocumentMissing(key))

    def exists(self, key: str) -> bool:
        """As DocumentStore says."""
        if KEY.fullmatch(key) is None:
            return False
        try:
            with _said(missing=DocumentMissing(key)):
                self._client.head_object(Bucket=self._bucket, Key=self._at(key_path(key)))
        except DocumentMissing:
            return False
        return True

    def remove_stale_drafts(self, before: datetime) -> int:
        """As DocumentStore says."""
        removed = 0
        for name, _, at in self._list("drafts/"):
            if TOKEN.fullmatch(name.rpartition("/")[2]) and at < before:
                with _said():
                    self._client.delete_object(Bucket=self._bucket, Key=name)
                removed += 1
        return removed

    def list_kept(self) -> Iterator[KeptObject]:
        """As DocumentStore says."""
        for name, size, at in self._list("objects/"):
            key = name.rpartition("/")[2]
            if KEY.fullmatch(key):
                yield KeptObject(key, size, at)

    def remove(self, key: str) -> None:
        """As DocumentStore says."""
        with _said():
            self._client.delete_object(Bucket=self._bucket, Key=self._at(key_path(read_key(key))))

    def _at(self, path: str) -> str:
        return self._prefix + path

    def _read(self, name: str, missing: Exception) -> BinaryIO:
        """The whole object in memory or a temporary file, so that it can be read in any order."""
        held = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 handed to the caller, who closes it
        try:
            with _said(missing=missing):
                body = self._client.get_object(Bucket=self._bucket, Key=name)["Body"]
                with contextlib.closing(body):
                    for piece in body.iter_chunks(1 << 20):
                        held.write(piece)
        except BaseException:
            held.close()
            raise
        held.seek(0)
        return cast("BinaryIO", held)

    def _list(self, under: str) -> Iterator[tuple[str, int, datetime]]:
        with _said():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._at(under)):
                for found in page.get("Contents", ()):
                    yield found["Key"], found["Size"], found["LastModified"]


@contextlib.contextmanager
def _said(missing: Exception | None = None) -> Iterator[None]:
    """Errors of the library as refusals of the store: missing, wrongly set up, or worth trying again."""
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _MISSING and missing is not None:
            raise missing from None
        if code in _WRONG:
            raise StoreRefuses(f"S3 文件库不接受：{_WRONG[code]}（{code}）；请核对 DOCUMENTS 和密钥。") from error
        raise StoreUnavailable(f"S3 回答 {code or '出错'}") from error
    except NoCredentialsError:
        raise StoreRefuses("S3 文件库要密钥，环境里没有；请设 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY。") from None
    except BotoCoreError as error:
        raise StoreUnavailable("连不上 S3") from error


def _short(error: Exception) -> str:
    return str(error)[:80]
