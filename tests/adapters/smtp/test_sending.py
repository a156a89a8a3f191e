"""发邮件: against a real server: what it takes, what it refuses, what it looks like when it is not there."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from luoqiao.adapters.smtp.mail_server import MailServer, read_mail_server
from luoqiao.adapters.smtp.sending import MailSession
from luoqiao.core.messages.channel import ChannelRejected, ChannelUnavailable, Parcel
from tests.mail_receiver import MailReceiver

PARCEL = Parcel(
    "3f2c6f0e-0000-4000-8000-000000000001", "granted", "办结", "“上云上平台补助”（LQ-2023-0417）已办结：18,000.02 元",
    "洛江示范机械有限公司的申报已办结。\n其中：市级 15,000.02 元，区级 3,000.00 元", "/cases/LQ-2023-0417/",
    "case:LQ-2023-0417", datetime(2023, 3, 1, 1, 0, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def receiver() -> Iterator[MailReceiver]:
    with MailReceiver().up() as receiver:
        yield receiver


def _server(receiver: MailReceiver, **changed: Any) -> MailServer:
    server = read_mail_server(receiver.url, "洛江区工信局 <luoqiao@example.gov.cn>")
    assert server is not None
    return replace(server, **changed)


def _send(receiver: MailReceiver, address: str = "lin@example.com", name: str = "林晓", **changed: Any) -> None:
    with MailSession(_server(receiver, **changed), "https://luoqiao.example.gov.cn", timeout=5) as session:
        session.send(PARCEL, address, name)


def test_a_letter_says_in_chinese_what_happened_and_where_to_go(receiver: MailReceiver) -> None:
    _send(receiver)
    (letter,) = receiver.letters
    assert letter["Subject"] == "【洛桥】“上云上平台补助”（LQ-2023-0417）已办结：18,000.02 元"
    assert letter["From"] == "洛江区工信局 <luoqiao@example.gov.cn>"
    assert letter["To"] == "林晓 <lin@example.com>"
    assert letter["Message-ID"] == "<3f2c6f0e-0000-4000-8000-000000000001@example.gov.cn>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(letter["Date"]) == PARCEL.created_at
    body = letter.get_content()
    assert "市级 15,000.02 元" in body
    assert "https://luoqiao.example.gov.cn/cases/LQ-2023-0417/" in body


def test_one_session_carries_many_letters_and_survives_a_server_that_hung_up(receiver: MailReceiver) -> None:
    with MailSession(_server(receiver)) as session:
        session.send(PARCEL, "a@example.com", "甲")
        first = session._smtp
        session.send(PARCEL, "b@example.com", "乙")
        assert session._smtp is first
        assert first is not None
        assert first.sock is not None
        first.sock.close()
        session.send(PARCEL, "c@example.com", "丙")
    assert [letter["To"] for letter in receiver.letters] == ["甲 <a@example.com>", "乙 <b@example.com>", "丙 <c@example.com>"]
    assert "请登录洛桥" in receiver.letters[0].get_content()


@pytest.mark.parametrize(
    ("where", "answer", "rejected", "whole", "said"),
    [
        ("lin@example.com", "550 no such user", True, False, "对方的邮箱拒收（550）"),
        ("lin@example.com", "450 try later", False, False, "对方的邮箱暂时不收（450）"),
        ("DATA", "554 looks like spam", True, False, "邮件服务器拒收（554）"),
        ("DATA", "452 full", False, False, "邮件服务器暂时不收（452）"),
    ],
)
def test_a_refusal_is_told_apart(
    receiver: MailReceiver, where: str, answer: str, rejected: bool, whole: bool, said: str
) -> None:
    receiver.answers[where] = answer
    with pytest.raises(ChannelRejected if rejected else ChannelUnavailable) as fault:
        _send(receiver)
    assert fault.value.message == said
    assert getattr(fault.value, "whole", False) is whole
    receiver.answers.clear()
    _send(receiver)


@pytest.mark.parametrize("address", ["林晓", "lin", "lin@", "a@b\r\nBcc: c@d", "", "林@example.com", "@@", "a b@c"])
def test_an_address_of_no_use_is_rejected_before_anything_is_sent(receiver: MailReceiver, address: str) -> None:
    with pytest.raises(ChannelRejected):
        _send(receiver, address)
    assert receiver.letters == []


def test_a_server_that_is_down_or_elsewhere_is_unavailable() -> None:
    with pytest.raises(ChannelUnavailable, match="没有程序在那里应答") as fault:
        _send(MailReceiver())
    assert fault.value.whole
    with pytest.raises(ChannelUnavailable, match="找不到这个主机名"):
        _send(MailReceiver(), host="mail.invalid")


def test_a_server_that_does_not_answer_in_time_is_unavailable() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = _server(MailReceiver(port=silent.getsockname()[1]))
        with pytest.raises(ChannelUnavailable, match="等太久"), MailSession(server, timeout=0.2) as session:
            session.send(PARCEL, "lin@example.com", "林晓")


def test_without_encryption_nothing_is_sent_unless_it_was_asked_for(receiver: MailReceiver) -> None:
    with pytest.raises(ChannelUnavailable, match="不支持加密连接"):
        _send(receiver, security="starttls")
    assert receiver.letters == []


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = data.password == b"right"
    return AuthResult(success=right, handled=right)


def test_encryption_is_checked_and_the_password_told_only_inside(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    settings = {
        "tls_context": context, "require_starttls": True, "authenticator": _authenticate, "auth_required": True
    }  # fmt: skip
    with MailReceiver().up(**settings) as receiver:
        with pytest.raises(ChannelUnavailable, match="证书不可信"):
            _send(receiver, security="starttls", user="u", password="right")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        with pytest.raises(ChannelUnavailable, match="不认用户名或密码"):
            _send(receiver, security="starttls", user="u", password="wrong")
        _send(receiver, security="starttls", user="u", password="right")
        assert len(receiver.letters) == 1
