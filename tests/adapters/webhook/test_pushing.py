"""推送: signed, told once, answers told apart; only to addresses that may be used."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash

from luoqiao.adapters.webhook.address import BadEndpoint, read_address
from luoqiao.adapters.webhook.pushing import PushTarget, push
from luoqiao.adapters.webhook.signature import sign
from luoqiao.core.messages.channel import ChannelRejected, ChannelUnavailable, Parcel
from tests.push_receiver import PushReceiver

AT = datetime(2023, 3, 1, 1, 0, tzinfo=UTC)
PARCEL = Parcel(
    "3f2c6f0e-0000-4000-8000-000000000001", "overdue", "超过期限", "已超期 2 个工作日", "请尽快办理。", "/cases/LQ-2023-0417/",
    "case:LQ-2023-0417", AT,
)  # fmt: skip


def _sm3(data: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize()


def _hmac_sm3_by_hand(key: bytes, text: bytes) -> str:
    block = (_sm3(key) if len(key) > 64 else key).ljust(64, b"\0")
    inner = _sm3(bytes(b ^ 0x36 for b in block) + text)
    return _sm3(bytes(b ^ 0x5C for b in block) + inner).hex()


def test_the_signature_is_hmac_by_either_digest() -> None:
    assert _sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c487" "5cf2f7a2297da02b8f4ba8e0"
    secret = "k" * 64
    assert sign(secret, "sm3", 7, b"{}") == "sm3=" + _hmac_sm3_by_hand(secret.encode(), b"7.{}")
    assert sign(secret, "sha256", 7, b"{}") == "sha256=" + hmac.new(secret.encode(), b"7.{}", sha256).hexdigest()
    with pytest.raises(ValueError):
        sign(secret, "md5", 7, b"{}")


def test_a_push_carries_the_event_its_key_and_its_signature() -> None:
    with PushReceiver().up() as receiver:
        push(PARCEL, PushTarget(receiver.url, "secret", "sm3"), AT, site_url="https://luoqiao.example.gov.cn")
    ((path, headers, body),) = receiver.events
    event = json.loads(body)
    assert path == "/luoqiao?from=test"
    assert event["subject"] == "已超期 2 个工作日"
    assert event["link"] == "https://luoqiao.example.gov.cn/cases/LQ-2023-0417/"
    assert event["id"] == headers["Idempotency-Key"] == PARCEL.identifier
    assert headers["X-Luoqiao-Time"] == str(int(AT.timestamp()))
    assert headers["X-Luoqiao-Signature"] == sign("secret", "sm3", int(AT.timestamp()), body)
    assert "secret" not in repr(PushTarget(receiver.url, "secret", "sm3"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, None), (204, None), (500, ChannelUnavailable), (503, ChannelUnavailable), (429, ChannelUnavailable),
        (302, ChannelRejected), (400, ChannelRejected), (404, ChannelRejected), (410, ChannelRejected),
    ],
)  # fmt: skip
def test_the_answer_decides(status: int, kind: type[Exception] | None) -> None:
    with PushReceiver(status=status).up() as receiver:
        if kind is None:
            push(PARCEL, PushTarget(receiver.url, "s", "sha256"), AT)
        else:
            with pytest.raises(kind, match=str(status)):
                push(PARCEL, PushTarget(receiver.url, "s", "sha256"), AT)
    assert len(receiver.events) == 1, "a redirect is not followed"


def test_who_does_not_answer_is_unavailable() -> None:
    with pytest.raises(ChannelUnavailable, match="没有程序在那里应答"):
        push(PARCEL, PushTarget(PushReceiver().url, "s", "sm3"), AT)
    with PushReceiver(pause=0.5).up() as receiver, pytest.raises(ChannelUnavailable, match="等太久"):
        push(PARCEL, PushTarget(receiver.url, "s", "sm3"), AT, timeout=0.1)
    with pytest.raises(ChannelUnavailable, match="找不到"):
        push(PARCEL, PushTarget("https://oa.invalid/x", "s", "sm3"), AT)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "https://"),
        ("oa.example.gov.cn", "https://"),
        ("ftp://oa.example.gov.cn", "https://"),
        ("http://oa.example.gov.cn/x", "只能发给本机"),
        ("http://127.0.0.1.example.com/x", "只能发给本机"),
        ("http://169.254.169.254/x", "只能发给本机"),
        ("https://u:p@oa.example.gov.cn", "用户名和密码"),
        ("https://oa.example.gov.cn:99999/", "端口"),
        ("https://oa.example.gov.cn/洛桥", "空格或中文"),
        ("https://oa.example.gov.cn/a b", "空格或中文"),
        ("https://oa.example.gov.cn/a\r\nX: y", "空格或中文"),
        ("https://oa.example.gov.cn/" + "x" * 500, "500"),
    ],
)
def test_an_address_that_may_not_be_used_is_refused(url: str, said: str) -> None:
    with pytest.raises(BadEndpoint, match=said):
        read_address(url)


@pytest.mark.parametrize("url", ["https://oa.example.gov.cn", "http://localhost:1/x", "http://[::1]:80/", "http://127.0.0.9/"])
def test_https_and_this_machine_may_be_used(url: str) -> None:
    assert read_address(url).hostname
