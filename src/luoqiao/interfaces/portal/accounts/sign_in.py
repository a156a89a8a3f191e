"""登录的做法: what the library asks of this platform when somebody signs in, out, or changes the password."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm as LibraryChangePasswordForm
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from luoqiao.apps.accounts import services, sign_in
from luoqiao.apps.accounts.errors import AccountLocked
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.clock.queries import now, today
from luoqiao.interfaces.portal.navigation import home_of


class AccountAdapter(DefaultAccountAdapter):
    """登录: locked after too many tries, noted in the audit, told in Chinese; nobody makes an account by signing up."""

    error_messages = {  # noqa: RUF012 the library's own attribute
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "账号已停用或还没有确认",
        "enter_current_password": "现在的密码不对",
        "incorrect_code": "动态码不对",
        "incorrect_password": "密码不对",
        "invalid_login": "账号或密码不对",
        "too_many_login_attempts": "试得太多，请过十五分钟再试",
        "username_password_mismatch": "账号或密码不对",
        "rate_limited": "试得太多，请过十五分钟再试",
        "same_as_current": "新密码要与现在的不同",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see the registration of enterprises."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; refuse while the account is locked."""
        try:
            sign_in.begin_attempt(username=str(credentials.get("username", "")), at=timezone.now())
        except AccountLocked as locked:
            raise ValidationError(locked.message, code="locked") from locked
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong username or password stands in the audit."""
        name = str(credentials.get("username", ""))
        sign_in.note_failed(username=name, address=self.get_client_ip(request), at=now())

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session (a new one: what was known to a stranger before is worth nothing) and note it."""
        super().login(request, user)
        records = get_authentication_records(request, user)
        way = "+".join(str(one.get("method", "")) for one in records) or "unknown"
        sign_in.note_signed_in(user_id=user.pk, address=self.get_client_ip(request), way=way, at=now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody begins who came from nowhere in particular."""
        return home_of(get_actor(int(request.user.pk), today()))  # type: ignore[arg-type] # signed in

    def logout(self, request: HttpRequest) -> None:
        """End the session and note it."""
        sign_in.note_signed_out(user_id=int(request.user.pk), at=now())  # type: ignore[arg-type] # signed in
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, unless somebody signed in within the last five minutes."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        if self.request is None:
            return True
        records = get_authentication_records(self.request, self.request.user)
        last = max((float(one.get("at", 0)) for one in records), default=0.0)
        return time.time() - last >= float(app_settings.REAUTHENTICATION_TIMEOUT)


class ChangePasswordForm(LibraryChangePasswordForm):
    """改密码: through the service, so that it is noted and a forced change is done."""

    def clean_password1(self) -> str:
        """The new one must be new."""
        password = str(self.cleaned_data["password1"])
        if self.user is not None and self.user.check_password(password):
            raise ValidationError("新密码要与现在的不同", code="same_as_current")
        return password

    def save(self) -> None:
        """Set it; the session goes on."""
        if self.user is None:
            raise LookupError("nobody is signed in")
        services.change_own_password(
            user_id=self.user.pk, password=self.cleaned_data["password1"], at=now()
        )
        self.user.refresh_from_db()
