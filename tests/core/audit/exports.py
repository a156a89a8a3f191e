"""导出文件的搭建: small exports of made-up entries, and the same with something done to them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from luoqiao.core.audit.chain import ChainEntry, Heads, Sealed, canonical, export_lines, follow, genesis
from luoqiao.core.audit.verify_export import Chain, Damage, Outcome

YEAR = 2023
START = datetime(2023, 3, 1, 1, 30, tzinfo=UTC)


def an_entry(number: int, *, reason: str = "") -> ChainEntry:
    """One deed; the numbers of entries are not those of the chain."""
    detail = {"金额": 12_345_600 + number, "step": "review", "rate": 0.3, "nested": {"b": [1, None, True], "a": "“引号”\\\n"}}
    return ChainEntry(
        100 + number * 3, START + timedelta(minutes=number), 7, "陈知行", "officer@industry_information", 0, "case.reviewed",
        f"case:LQ-2023-{number:04d}", reason, detail,
    )  # fmt: skip


def entries(count: int) -> list[bytes]:
    """So many canonical entries."""
    return [canonical(an_entry(number)) for number in range(1, count + 1)]


def chained(written: Iterable[bytes]) -> list[tuple[int, bytes, Heads]]:
    """The entries with their places and digests."""
    head, links = genesis(YEAR), []
    for seq, entry in enumerate(written, 1):
        head = follow(head, entry)
        links.append((seq, entry, head))
    return links


def seals_at(links: Sequence[tuple[int, bytes, Heads]], *places: int) -> list[Sealed]:
    """A seal behind each of these places, a day apart."""
    return [
        Sealed(YEAR, date(2023, 3, 1) + timedelta(days=number), seq, links[seq - 1][2], START + timedelta(days=number + 1))
        for number, seq in enumerate(places)
    ]


def an_export(count: int, *sealed: int) -> list[bytes]:
    """The lines of a whole export."""
    links = chained(entries(count))
    return list(export_lines(YEAR, links, seals_at(links, *sealed)))


def verified(lines: Iterable[bytes], kept: Iterable[Sealed] = (), *, own_sm3: bool = False) -> Outcome:
    """What the verifier says of lines that are split as a file is split."""
    return Chain(io.BytesIO(b"".join(lines)), map(as_kept, kept), own_sm3=own_sm3).verify()


def damage_of(lines: Iterable[bytes], kept: Iterable[Sealed] = ()) -> Damage:
    """The first damage; there must be one."""
    found = verified(lines, kept).damage
    assert found is not None
    return found


def as_kept(seal: Sealed) -> dict[str, object]:
    """A seal as it is read from its file."""
    heads = {"sha256": seal.heads.sha256.hex(), "sm3": seal.heads.sm3.hex()}
    return {"year": seal.year, "date": seal.day.isoformat(), "seq": seal.seq, **heads}

