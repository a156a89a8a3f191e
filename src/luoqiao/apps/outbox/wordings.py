"""措辞的取用: the words of a pack where it brings any, else the platform's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from luoqiao.apps.outbox.models import PackWording
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice
from luoqiao.core.messages.wording import Text, Wording, default_wordings, fill_in


def say_all(notices: Sequence[Notice]) -> tuple[Text, ...]:
    """Every notice in words, in order; one query for all of them."""
    rows = PackWording.objects.filter(
        pack__in={notice.pack for notice in notices}, kind__in={notice.kind.value for notice in notices}
    ).values_list("pack", "kind", "subject", "body")
    of_packs = {(pack, kind): Wording(Kind(kind), subject, body) for pack, kind, subject, body in rows}
    own = default_wordings()
    return tuple(
        fill_in(of_packs.get((notice.pack, notice.kind.value), own[notice.kind]), notice.values) for notice in notices
    )


def keep_wordings(packs: Iterable[tuple[str, Mapping[Kind, Wording]]]) -> None:
    """The words of all loaded packs, the one in force last first; called in the transaction that loads them."""
    known = tuple(packs)
    named = known + tuple(("", wordings) for _, wordings in known[:1])
    PackWording.objects.all().delete()
    PackWording.objects.bulk_create(
        PackWording(pack=pack, kind=one.kind.value, subject=one.subject, body=one.body)
        for pack, wordings in named
        for one in wordings.values()
    )
