"""统一身份认证: an OpenID Connect provider says who somebody is; the account must be there already, posts are ours.

The provider's name of the person (OIDC_USERNAME_CLAIM) must be the username of an active account. Nobody gets an account
by signing in elsewhere.
"""

from __future__ import annotations

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest

from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.portal.refused import refused

UNKNOWN = Trouble(
    "统一身份认证已通过，但这里没有对应的账号。", "没有改动任何数据。", "请找系统管理员建账号，账号名须与统一身份认证一致。",
    "LQ-5203",
)  # fmt: skip


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """统一身份认证的做法."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: accounts are made by the system administrator or asked for by an enterprise."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the provider's person to the account of the same name; a page for whom there is none."""
        if sociallogin.is_existing:
            return
        name = _username(sociallogin.account.extra_data)
        user = get_user_model().objects.filter(username=name, is_active=True, demonstration=False).first() if name else None
        if user is None:
            raise ImmediateHttpResponse(refused(request, 403, "没有账号", UNKNOWN))
        sociallogin.connect(request, user)


def _username(said: dict[str, object]) -> str:
    claim = settings.OIDC["settings"]["username_claim"]
    for part in ("userinfo", "id_token"):
        told = said.get(part)
        if isinstance(told, dict) and told.get(claim):
            return str(told[claim])
    return str(said.get(claim) or "")
