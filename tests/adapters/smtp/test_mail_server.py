"""邮件服务器的设置: read once, refused in words, never with the password in them."""

from __future__ import annotations

import pytest

from luoqiao.adapters.smtp.mail_server import BadMailServer, read_mail_server


def test_without_an_address_there_is_no_mail() -> None:
    assert read_mail_server("", "") is None
    assert read_mail_server("  ", "洛桥 <luoqiao@example.gov.cn>") is None


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://mail.example.gov.cn", "starttls", 587),
        ("smtp://mail.example.gov.cn:25?tls=none", "none", 25),
        ("smtps://mail.example.gov.cn", "tls", 465),
        ("smtp://localhost:2525", "none", 2525),
        ("smtp://127.0.0.1:2525", "none", 2525),
    ],
)
def test_the_scheme_says_how_safely(url: str, security: str, port: int) -> None:
    server = read_mail_server(url, "luoqiao@example.gov.cn")
    assert server is not None
    assert (server.security, server.port) == (security, port)


def test_user_password_and_sender_are_read_and_the_password_is_never_shown() -> None:
    server = read_mail_server("smtp://a%40b.cn:p%3Aw%2F%20d@mail.b.cn", "洛江区工信局 <a@b.cn>")
    assert server is not None
    assert (server.user, server.password) == ("a@b.cn", "p:w/ d")
    assert (server.sender.display_name, server.sender.addr_spec) == ("洛江区工信局", "a@b.cn")
    assert "p:w" not in repr(server)
    alone = read_mail_server("smtp://a%40b.cn:x@mail.b.cn", "")
    assert alone is not None
    assert str(alone.sender) == "洛桥 <a@b.cn>"


@pytest.mark.parametrize(
    ("url", "sender", "said"),
    [
        ("mail.example.gov.cn", "a@b.cn", "不是邮件服务器的地址"),
        ("http://mail.example.gov.cn", "a@b.cn", "不是邮件服务器的地址"),
        ("smtp://u:secret@mail:99999", "a@b.cn", "端口写得不对"),
        ("smtp://u:secret@[mail", "a@b.cn", "端口写得不对"),
        ("smtp://u:secret@mail?tls=none", "a@b.cn", "密码会被旁人看到"),
        ("smtp://u:secret@mail?tls=no", "a@b.cn", "只能写 tls=none"),
        ("smtp://u:secret@mail?from=a", "a@b.cn", "只能写 tls=none"),
        ("smtp://mail", "", "缺发件人"),
        ("smtp://user:secret@mail", "洛桥", "缺发件人"),
        ("smtp://mail", "洛桥@例子.中国", "缺发件人"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(url: str, sender: str, said: str) -> None:
    with pytest.raises(BadMailServer, match=said) as refused:
        read_mail_server(url, sender)
    assert "secret" not in refused.value.message
