"""登记名单: titles and standings that somebody else decided, for one or many enterprises at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from luoqiao.apps.audit.services import Deed, record_many
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.errors import NoSuchEnterprise, Overlaps
from luoqiao.apps.parties.models import Enterprise, Standing, Title
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.duty import RegisterDeed, get_duty
from luoqiao.core.parties.enterprise import subject_of
from luoqiao.core.parties.standing import HeldStanding
from luoqiao.core.parties.title import HeldTitle


@dataclass(frozen=True, slots=True)
class Recorded:
    """登记的结果: how many are new, how many were changed, how many were there already."""

    new: int
    changed: int
    same: int


def record_titles(
    titles: Iterable[tuple[str, HeldTitle]], *, actor: Actor, at: datetime
) -> Recorded:
    """Record (credit code, title) pairs in one transaction. The same title again is the same; later dates of 复核,
    validity or withdrawal are written to it. NotYourDuty, NoSuchEnterprise."""
    post = get_duty(actor, RegisterDeed.RECORD_LISTS)
    listed = list(titles)
    with one_change(actor, "title.recorded"):
        keys = _keys(uscc for uscc, _ in listed)
        held = {_of(row): row for row in Title.objects.filter(enterprise__in=keys.values())}
        new: list[Title] = []
        changed, deeds = 0, []
        for uscc, title in listed:
            found = held.get((keys[uscc], title.kind.value, title.level.value, title.product, title.recognised_on))
            if found is None:
                row = Title(enterprise_id=keys[uscc], recorded_at=at, **asdict(title))
                new.append(row)
                held[_of(row)] = row
            elif not _brought_up_to_date(found, title):
                continue
            else:
                changed += 1
            deeds.append(Deed("title.recorded", subject_of(uscc), _plain(asdict(title))))
        Title.objects.bulk_create(new, batch_size=1000)
        record_many(at=at, actor=actor, post=post, deeds=deeds)
    return Recorded(len(new), changed, len(listed) - len(new) - changed)


def record_standings(
    standings: Iterable[tuple[str, HeldStanding]], *, actor: Actor, at: datetime
) -> Recorded:
    """Record (credit code, period) pairs in one transaction. The same period again is the same; a period known without
    an end gets the end now told. NotYourDuty, NoSuchEnterprise, Overlaps."""
    post = get_duty(actor, RegisterDeed.RECORD_LISTS)
    listed = list(standings)
    with one_change(actor, "standing.recorded"):
        keys = _keys(uscc for uscc, _ in listed)
        held: dict[tuple[int, str], list[Standing]] = {}
        for row in Standing.objects.filter(enterprise__in=keys.values()).select_related("enterprise"):
            held.setdefault((row.enterprise_id, row.kind), []).append(row)
        new: list[Standing] = []
        changed, deeds = 0, []
        for uscc, period in listed:
            periods = held.setdefault((keys[uscc], period.kind.value), [])
            same = next((row for row in periods if row.from_on == period.from_on), None)
            if same is not None and same.until_on == period.until_on:
                continue
            meeting = next((row for row in periods if row is not same and _meets(row, period)), None)
            if meeting is not None or (same is not None and same.until_on is not None):
                at_fault = meeting or same
                raise Overlaps(_name(keys[uscc]), period.kind, at_fault.from_on, at_fault.until_on)  # type: ignore[union-attr] # one of the two is there
            if same is None:
                row = Standing(
                    enterprise_id=keys[uscc], kind=period.kind.value, from_on=period.from_on, until_on=period.until_on,
                    source=period.source, recorded_at=at,
                )  # fmt: skip
                new.append(row)
                periods.append(row)
            else:
                same.until_on = period.until_on
                if same.pk is not None:
                    same.save(update_fields=["until_on"])
                changed += 1
            deeds.append(Deed("standing.recorded", subject_of(uscc), _plain(asdict(period))))
        Standing.objects.bulk_create(new, batch_size=1000)
        record_many(at=at, actor=actor, post=post, deeds=deeds)
    return Recorded(len(new), changed, len(listed) - len(new) - changed)


def _keys(codes: Iterable[str]) -> dict[str, int]:
    wanted = list(dict.fromkeys(codes))
    rows = Enterprise.objects.filter(uscc__in=wanted).order_by("pk").select_for_update(no_key=True)
    keys = dict(rows.values_list("uscc", "pk"))
    missing = next((code for code in wanted if code not in keys), None)
    if missing is not None:
        raise NoSuchEnterprise(missing)
    return keys


def _name(key: int) -> str:
    return Enterprise.objects.values_list("name", flat=True).get(pk=key)


def _of(row: Title) -> tuple[int, str, str, str, date]:
    return (row.enterprise_id, str(row.kind), str(row.level), row.product, row.recognised_on)


def _brought_up_to_date(row: Title, title: HeldTitle) -> bool:
    """Write what the list now says beyond what was known; whether anything was new."""
    told = {
        key: getattr(title, key)
        for key in ("valid_until", "reverified_on", "withdrawn_on", "number", "document_number")
        if getattr(title, key) and getattr(title, key) != getattr(row, key)
    }
    for key, value in told.items():
        setattr(row, key, value)
    if told and row.pk is not None:
        row.save(update_fields=list(told))
    return bool(told)


def _meets(row: Standing, period: HeldStanding) -> bool:
    row_ends, ends = row.until_on or date.max, period.until_on or date.max
    return row.from_on < ends and period.from_on < row_ends


def _plain(told: dict[str, object]) -> dict[str, object]:
    return {key: str(value) for key, value in told.items() if value not in {"", None}}
