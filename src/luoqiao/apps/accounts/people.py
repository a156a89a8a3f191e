"""名册: lists of accounts for those who keep them, and of the persons of a demonstration; frozen answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from luoqiao.apps.accounts.errors import NoSuchAccount
from luoqiao.apps.accounts.models import AgentRequest, Delegation, PostHeld, SignInAttempts, User
from luoqiao.apps.accounts.queries import in_force
from luoqiao.apps.parties import queries as register
from luoqiao.apps.parties.scope import enterprise_scope
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.enterprise import EnterpriseView


@dataclass(frozen=True, slots=True)
class KeptPost:
    """一段任职: the post with its days; `until_on` is the first day without it."""

    id: int
    post: Post
    from_on: date
    until_on: date | None
    granted_by: str

    def held_on(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)

    def ended_by(self, on: date) -> bool:
        """Whether it is over."""
        return self.until_on is not None and self.until_on <= on


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """一个账号: everything that its keepers see."""

    user: int
    username: str
    name: str
    phone: str
    email: str
    active: bool
    demonstration: bool
    must_change_password: bool
    has_second_factor: bool
    last_login: datetime | None
    locked_until: datetime | None
    posts: tuple[KeptPost, ...]

    def posts_on(self, on: date) -> tuple[KeptPost, ...]:
        """Those in force on that day."""
        return tuple(post for post in self.posts if post.held_on(on))


@dataclass(frozen=True, slots=True)
class Lent:
    """一段委托: whose post, to whom, from when until when (that day no longer)."""

    id: int
    post: Post
    from_user: int
    from_name: str
    to_user: int
    to_name: str
    from_on: date
    until_on: date
    reason: str

    def runs_on(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.from_on <= on < self.until_on


@dataclass(frozen=True, slots=True)
class Asked:
    """一件企业账号申请; `registered_name` is the name in the register, empty when the code is not there."""

    id: int
    user: int
    name: str
    username: str
    phone: str
    uscc: str
    enterprise_name: str
    registered_name: str
    township: str
    duty: str
    asked_at: datetime
    outcome: str
    decided_at: datetime | None
    decided_by: str
    reason: str


MOST_LISTED = 50


def search_accounts(text: str = "", *, page: int = 1) -> tuple[tuple[KeptAccount, ...], int]:
    """One page of accounts whose name or username contains the text, the last made first; and how many there are."""
    rows = User.objects.filter(demonstration=False)
    if text.strip():
        rows = rows.filter(Q(name__icontains=text.strip()) | Q(username__icontains=text.strip()))
    first = (max(page, 1) - 1) * MOST_LISTED
    return _accounts(rows.order_by("-pk")[first : first + MOST_LISTED]), rows.count()


def get_account(user_id: int) -> KeptAccount:
    """One account, active or not; refuses what is none (NoSuchAccount)."""
    found = _accounts(User.objects.filter(pk=user_id))
    if not found:
        raise NoSuchAccount
    return found[0]


def list_demonstration_people(on: date) -> tuple[KeptAccount, ...]:
    """The persons of a demonstration with the posts of that day, in the order of the roles."""
    found = _accounts(User.objects.filter(demonstration=True, is_active=True).order_by("pk"))
    order = list(Role)
    ranked = [(min((order.index(kept.post.role) for kept in one.posts_on(on)), default=len(order)), one) for one in found]
    return tuple(one for _, one in sorted(ranked, key=lambda pair: (pair[0], pair[1].user)))


def list_colleagues(post: Post, user_id: int, on: date) -> tuple[tuple[int, str], ...]:
    """To whom that post may be delegated: everybody else who holds a post in the same place (of the whole district: the
    same role) on that day; number and name.
    """
    held = PostHeld.objects.filter(in_force(on), place=post.place, user__is_active=True)
    if not post.place:
        held = held.filter(role=post.role.value)
    others = held.exclude(user=user_id).order_by("user__name", "user_id")
    people = others.values_list("user_id", "user__name", "user__demonstration")
    alike = User.objects.filter(pk=user_id).values_list("demonstration", flat=True).first()
    return tuple(dict.fromkeys((user, name) for user, name, shown in people if shown == alike))


def list_delegations(user_id: int, on: date) -> tuple[Lent, ...]:
    """What this person lends or keeps for others on that day or later, the earliest first."""
    rows = Delegation.objects.filter(Q(post__user=user_id) | Q(to=user_id), until_on__gt=on)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).select_related("post__user", "to")
    return tuple(_lent(one) for one in rows.order_by("from_on", "pk"))


def list_agent_requests(actor: Actor, *, opened: bool = True, most: int = 200) -> tuple[Asked, ...]:
    """Requests to act for enterprises of this person's scope: those still open, the oldest first, or the last decided."""
    rows = AgentRequest.objects.filter(enterprise_scope(actor, "enterprise__")).select_related("user")
    rows = rows.filter(outcome="").order_by("pk") if opened else rows.exclude(outcome="").order_by("-decided_at")
    found = list(rows[:most])
    known = {one.uscc: one for one in register.list_enterprises({row.enterprise_id for row in found})}
    return tuple(_asked(row, known.get(row.enterprise_id)) for row in found)


def count_agent_requests(actor: Actor) -> int:
    """How many of them are open."""
    return AgentRequest.objects.filter(enterprise_scope(actor, "enterprise__"), outcome="").count()


def list_own_requests(user_id: int) -> tuple[Asked, ...]:
    """What this person asked for, the last first."""
    rows = AgentRequest.objects.filter(user=user_id).select_related("user").order_by("-pk")
    return tuple(_asked(row, None) for row in rows)


def _asked(row: AgentRequest, known: EnterpriseView | None) -> Asked:
    return Asked(
        id=row.pk, user=row.user_id, name=row.user.name, username=row.user.username, phone=row.user.phone,
        uscc=row.enterprise_id, enterprise_name=row.enterprise_name, registered_name=known.name if known else "",
        township=known.township if known else "", duty=row.duty, asked_at=row.asked_at, outcome=row.outcome,
        decided_at=row.decided_at, decided_by=row.decided_by_name, reason=row.reason,
    )  # fmt: skip


def _lent(one: Delegation) -> Lent:
    return Lent(
        id=one.pk, post=Post(Role(one.post.role), one.post.place), from_user=one.post.user_id, from_name=one.post.user.name,
        to_user=one.to_id, to_name=one.to.name, from_on=one.from_on,
        until_on=min(one.until_on, one.ended_on or one.until_on), reason=one.reason,
    )  # fmt: skip


def _accounts(rows: object) -> tuple[KeptAccount, ...]:
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    held = PostHeld.objects.order_by("pk")
    found = list(rows.annotate(has_factor=Exists(factor)).prefetch_related(Prefetch("posts_held", queryset=held)))  # type: ignore[attr-defined] # a query set
    names = [user.username.casefold() for user in found]
    now = timezone.now()
    locks = SignInAttempts.objects.filter(pk__in=names, locked_until__gt=now).values_list("username", "locked_until")
    locked = dict(locks)
    return tuple(_account(user, locked.get(user.username.casefold())) for user in found)


def _account(user: User, locked_until: datetime | None) -> KeptAccount:
    return KeptAccount(
        user=user.pk, username=user.username, name=user.name, phone=user.phone, email=user.email, active=user.is_active,
        demonstration=user.demonstration, must_change_password=user.must_change_password,
        has_second_factor=user.has_factor,  # type: ignore[attr-defined] # annotated above
        last_login=user.last_login, locked_until=locked_until,
        posts=tuple(_post(post) for post in user.posts_held.all()),
    )  # fmt: skip


def _post(post: PostHeld) -> KeptPost:
    return KeptPost(post.pk, Post(Role(post.role), post.place), post.from_on, post.until_on, post.granted_by)


