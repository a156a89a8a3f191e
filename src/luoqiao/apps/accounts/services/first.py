"""头几位管理员: made from the command line by whoever runs the site; refused while somebody already holds the post.

Afterwards administrators make one another on the pages. One who lost password and telephone alike is let back in the same way.
"""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from luoqiao.apps.accounts.errors import NoSuchAccount, PostFilled
from luoqiao.apps.accounts.models import PostHeld, SignInAttempts, User
from luoqiao.apps.accounts.queries import in_force
from luoqiao.apps.accounts.rows import locked_user, subject_of
from luoqiao.apps.accounts.services.keeping import NewAccount, create_account
from luoqiao.apps.accounts.services.passwords import give_first_password
from luoqiao.apps.accounts.services.posts import NewPost, grant_post
from luoqiao.apps.audit.services import Deed, record
from luoqiao.core.parties.actor import SYSTEM, Role
from luoqiao.core.parties.posts import THREE_ADMINS


def create_first_administrator(*, asked: NewAccount, role: Role, at: datetime) -> str:
    """The first holder of an administrator's post; the password that is told once. Refuses when there is one (PostFilled)."""
    on = timezone.localdate(at)
    with transaction.atomic():
        held = PostHeld.objects.filter(in_force(on), role=role.value, user__is_active=True).select_related("user").first()
        if held is not None:
            raise PostFilled(role, held.user.name)
        user_id, password = create_account(asked=asked, actor=SYSTEM, at=at)
        grant_post(user_id=user_id, asked=NewPost(role, "", on), actor=SYSTEM, at=at)
    return password


def rescue_administrator(*, username: str, at: datetime) -> tuple[str, str]:
    """A password that opens once, and no second factor any more, for one of the three; the label of the post with it."""
    on = timezone.localdate(at)
    with transaction.atomic():
        roles = [role.value for role in THREE_ADMINS]
        held = PostHeld.objects.filter(in_force(on), role__in=roles, user__username=username, user__is_active=True).first()
        if held is None:
            raise NoSuchAccount
        user: User = locked_user(held.user_id)
        password = give_first_password(user, at)
        Authenticator.objects.filter(user=user).delete()
        SignInAttempts.objects.filter(pk=user.username.casefold()).delete()
        record(at=at, actor=SYSTEM, deed=Deed("account.rescued", subject_of(user)))
    return Role(held.role).label, password
