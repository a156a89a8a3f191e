"""The paper of the document page: not a character lost, lines and waves exactly under their words, everything named."""

import re
from dataclasses import replace
from datetime import date

import pytest

from luoqiao.core.rules.coverage import Coverage, MarkKind
from luoqiao.core.rules.readings import Decision, Readings
from luoqiao.interfaces.portal.document_address import Address, Show, read_address
from luoqiao.interfaces.portal.document_choice import choose
from luoqiao.interfaces.portal.document_layout import layout
from luoqiao.interfaces.portal.document_money import money_account
from luoqiao.interfaces.portal.document_paper import BlockView, Paper, SentenceView, paper
from luoqiao.interfaces.portal.document_wording import accounted_for, listed_codes
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_rules import all_coverage

ON = date(2023, 12, 31)


@pytest.fixture(scope="module")
def coverage(pack: Pack) -> Coverage:
    return all_coverage(pack)


def drawn(pack: Pack, coverage: Coverage, query: dict[str, str] | None = None) -> Paper:
    address = read_address("/document/", query or {})
    return paper(pack, coverage, ON, address, choose(address, pack.document, coverage))


def sentences(view: Paper) -> list[SentenceView]:
    return [one for block in view.blocks for one in of_block(block)]


def of_block(block: BlockView) -> list[SentenceView]:
    rows = (*block.head, *block.rows)
    return [*block.sentences, *(one for row in rows for cell in row.cells for one in cell.sentences)]


def one(view: Paper, key: str) -> SentenceView:
    return next(s for s in sentences(view) if s.id == key)


def words(view: SentenceView, *, line: str = "", unclear: bool = False, chosen: bool = False) -> list[str]:
    """Neighbouring runs of that kind, joined."""
    marked = [
        (
            p.run.text,
            (not line or p.run.line == line)
            and (not unclear or p.run.unclear)
            and (not chosen or p.run.chosen),
        )
        for p in view.pieces
    ]
    return [part for part in "".join(text if held else "|" for text, held in marked).split("|") if part]


@pytest.mark.parametrize("query", [{}, {"at": "45.3"}, {"select": "X-03"}, {"at": "附件4"}])
def test_every_word_of_the_document_stands_on_the_page_in_order(
    pack: Pack, coverage: Coverage, query: dict[str, str]
) -> None:
    shown = [(s.id, "".join(p.run.text for p in s.pieces)) for s in sentences(drawn(pack, coverage, query))]
    found: dict[str, str] = {}
    for key, text in shown:
        found[key] = found.get(key, "") + text
    assert found == {s.id: s.text for s in pack.document.sentences}
    assert list(found) == [s.id for s in pack.document.sentences]


def test_every_line_of_the_source_is_numbered_once(pack: Pack, coverage: Coverage) -> None:
    view = drawn(pack, coverage)
    flowing = [s.line for block in view.blocks for s in block.sentences if s.line]
    assert len(set(flowing)) == len(flowing)
    tables = {row.line for block in view.blocks for row in (*block.head, *block.rows)}
    assert set(flowing) | tables == {s.line for s in pack.document.sentences}


def test_the_line_runs_exactly_under_the_words_that_drive_something(pack: Pack, coverage: Coverage) -> None:
    view = drawn(pack, coverage)
    assert words(one(view, "41.6"), line="target") == [
        "每年推动企业上云上平台达 38 家以上",
        "培育 1 个工业软件",
    ]
    assert words(one(view, "45.3"), line="clause")[0].startswith("申请市级财政按项目")
    assert words(one(view, "45.3"), line="task")[0].startswith("支持制造业企业")
    assert words(one(view, "43.1"), line="task") == ["责任单位：区工信局，各镇人民政府（街道办事处）"]


def test_the_wave_stands_exactly_under_the_unclear_words(pack: Pack, coverage: Coverage) -> None:
    view = drawn(pack, coverage)
    assert words(one(view, "45.3"), unclear=True)[0] == "生产设备投资额不高于 7%"
    assert words(one(view, "41.6"), unclear=True) == ["每年", "培育 1 个工业软件"]


def test_a_decided_reading_loses_its_wave_and_says_so(pack: Pack, coverage: Coverage) -> None:
    decision = Decision("A", "区政府常务会议", "泉洛政办〔2023〕1号", date(2023, 3, 1))
    held = tuple(replace(q, decisions=(decision,)) if q.id == "X-36" else q for q in pack.readings.questions)
    decided = replace(pack, readings=Readings(held, pack.readings.rules))
    view = one(drawn(decided, coverage), "41.6")
    assert words(view, unclear=True) == ["培育 1 个工业软件"]
    assert "读法已裁定 X-36" in [n.label for n in view.notes]


def test_a_sentence_names_every_clause_target_and_task_that_it_drives(pack: Pack, coverage: Coverage) -> None:
    view = {s.id: s for s in sentences(drawn(pack, coverage))}
    for covered in coverage.sentences:
        spoken = view[covered.sentence.id].spoken
        for mark in covered.marks:
            if mark.kind is MarkKind.CLAUSE:
                assert mark.label in spoken, (covered.sentence.id, spoken)
            if mark.kind is MarkKind.TARGET:
                assert "目标" in spoken
    assert [n.label for n in view["45.4"].notes][:1] == ["条款 技术改造投资补助 区级"]


def test_a_page_break_inside_a_sentence_is_shown_where_it_stands(pack: Pack, coverage: Coverage) -> None:
    pieces = one(drawn(pack, coverage), "45.4").pieces
    broken = next(p.run for p in pieces if p.run.page_break)
    assert broken.text.startswith("予以补助")


def test_the_correction_layer_adds_beside_the_print_and_changes_nothing(
    pack: Pack, coverage: Coverage
) -> None:
    plain = one(drawn(pack, coverage), "67.2")
    layered = one(drawn(pack, coverage, {"corrections": "1"}), "67.2")
    assert not any(p.run.correct for p in plain.pieces)
    corrected = next(p.run for p in layered.pieces if p.run.correct)
    assert corrected.text.endswith("标准化解方案")
    assert corrected.correct == "标准化解决方案"
    assert "".join(p.run.text for p in layered.pieces) == "".join(p.run.text for p in plain.pieces)


@pytest.mark.parametrize("show", ["readings", "uncoded", "clause", "target", "task", "record", "corrections"])
def test_a_filter_keeps_what_it_means_and_says_how_many(pack: Pack, coverage: Coverage, show: Show) -> None:
    view = drawn(pack, coverage, {"show": show})
    meant = {s.id for s in sentences(view) if not s.aside}
    assert len(meant) == view.meant > 0
    for block in view.blocks:
        heading = block.block.role in ("heading", "subheading")
        assert heading or any(not s.aside for s in of_block(block))


def test_choosing_a_thing_lights_exactly_the_words_that_it_quotes(pack: Pack, coverage: Coverage) -> None:
    view = drawn(pack, coverage, {"select": "target:T-07"})
    assert words(one(view, "41.6"), chosen=True) == ["每年推动企业上云上平台达 38 家以上"]
    lit = [s.id for s in sentences(view) if any(p.run.chosen for p in s.pieces)]
    assert lit == ["41.6"]


def test_an_unknown_place_is_answered_with_the_nearest_name(pack: Pack, coverage: Coverage) -> None:
    for query, said in (
        (Address("/document/", at="三（一）9"), "是不是"),
        (Address("/document/", at="999.1"), "没有句号码"),
        (Address("/document/", select="X-99"), "没有“X-99”引用的文字"),
        (Address("/document/", select="nothing:at-all"), "没有"),
    ):
        choice = choose(query, pack.document, coverage)
        assert not choice.made
        assert said in choice.problem
        assert re.search(r"LQ-\d{4}", choice.problem)


def test_tables_of_the_annexes_keep_their_heads_and_columns(pack: Pack) -> None:
    tables = [block.table for block in layout(pack) if block.table]
    assert [(t.name, t.columns, len(t.rows)) for t in tables] == [
        ("附件1", 3, 14),
        ("附件2", 5, 4),
        ("附件3", 3, 5),
        ("附件4", 6, 6),
        ("附件4", 6, 4),
        ("附件4", 6, 2),
    ]
    spans = [[(c.columns, c.lines) for c in row.cells] for row in tables[1].head]
    assert spans == [[(1, 2), (4, 1)], [(1, 1)] * 4]
    assert [c.columns for c in tables[3].head[0].cells] == [2, 1, 1, 1, 1]
    for table in tables:
        assert all(sum(c.columns for c in row.cells) == table.columns for row in table.rows)


def test_codes_that_follow_one_another_are_listed_by_their_ends() -> None:
    assert listed_codes(["T-05", "T-03", "T-04", "T-09"]) == "T-03 … T-05 T-09"
    assert listed_codes(["X-11", "X-12", "X-11"]) == "X-11 X-12"


def test_every_number_about_money_is_found_and_has_its_account(pack: Pack, coverage: Coverage) -> None:
    account = money_account(pack.document, coverage)
    assert (len(account.numbers), account.whole, account.open) == (50, 93, 0)
    assert sum(count for _, count in account.by_kind) == 93
    view = drawn(pack, coverage, {"show": "money"})
    assert view.meant == 50
    bold = [p.run.text for p in one(view, "45.3").pieces if p.run.number]
    assert bold == ["7%", "200 万元"]


def test_what_is_not_computed_says_why_in_its_cell(pack: Pack, coverage: Coverage) -> None:
    view = drawn(pack, coverage)
    assert [n.label for n in one(view, "170.4").notes] == ["不计算：与正文一致"]
    assert "部分不计算：与正文一致" in [n.label for n in one(view, "178.4").notes]
    for sentence in sentences(view):
        assert not any(n.label.endswith("不计算") for n in sentence.notes), sentence.id


def test_the_whole_document_is_accounted_for_in_one_wording(coverage: Coverage) -> None:
    said = "224 句驱动规则、目标、任务或名录，79 句注明理由，0 句无人认领"
    assert accounted_for(coverage.counts) == said
