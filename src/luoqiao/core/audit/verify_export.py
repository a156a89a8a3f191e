"""审计链验证程序: checks an exported audit chain on any computer, with nothing but Python 3.9 or newer and this one file.

    python verify_export.py 审计链-2023.jsonl [--seals 封条文件或文件夹] [--json] [--own-sm3]

退出状态: 0 完整; 1 改动过, 指出第一处; 2 读不了或不是导出文件.

The file is lines of JSON, each in one canonical form (keys sorted, no spaces, UTF-8):
    the header         {"format":…,"genesis":{"sha256":…,"sm3":…},"version":1,"year":2023}
    one line a record  {"entry":{…},"seq":1,"sha256":…,"sm3":…}
    seals              {"seal":{"date":…,"made_at":…,"seq":…,"sha256":…,"sm3":…,"year":…}}, behind the record they seal
    the closing line   {"closing":{"links":…,"seals":…,"sha256":…,"sm3":…,"year":…},"whole":{"sha256":…,"sm3":…}}
The digest of a record is H(digest of the record before it ‖ bytes of "entry"), 32 raw bytes first; the first one follows
H("洛桥审计链 2023 年 起点"). "whole" is H(every byte before the closing line). H is SHA-256 and, separately, SM3 (GM/T 0004).
Whoever can write the whole file can also compute it anew: seals that were kept elsewhere (--seals) tell.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

FORMAT, SEAL_FORMAT = "luoqiao-audit-chain", "luoqiao-audit-seal"
KEYS = ["action", "at", "detail", "for_user", "id", "name", "post", "reason", "subject", "user"]
WHOLE, DAMAGED, UNREADABLE = 0, 1, 2
_LINK = re.compile(rb'\{"entry":(.*),"seq":([0-9]{1,18}),"sha256":"([0-9a-f]{64})","sm3":"([0-9a-f]{64})"\}\n', re.DOTALL)
_AROUND = len('{"entry":'), len(',"seq":,"sha256":"","sm3":""}\n') + 128
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class NotAnExport(Exception):
    """读不了: no export of a chain, or no seal."""


class Heads(NamedTuple):
    """两个摘要: of the record that was read last."""

    sha256: bytes
    sm3: bytes


@dataclass(frozen=True)
class Damage:
    """第一处改动: which kind, where in the chain, and the record as far as it can be read."""

    kind: str
    seq: int
    line: int
    words: str
    id: int | None = None
    at: str = ""
    name: str = ""
    action: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Outcome:
    """结果: `damage` is None when the chain is whole."""

    year: int
    links: int
    seals: int
    kept_seals: int
    sha256: str
    sm3: str
    first_at: str
    last_at: str
    sm3_by: str
    damage: Damage | None = None


class OwnSm3:
    """SM3（GM/T 0004—2012）: for a Python whose OpenSSL has none; slow."""

    _START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)

    def __init__(self, data: bytes = b"") -> None:
        self._state: tuple[int, ...] = self._START
        self._rest, self._size = b"", 0
        self.update(data)

    def update(self, data: bytes) -> None:
        self._size += len(data)
        held = self._rest + data
        whole = len(held) - len(held) % 64
        for start in range(0, whole, 64):
            self._state = _compress(self._state, held[start : start + 64])
        self._rest = held[whole:]

    def digest(self) -> bytes:
        state = self._state
        padded = self._rest + b"\x80" + b"\0" * ((55 - len(self._rest)) % 64) + struct.pack(">Q", self._size * 8)
        for start in range(0, len(padded), 64):
            state = _compress(state, padded[start : start + 64])
        return struct.pack(">8I", *state)

    def hexdigest(self) -> str:
        return self.digest().hex()


def _turn(x: int, by: int) -> int:
    return ((x << by) | (x >> (32 - by))) & 0xFFFFFFFF


_T = [_turn(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32) for j in range(64)]


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turn(w[j - 3], 15)
        w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        a12 = _turn(a, 12)
        ss1 = _turn((a12 + e + _T[j]) & 0xFFFFFFFF, 7)
        ff, gg = (a ^ b ^ c, e ^ f ^ g) if j < 16 else ((a & b) | (a & c) | (b & c), (e & f) | (~e & g))
        tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _turn(b, 9), c
        e, f, g, h = tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17), e, _turn(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))  # noqa: B905 Python 3.9 knows no strict


def _openssl_sm3(data: bytes = b"") -> Any:
    return hashlib.new("sm3", data)


def find_sm3(own: bool = False) -> tuple[Callable[..., Any], str]:
    """Whose SM3 is used, and its name for the report."""
    try:
        if not own and _openssl_sm3(b"abc").hexdigest().startswith("66c7f0f4"):
            return _openssl_sm3, "OpenSSL"
    except ValueError:
        pass
    return OwnSm3, "本程序"


def header_of(year: int, genesis: Heads) -> bytes:
    """The only right header of a year."""
    first = {"sha256": genesis.sha256.hex(), "sm3": genesis.sm3.hex()}
    return (_encode({"format": FORMAT, "genesis": first, "version": 1, "year": year}) + "\n").encode()


class Chain:
    """一年的链: reads the lines once, in order, and stops at the first damage."""

    def __init__(self, lines: Iterable[bytes], kept: Iterable[dict[str, Any]] = (), *, own_sm3: bool = False) -> None:
        self._lines = iter(lines)
        self._sm3, self._sm3_by = find_sm3(own_sm3)
        self._whole = hashlib.sha256(), self._sm3()
        self._asked = list(kept)
        self._kept: dict[int, list[dict[str, Any]]] = {}
        self._agreed: dict[str, Any] | None = None
        self.year = self.links = self.seals = self.line = 0
        self._before = self._head = Heads(b"", b"")
        self._first = self._last = b""

    def verify(self) -> Outcome:
        """Read to the end or to the first damage. Raises NotAnExport."""
        damage = self._header() or self._body()
        first, last = _told(self._first), _told(self._last)
        count = sum(len(some) for some in self._kept.values())
        return Outcome(
            self.year, self.links, self.seals, count, self._head.sha256.hex(), self._head.sm3.hex(),
            str(first.get("at", "")), str(last.get("at", "")), self._sm3_by, damage,
        )  # fmt: skip

    def _next(self, head: Heads, entry: bytes) -> Heads:
        return Heads(hashlib.sha256(head.sha256 + entry).digest(), self._sm3(head.sm3 + entry).digest())

    def _count(self, line: bytes) -> None:
        for digest in self._whole:
            digest.update(line)

    def _header(self) -> Damage | None:
        line = next(self._lines, b"")
        self.line = 1
        found = re.search(rb'"year":([0-9]{4})\}', line)
        self.year = int(found.group(1)) if found else 0
        sentence = f"洛桥审计链 {self.year} 年 起点".encode()
        self._head = Heads(hashlib.sha256(sentence).digest(), self._sm3(sentence).digest())
        if line != header_of(self.year, self._head):
            start = line + b"".join(islice(self._lines, 2))
            if not any(mark in start for mark in (FORMAT.encode(), b'{"entry":', b'{"closing":')):
                raise NotAnExport("不是洛桥审计链的导出文件：第一行不是它的开头行")
            return Damage("header", 0, 1, "开头行被改过")
        for seal in self._asked:
            if seal["year"] == self.year:
                self._kept.setdefault(seal["seq"], []).append(seal)
        self._count(line)
        return None

    def _body(self) -> Damage | None:
        for line in self._lines:
            self.line += 1
            if line.startswith(b'{"entry":'):
                damage = self._link(line)
            elif line.startswith(b'{"seal":'):
                damage = self._seal(line)
            elif line.startswith(b'{"closing":'):
                return self._closing(line)
            else:
                damage = self._strange(line)
            if damage:
                return damage
            self._count(line)
        return self._missing("cut", f"文件在第 {self.links} 条之后断了，没有结尾行")

    def _link(self, line: bytes) -> Damage | None:
        seq = self.links + 1
        start, around = _AROUND
        entry = line[start : -around - len(str(seq))]
        head = self._next(self._head, entry)
        right = f',"seq":{seq},"sha256":"{head.sha256.hex()}","sm3":"{head.sm3.hex()}"}}\n'
        if not line.endswith(right.encode()):
            return self._diagnose(line)
        if not _is_canonical(entry):
            return self._about(line, "altered", "写法不是规范的写法，但摘要对得上：链是照改动重算的")
        self._before, self._head, self.links, self._last = self._head, head, seq, entry
        self._first = self._first or entry
        return self._against_kept(line) if seq in self._kept else None

    def _diagnose(self, line: bytes) -> Damage:
        """What happened to the line that should be the next record."""
        seq, stated = self.links + 1, _number(line)
        following = next(self._lines, b"")
        if self._fits(self._head, following):
            if stated > seq and not any(_number(later) == stated for later in self._lines):
                return self._about(following, "moved", f"被挪了位置：原来的第 {stated} 条放到了它前面")
            return self._about(line, "inserted", f"是后来插进来的：它后面的一条才是原来的第 {seq} 条")
        if not stated or self._fits(self._head, line):
            return self._about(line, "altered", "被改过：内容、序号或摘要与链不符")
        if self.links and self._fits(self._before, line) and not line.startswith(_as_line(self._last)):
            self.links, self.line = self.links - 1, self.line - 1
            return self._about(_as_line(self._last), "inserted", "是后来插进来的：它后面的一条接着它前面的一条")
        if stated < seq:
            return self._about(line, "inserted", f"是后来插进来的：第 {stated} 条前面已经有了")
        if stated == seq:
            note = f"（也可能是前一条连同它的摘要一起换过，或第 {seq} 条被删去、后面改了序号）"
            return self._about(line, "altered", f"被改过：内容或摘要与链不符{note}")
        return self._gone(stated, following)

    def _gone(self, stated: int, following: bytes) -> Damage:
        """The next number stands later in the file (moved), or nowhere (removed)."""
        seq, number = self.links + 1, self.line + 1
        line = following
        while line:
            if _number(line) == seq:
                return self._about(line, "moved", f"被挪了位置：现在在文件第 {number} 行")
            line, number = next(self._lines, b""), number + 1
        many = f"第 {seq} 条" if stated == seq + 1 else f"第 {seq} 条到第 {stated - 1} 条"
        return self._missing("removed", f"{many}不见了：后面直接是第 {stated} 条")

    def _fits(self, head: Heads, line: bytes) -> bool:
        """Whether a line continues the chain from there, whatever its number."""
        found = _LINK.fullmatch(line)
        return bool(found) and self._next(head, found.group(1))[0].hex().encode() == found.group(3)  # type: ignore[union-attr] # found

    def _strange(self, line: bytes) -> Damage:
        if b'"whole":' in line and b'"links":' in line:
            return Damage("closing", self.links, self.line, "结尾行被改过；记录都对得上")
        if b'"made_at":' in line and b'"subject":' not in line:
            return Damage("seal", self.links, self.line, f"第 {self.links} 条后面的封条行被改过")
        return self._diagnose(line)

    def _seal(self, line: bytes) -> Damage | None:
        try:
            seal = json.loads(line)["seal"]
            right = (_encode({"seal": {k: seal[k] for k in ("date", "made_at", "seq", "sha256", "sm3", "year")}}) + "\n").encode()
        except (ValueError, KeyError, TypeError, RecursionError):
            seal, right = {}, b""
        head = {"seq": self.links, "sha256": self._head.sha256.hex(), "sm3": self._head.sm3.hex(), "year": self.year}
        if right != line or any(seal[name] != value for name, value in head.items()):
            return Damage("seal", self.links, self.line, f"第 {self.links} 条后面的封条行被改过，或放错了位置")
        self.seals += 1
        return None

    def _against_kept(self, line: bytes) -> Damage | None:
        for seal in self._kept[self.links]:
            if (seal["sha256"], seal["sm3"]) != (self._head.sha256.hex(), self._head.sm3.hex()):
                since = f"{self._agreed['date']} 的封条（第 {self._agreed['seq']} 条）之后" if self._agreed else "本年第 1 条起"
                self.links -= 1
                return self._about(line, "kept_seal", f"与另存的 {seal['date']} 的封条不符：{since}到这一条之间改过，链是重算的")
            self._agreed = seal
        return None

    def _closing(self, line: bytes) -> Damage | None:
        heads = {"sha256": self._head.sha256.hex(), "sm3": self._head.sm3.hex()}
        whole = {"sha256": self._whole[0].hexdigest(), "sm3": self._whole[1].hexdigest()}
        right = {"closing": {"links": self.links, "seals": self.seals, "year": self.year, **heads}, "whole": whole}
        if line != (_encode(right) + "\n").encode():
            return self._wrong_closing(line)
        if next(self._lines, b""):
            return Damage("after", self.links, self.line + 1, "结尾行后面还有内容")
        beyond = [seal for seq in sorted(self._kept) if seq > self.links for seal in self._kept[seq]]
        if beyond:
            return self._missing("removed", f"末尾的记录不见了：另存的 {beyond[0]['date']} 的封条封到第 {beyond[0]['seq']} 条")
        return None

    def _wrong_closing(self, line: bytes) -> Damage:
        found = re.match(rb'\{"closing":\{"links":([0-9]{1,18}),"seals":[0-9]+,"sha256":"([0-9a-f]{64})"', line)
        stated, head = (int(found.group(1)), found.group(2).decode()) if found else (self.links, "")
        if stated > self.links and head != self._head.sha256.hex():
            return self._missing("removed", f"第 {self.links + 1} 条到第 {stated} 条不见了：结尾行说有 {stated} 条")
        if stated == self.links - 1 and head == self._before.sha256.hex():
            self.links -= 1
            return self._about(_as_line(self._last), "inserted", f"是后来加上的：结尾行说只有 {stated} 条")
        return Damage("closing", self.links, self.line, "每一条记录都对得上，但结尾行、或某个封条的日期时刻被改过，或封条行被删")

    def _missing(self, kind: str, words: str) -> Damage:
        return Damage(kind, self.links + 1, self.line, words)

    def _about(self, line: bytes, kind: str, words: str) -> Damage:
        """A damage with what can still be read of the record that should stand at the next place."""
        told = _told(line)
        number = told.get("id")
        shown = {name: str(told.get(name, "")) for name in ("at", "name", "action", "subject")}
        return Damage(kind, self.links + 1, self.line, words, number if isinstance(number, int) else None, **shown)


def _number(line: bytes) -> int:
    """The place that a line says it has; 0 when it does not read as a record."""
    found = _LINK.fullmatch(line)
    return int(found.group(2)) if found and _is_canonical(found.group(1)) else 0


def _as_line(entry: bytes) -> bytes:
    return b'{"entry":' + entry


def _told(line: bytes) -> dict[str, Any]:
    """The fields of a record, or what is left of them."""
    text = line.decode("utf-8", "replace")
    try:
        entry, _ = json.JSONDecoder().raw_decode(text[9:] if text.startswith('{"entry":') else text)
        return entry if isinstance(entry, dict) else {}
    except (ValueError, RecursionError):
        number = re.search(r'"id":([0-9]{1,18})[,}]', text)
        found = {name: re.search(f'"{name}":"([^"]*)"', text) for name in ("at", "name", "action", "subject")}
        left: dict[str, Any] = {name: match.group(1) for name, match in found.items() if match}
        return {**left, "id": int(number.group(1))} if number else left


def _is_canonical(entry: bytes) -> bool:
    try:
        read = json.loads(entry)
        return isinstance(read, dict) and list(read) == KEYS and _encode(read).encode() == entry
    except (ValueError, RecursionError):
        return False


def read_seals(path: Path) -> Iterator[dict[str, Any]]:
    """Every seal in a file or below a folder. Raises NotAnExport with the name of a file that is none."""
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise NotAnExport(f"文件夹 {path} 里没有封条文件")
    for file in files:
        try:
            seal = json.loads(file.read_bytes())
            if seal["format"] != SEAL_FORMAT or not all(isinstance(seal[name], int) for name in ("year", "seq")):
                raise ValueError(SEAL_FORMAT)
            yield {name: seal[name] for name in ("year", "date", "seq", "sha256", "sm3")}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            raise NotAnExport(f"{file} 不是封条文件，或读不了") from None


def verify_file(file: Path, seals: Path | None = None, *, own_sm3: bool = False) -> Outcome:
    """Verify one exported file. Raises NotAnExport."""
    kept = list(read_seals(seals)) if seals else []
    try:
        with file.open("rb", buffering=1 << 20) as lines:
            return Chain(lines, kept, own_sm3=own_sm3).verify()
    except OSError as fault:
        raise NotAnExport(f"读不了文件 {file}：{fault.strerror}") from None


def told_in_words(outcome: Outcome) -> str:
    """What a person reads."""
    damage = outcome.damage
    if damage is None:
        seals = f"，与另存的 {outcome.kept_seals} 个封条相符" if outcome.kept_seals else "；没有另存的封条可比，整条重算看不出来"
        when = f"，从 {outcome.first_at} 到 {outcome.last_at}" if outcome.links else ""
        heads = f"末条摘要  SHA-256 {outcome.sha256}\n          SM3     {outcome.sm3}"
        return f"完整：{outcome.year} 年审计链共 {outcome.links} 条{when}，封条 {outcome.seals} 个{seals}。\n{heads}"
    if damage.kind in {"header", "closing", "seal", "after", "cut", "removed"}:
        return f"不完整：{damage.words}。第一处在第 {damage.seq} 条（文件第 {damage.line} 行）。"
    who = "，".join(filter(None, (damage.at, damage.name, damage.action, damage.subject)))
    number = "看不出" if damage.id is None else str(damage.id)
    return f"不完整：第 {damage.seq} 条（文件第 {damage.line} 行，编号 {number}{'，' if who else ''}{who}）{damage.words}。"


def report(file: Path, seals: Path | None, *, as_json: bool, own_sm3: bool) -> int:
    """Verify and print; the exit status."""
    began = time.perf_counter()
    try:
        outcome = verify_file(file, seals, own_sm3=own_sm3)
    except NotAnExport as refused:
        sys.stderr.write(f"{refused}\n")
        return UNREADABLE
    seconds = f"{time.perf_counter() - began:.1f}"
    if as_json:
        told = {"whole": outcome.damage is None, **asdict(outcome), "words": told_in_words(outcome), "seconds": seconds}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(f"{told_in_words(outcome)}\nSM3 由{outcome.sm3_by}计算，用时 {seconds} 秒。\n")
    return DAMAGED if outcome.damage else WHOLE


def main(words: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="验证洛桥审计链的导出文件：0 完整，1 改动过，2 读不了")
    parser.add_argument("file", type=Path, help="导出的 .jsonl 文件")
    parser.add_argument("--seals", type=Path, help="另存的封条：一个文件或一个文件夹")
    parser.add_argument("--json", action="store_true", help="用 JSON 输出")
    parser.add_argument("--own-sm3", action="store_true", help="用本文件自带的 SM3（慢），不用 OpenSSL 的")
    asked = parser.parse_args(words)
    return report(asked.file, asked.seals, as_json=asked.json, own_sm3=asked.own_sm3)


if __name__ == "__main__":
    sys.exit(main())
