"""审计链的写法：one canonical form, proved equal to what the verifier recomputes; the same content is the same file."""

import hashlib
import json
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.audit.chain import ChainEntry, canonical, export_lines, follow, genesis, instant
from luoqiao.core.audit.verify_export import KEYS, find_sm3
from tests.core.audit.exports import YEAR, an_export, chained, verified

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
instants = st.datetimes(
    datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([timezone(timedelta(hours=h)) for h in (-5, 0, 8)])  # noqa: DTZ001 bounds are without zone
)
chain_entries = st.builds(
    ChainEntry, st.integers(1, 10**15), instants, st.integers(0, 10**9), texts, texts, st.integers(0, 10**9), texts, texts, texts,
    st.dictionaries(texts, values, max_size=4),
)  # fmt: skip


@given(st.lists(chain_entries, max_size=6))
def test_whatever_entries_hold_the_verifier_computes_the_same(held: list[ChainEntry]) -> None:
    outcome = verified(export_lines(YEAR, chained(map(canonical, held)), []))
    assert (outcome.damage, outcome.links) == (None, len(held))


@given(chain_entries)
def test_the_canonical_form_keeps_everything_and_nothing_else(entry: ChainEntry) -> None:
    written = canonical(entry)
    read = json.loads(written)
    assert list(read) == KEYS
    assert (read["detail"], read["name"], read["id"]) == (entry.detail, entry.name, entry.id)
    assert datetime.fromisoformat(read["at"]) == entry.at
    assert json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == written


def test_time_is_written_in_utc_with_microseconds() -> None:
    at = datetime(2023, 5, 1, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))
    assert instant(at) == "2023-05-01T01:00:00.000005Z"


def test_the_digests_can_be_computed_by_hand() -> None:
    first = hashlib.sha256("洛桥审计链 2023 年 起点".encode()).digest()
    assert follow(genesis(2023), b"x").sha256 == hashlib.sha256(first + b"x").digest()
    sm3 = find_sm3()[0]
    assert follow(genesis(2023), b"x").sm3 == sm3(sm3("洛桥审计链 2023 年 起点".encode()).digest() + b"x").digest()


def test_the_same_content_is_the_same_file() -> None:
    assert an_export(9, 3, 9) == an_export(9, 3, 9)
