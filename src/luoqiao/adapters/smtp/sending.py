"""发邮件: one session with the server, opened at the first letter; every fault becomes *unavailable* or *rejected*."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from types import TracebackType

from luoqiao.adapters.smtp.mail_server import MailServer
from luoqiao.adapters.tcp.fault_words import fault_words
from luoqiao.core.messages.channel import ChannelRejected, ChannelUnavailable, Parcel

TIMEOUT_SECONDS = 20.0
PERMANENT = 500
"""Answers from here on mean: do not try the same again."""


@dataclass
class MailSession:
    """与邮件服务器的一次会话: `site_url` is what paths of the site are put behind; empty when it is not known."""

    server: MailServer
    site_url: str = ""
    timeout: float = TIMEOUT_SECONDS
    _smtp: smtplib.SMTP | None = field(default=None, init=False)

    def __enter__(self) -> MailSession:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def send(self, parcel: Parcel, address: str, name: str) -> None:
        """Hand one letter to the server; when this returns the server has taken it.

        Raises ChannelUnavailable (try again) or ChannelRejected (do not).
        """
        letter = write_letter(parcel, address, name, self.server.sender, self.site_url)
        smtp = self._ready()
        try:
            smtp.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            code = max((code for code, _ in refused.recipients.values()), default=0)
            raise _of_letter(code, "对方的邮箱") from refused
        except smtplib.SMTPDataError as refused:
            raise _of_letter(refused.smtp_code, "邮件服务器") from refused
        except smtplib.SMTPSenderRefused as refused:
            raise ChannelUnavailable(f"邮件服务器不让这个发件人发信（{refused.smtp_code}）；请核对 MAIL_FROM") from refused
        except (smtplib.SMTPException, OSError) as fault:
            self._close()
            raise ChannelUnavailable(f"与邮件服务器的连接断了：{_words(fault)}") from fault

    def _ready(self) -> smtplib.SMTP:
        """The open session; one that the server has ended meanwhile is opened again."""
        if self._smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._smtp.noop()[0] < PERMANENT:
                    return self._smtp
            self._close()
        self._smtp = self._open()
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        server = self.server
        where = f"邮件服务器 {server.host}:{server.port} "
        try:
            return _opened(server, self.timeout)
        except smtplib.SMTPAuthenticationError as refused:
            raise ChannelUnavailable(f"{where}不认用户名或密码；请核对 MAIL_URL") from refused
        except smtplib.SMTPNotSupportedError as refused:
            raise ChannelUnavailable(f"{where}不支持加密连接或登录；请核对 MAIL_URL") from refused
        except (smtplib.SMTPException, OSError) as fault:
            raise ChannelUnavailable(f"{where}连不上：{_words(fault)}") from fault

    def _close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()


def _opened(server: MailServer, timeout: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=timeout, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=timeout)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        if server.user and server.password:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def write_letter(parcel: Parcel, address: str, name: str, sender: Address, site_url: str) -> EmailMessage:
    """The letter: plain text, the same Message-ID at every attempt. Raises ChannelRejected for an address of no use."""
    letter = EmailMessage(policy=SMTP)
    try:
        letter["To"] = Address(name, addr_spec=address)
    except (ValueError, IndexError, HeaderParseError) as refused:
        raise ChannelRejected("收件人的邮箱地址写得不对") from refused
    if not address.isascii():
        raise ChannelRejected("收件人的邮箱地址里有非英文字符")
    letter["From"] = sender
    letter["Subject"] = f"【洛桥】{parcel.subject}"
    letter["Date"] = parcel.created_at
    letter["Message-ID"] = f"<{parcel.identifier}@{sender.domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Luoqiao-Kind"] = parcel.kind
    where = f"{site_url.rstrip('/')}{parcel.link}" if site_url and parcel.link else "请登录洛桥，在“消息”里查看。"
    letter.set_content(
        f"{name}：\n\n{parcel.body}\n\n{where}\n\n——\n洛桥自动发出，请不要回复。"
        "不想收这一种邮件，请登录后在“消息”的“邮件设置”里去掉。\n",
        charset="utf-8", cte="base64",
    )  # fmt: skip
    return letter


def _of_letter(code: int, who: str) -> ChannelRejected | ChannelUnavailable:
    """A refusal of this one letter; others may pass."""
    if code >= PERMANENT:
        return ChannelRejected(f"{who}拒收（{code}）")
    return ChannelUnavailable(f"{who}暂时不收（{code}）", whole=False)


def _words(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"它回答 {fault.smtp_code}"
    wrapped = fault.__context__ if isinstance(fault, smtplib.SMTPServerDisconnected) else None
    return fault_words(wrapped if isinstance(wrapped, OSError) else fault)
