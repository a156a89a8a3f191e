"""第二因素: one-time codes of an authenticator app; the secret is kept encrypted under the platform's own key."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser


class SecondFactorAdapter(DefaultMFAAdapter):
    """第二因素的做法: Chinese sentences, encrypted secrets, the username as the label in the app."""

    error_messages = {  # noqa: RUF012 the library's own attribute
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "动态码不对，或已经用过；请等下一个再试",
        "cannot_delete_authenticator": "您的岗位必须用动态码，不能停用",
        "cannot_generate_recovery_codes": "先绑定动态码，再生成备用码",
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the app shows beside the code."""
        return user.get_username()

    def encrypt(self, text: str) -> str:
        """For the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """From the database."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"luoqiao second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
