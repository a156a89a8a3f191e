"""连不上的原因: what went wrong with a connection, without the library's English."""

from __future__ import annotations

import socket
import ssl


def fault_words(fault: Exception) -> str:
    """Why there is no connection, or no longer one, as the end of a sentence."""
    if isinstance(fault, TimeoutError):
        return "等太久没有应答"
    if isinstance(fault, ConnectionRefusedError):
        return "没有程序在那里应答"
    if isinstance(fault, socket.gaierror | UnicodeError):
        return "找不到这个主机名"
    if isinstance(fault, ssl.SSLCertVerificationError):
        return "它的证书不可信"
    if isinstance(fault, ssl.SSLError):
        return "加密连接没有建成"
    return "连接中断"
