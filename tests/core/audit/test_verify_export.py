"""验证程序：whatever is changed in an export is found, and the first record that is not as it was is named."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoqiao.core.audit import verify_export
from luoqiao.core.audit.chain import canonical, export_lines, seal_text
from luoqiao.core.audit.verify_export import NotAnExport, OwnSm3, main, verify_file
from tests.core.audit.exports import (
    YEAR,
    an_entry,
    an_export,
    chained,
    damage_of,
    entries,
    seals_at,
    verified,
)

COUNT = 30
WHOLE = an_export(COUNT, 4, 17, 30)
CONTENT = b"".join(WHOLE)
LINKS = [number for number, line in enumerate(WHOLE) if line.startswith(b'{"entry":')]
places = st.integers(1, COUNT)


def line_of(seq: int) -> int:
    return LINKS[seq - 1]


def changed(seq: int) -> bytes:
    """The line of a record with another reason and the old digests."""
    return WHOLE[line_of(seq)].replace(b'"reason":""', '"reason":"事后补的"'.encode())


# ---- what is whole


def test_an_untouched_export_is_whole() -> None:
    outcome = verified(WHOLE)
    assert (outcome.damage, outcome.links, outcome.seals, outcome.year) == (None, COUNT, 3, YEAR)


def test_a_year_without_records_is_whole() -> None:
    assert verified(an_export(0)).damage is None


def test_both_ways_to_compute_sm3_agree() -> None:
    ours, theirs = verified(WHOLE, own_sm3=True), verified(WHOLE)
    assert (ours.sm3_by, theirs.sm3_by) == ("本程序", "OpenSSL")
    assert (ours.damage, ours.sm3) == (None, theirs.sm3)


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_gives_the_digests_of_the_standard(message: bytes, digest: str) -> None:
    """GM/T 0004—2012, appendix A."""
    assert OwnSm3(message).hexdigest() == digest


@given(st.binary(max_size=300), st.integers(0, 300))
def test_sm3_in_two_pieces_is_sm3_in_one(message: bytes, cut: int) -> None:
    digest = OwnSm3(message[:cut])
    digest.update(message[cut:])
    assert digest.digest() == OwnSm3(message).digest() == verify_export.find_sm3()[0](message).digest()


# ---- one byte


def test_every_single_changed_byte_is_found() -> None:
    """Exhaustively: each byte of a small export in three ways, the record named where the byte is one of a record's line."""
    small = an_export(4, 2)
    starts, at = [], 0
    for line in small:
        starts.append(at)
        at += len(line)
    content = b"".join(small)
    for place in range(len(content)):
        number = max(n for n, start in enumerate(starts) if start <= place)
        for other in (content[place] ^ 1, 0x20, 0x0A):
            if other == content[place]:
                continue
            found = damage_of([content[:place], bytes([other]), content[place + 1 :]])
            seq = sum(line.startswith(b'{"entry":') for line in small[: number + 1])
            if small[number].startswith(b'{"entry":'):
                assert (found.kind, found.seq, found.line) == ("altered", seq, number + 1), (place, other)
            else:
                assert found.kind in {"header", "seal", "closing", "cut", "after", "altered"}, (place, other)


@settings(max_examples=400)
@given(st.integers(0, len(CONTENT) - 1), st.integers(0, 7))
def test_any_flipped_bit_is_found(place: int, bit: int) -> None:
    assert verified([CONTENT[:place], bytes([CONTENT[place] ^ 1 << bit]), CONTENT[place + 1 :]]).damage is not None


@settings(max_examples=200)
@given(st.integers(0, len(CONTENT)), st.binary(min_size=1, max_size=3))
def test_any_added_byte_is_found(place: int, added: bytes) -> None:
    assert verified([CONTENT[:place], added, CONTENT[place:]]).damage is not None


@given(st.integers(len(WHOLE[0]), len(CONTENT) - 1))
def test_any_shortened_file_is_found(length: int) -> None:
    assert verified([CONTENT[:length]]).damage is not None


# ---- one record


@given(places)
def test_a_changed_record_is_named(seq: int) -> None:
    found = damage_of([*WHOLE[: line_of(seq)], changed(seq), *WHOLE[line_of(seq) + 1 :]])
    assert (found.kind, found.seq, found.id, found.name) == ("altered", seq, an_entry(seq).id, "陈知行")
    assert (found.subject, found.at) == (f"case:LQ-2023-{seq:04d}", json.loads(canonical(an_entry(seq)))["at"])


@given(places)
def test_a_removed_record_is_named(seq: int) -> None:
    found = damage_of([*WHOLE[: line_of(seq)], *WHOLE[line_of(seq) + 1 :]])
    if seq in (4, 17):
        assert (found.kind, found.seq) == ("seal", seq - 1)
    elif seq == COUNT:
        assert (found.kind, found.seq) == ("seal", COUNT - 1)
    else:
        assert (found.kind, found.seq) == ("removed", seq)


@given(places, places)
def test_records_that_changed_places_are_named(one: int, other: int) -> None:
    if one == other:
        return
    first, second = sorted((one, other))
    lines = list(WHOLE)
    lines[line_of(first)], lines[line_of(second)] = lines[line_of(second)], lines[line_of(first)]
    found = damage_of(lines)
    assert (found.kind, found.seq, found.id) == ("moved", first, an_entry(first).id)


@given(places, places)
def test_a_record_copied_to_another_place_is_named(which: int, where: int) -> None:
    lines = [*WHOLE[: line_of(where)], WHOLE[line_of(which)], *WHOLE[line_of(where) :]]
    found = damage_of(lines)
    assert (found.kind, found.seq) == ("inserted", where + (which == where))
    assert found.id == an_entry(which).id


@given(places, st.booleans())
def test_a_forged_record_is_named(where: int, with_digests: bool) -> None:
    """Put in between, with its own right digests or without; the records behind it keep theirs."""
    forged = canonical(an_entry(900))
    before = entries(COUNT)[: where - 1]
    (*_, (seq, entry, heads)) = chained([*before, forged])
    line = list(export_lines(YEAR, [(seq, entry, heads)], []))[1]
    line = line if with_digests else line.replace(heads.sha256.hex().encode(), b"0" * 64)
    found = damage_of([*WHOLE[: line_of(where)], line, *WHOLE[line_of(where) :]])
    assert (found.kind, found.seq, found.id) == ("inserted", where, an_entry(900).id)


@given(st.integers(1, COUNT - 1))
def test_a_record_removed_with_the_others_renumbered_is_named(seq: int) -> None:
    kept = [link for link in chained(entries(COUNT)) if link[0] != seq]
    found = damage_of(export_lines(YEAR, [(number, entry, heads) for number, (_, entry, heads) in enumerate(kept, 1)], []))
    assert found.seq == seq


def test_records_cut_from_the_end_are_missed() -> None:
    found = damage_of([*WHOLE[: line_of(20)], WHOLE[-1]])
    assert (found.kind, found.seq) == ("removed", 20)


def test_a_record_added_at_the_end_is_named() -> None:
    (*_, (seq, entry, heads)) = chained([*entries(COUNT), canonical(an_entry(900))])
    line = list(export_lines(YEAR, [(seq, entry, heads)], []))[1]
    found = damage_of([*WHOLE[:-1], line, WHOLE[-1]])
    assert (found.kind, found.seq, found.id) == ("inserted", COUNT + 1, an_entry(900).id)


def test_a_seal_taken_out_is_found() -> None:
    assert damage_of([line for line in WHOLE if b'"seq":17' not in line or b'"seal"' not in line]).kind == "closing"


def test_entries_not_written_in_the_canonical_form_are_found() -> None:
    """Although every digest fits."""
    loose = json.dumps(json.loads(canonical(an_entry(2)))).encode()
    found = damage_of(export_lines(YEAR, chained([*entries(1), loose]), []))
    assert (found.kind, found.seq) == ("altered", 2)


# ---- a chain computed anew


@given(places)
def test_a_chain_computed_anew_is_found_by_a_seal_kept_elsewhere(seq: int) -> None:
    kept = seals_at(chained(entries(COUNT)), 4, 17, 30)
    written = [canonical(an_entry(number, reason="改" if number == seq else "")) for number in range(1, COUNT + 1)]
    anew = chained(written)
    lines = list(export_lines(YEAR, anew, seals_at(anew, 4, 17, 30)))
    assert verified(lines).damage is None
    found = damage_of(lines, kept)
    assert (found.kind, found.seq) == ("kept_seal", min(place for place in (4, 17, 30) if place >= seq))


def test_records_taken_from_the_end_are_missed_by_a_seal_kept_elsewhere() -> None:
    kept = seals_at(chained(entries(COUNT)), 30)
    found = damage_of(an_export(COUNT - 1), kept)
    assert (found.kind, found.seq) == ("removed", COUNT)


def test_seals_of_another_year_are_left_aside() -> None:
    kept = [{"year": YEAR + 1, "date": "2024-01-01", "seq": 1, "sha256": "", "sm3": ""}]
    assert verify_export.Chain(WHOLE, kept).verify().damage is None


# ---- the file as a third party meets it


def test_it_runs_alone_on_an_old_python(tmp_path: Path) -> None:
    """One file, standard library only, no import of the platform, syntax of Python 3.9; three exit states."""
    source = Path(verify_export.__file__).read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    alone = tmp_path / "verify_export.py"
    alone.write_text(source, "utf-8")
    states = {"whole": CONTENT, "altered": CONTENT.replace(b"0017", b"0071"), "other": b"hello\n"}
    ended = {}
    for name, content in states.items():
        (tmp_path / name).write_bytes(content)
        command = [sys.executable, "-I", "-S", str(alone), str(tmp_path / name), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        ended[name] = done.returncode
        assert (name == "other") == (done.stdout == "")
    assert ended == {"whole": 0, "altered": 1, "other": 2}


def test_what_is_read_by_a_person_names_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_bytes(CONTENT.replace(b"0017", b"0071"))
    assert main([str(tmp_path / "a")]) == 1
    said = capsys.readouterr().out
    assert "不完整：第 17 条" in said
    assert "编号 151" in said
    assert "陈知行" in said


def test_seal_files_are_read_from_a_folder_or_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(CONTENT)
    folder = tmp_path / "seals" / "2023"
    folder.mkdir(parents=True)
    for seal in seals_at(chained(entries(COUNT)), 4, 30):
        (folder / f"{seal.day}.json").write_text(seal_text(seal), "utf-8")
    assert verify_file(tmp_path / "a", tmp_path / "seals").kept_seals == 2
    assert verify_file(tmp_path / "a", folder / "2023-03-01.json").kept_seals == 1


@pytest.mark.parametrize("content", ["{}", "[]", "x", '{"format":"luoqiao-audit-seal","year":"2023"}'])
def test_what_is_no_seal_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a").write_bytes(CONTENT)
    (tmp_path / "b.json").write_text(content)
    with pytest.raises(NotAnExport, match="不是封条文件"):
        verify_file(tmp_path / "a", tmp_path / "b.json")


@pytest.mark.parametrize("content", [b"", b"\n", b"PK\x03\x04", b'{"year":2023}\n'])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(NotAnExport, match="不是洛桥审计链的导出文件"):
        verify_file(tmp_path / "a")
    with pytest.raises(NotAnExport, match="读不了文件"):
        verify_file(tmp_path / "missing")
