"""洛江方案的数据: counts, sums and relations that the document itself states."""

from __future__ import annotations

from collections import Counter

import pytest

from luoqiao.core.parties.unit import UnitKind
from luoqiao.core.rules.citations import check_citations
from luoqiao.core.rules.coverage import MarkKind, Status, check_coverage, money_mentions
from luoqiao.core.targets.sums import check_sums
from luoqiao.core.targets.target import Comparison, Mode
from luoqiao.policies import Pack, open_pack
from luoqiao.policies.pack_checks import check_pack
from luoqiao.policies.pack_marks import cited_by, own_marks, pack_coverage


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack("luojiang_2022_31")


def _numbers(prefix: str, last: int) -> list[str]:
    return [f"{prefix}-{n:02d}" for n in range(1, last + 1)]


def test_every_number_of_the_inventory_is_there_once(pack: Pack) -> None:
    assert [t.id for t in pack.targets] == _numbers("T", 57)
    assert [k.id for k in pack.tasks] == _numbers("K", 13)
    assert [m.id for m in pack.mechanisms] == _numbers("M", 18)
    assert [s.id for s in pack.systems] == _numbers("S", 21)
    assert [e.id for e in pack.roadmap.enterprises] == _numbers("E", 14)
    assert [j.id for j in pack.roadmap.projects] == _numbers("J", 19)
    assert [d.id for d in pack.meta.facts] == _numbers("D", 16)
    assert list(pack.readings) == _numbers("X", 49)
    assert [g.id for g in pack.readings.rules] == ["G1", "G2", "G3", "G4", "G5"]
    assert [p.id for p in pack.uncoded.supports] == ["P-15", "P-16", "P-17"]


def test_every_quote_stands_at_its_anchor(pack: Pack) -> None:
    held = [(cited.id, citation) for cited in cited_by(pack) for citation in cited.citations]
    assert len(held) > 450
    assert check_citations(pack.document, held) == ()
    assert [f for f in check_pack(pack) if f.serious] == []


def test_identity_of_the_pack(pack: Pack) -> None:
    meta = pack.meta
    assert meta.number == "泉洛政办〔2022〕31号"
    assert [(tier.code, tier.label) for tier in pack.basis.tiers] == [
        ("province", "省级"),
        ("city", "市级"),
        ("district", "区级"),
    ]
    assert meta.cap_period == "X-22"
    assert meta.superior[0].number == "泉政办〔2022〕21号"
    assert meta.in_force(meta.in_force_from)
    assert meta.in_force(meta.in_force_until)


def test_every_reading_defaults_to_a_and_none_is_decided(pack: Pack) -> None:
    assert {q.default for q in pack.readings.questions} == {"A"}
    assert [q.id for q in pack.readings.questions if q.decisions] == []
    switches = {q.id: "".join(q.letters) for q in pack.readings.questions if q.is_switch}
    assert switches == {
        "X-01": "AB", "X-02": "AB", "X-03": "ABC", "X-04": "AB", "X-05": "ABC", "X-06": "ABC", "X-08": "AB",
        "X-10": "AB", "X-11": "AB", "X-12": "AB", "X-13": "AB", "X-14": "AB", "X-16": "AB", "X-22": "AB",
        "X-26": "AB",
    }  # fmt: skip
    assert all(q.moves_money for q in pack.readings.questions if q.is_switch)


def test_sums_of_the_industries_against_the_district(pack: Pack) -> None:
    found = {s.indicator: (s.total, s.agrees) for s in check_sums(pack.targets)}
    assert found == {
        "cloud_adoption_enterprises": (38, True),
        "digital_lines": (5, True),
        "key_upgrade_projects": (11, False),
        "digital_workshops": (3, True),
        "industrial_internet_demos": (1, True),
        "five_g_demos": (3, True),
        "champions": (2, True),
        "little_giants": (2, True),
        "srdi": (2, True),
        "industrial_software": (1, True),
        "output_value": (670 * 10_000_000_000, None),
        "first_set_equipment": (0, None),
        "online_sales": (0, None),
        "live_commerce_bases": (0, None),
    }


def test_targets_are_compared_and_timed_as_the_sentences_say(pack: Pack) -> None:
    by_id = {t.id: t for t in pack.targets}
    assert Counter(t.industry for t in pack.targets if t.is_annex) == {
        "machinery": 13, "textiles_footwear": 10, "crafts": 5, "paper_hygiene": 7,
    }  # fmt: skip
    assert by_id["T-01"].comparison is Comparison.MORE_THAN
    assert (by_id["T-07"].comparison, by_id["T-07"].mode) == (Comparison.AT_LEAST, Mode.YEARLY)
    assert (str(by_id["T-13"].value), str(by_id["T-13"].goal)) == ("1 家", "2 家")
    assert [t.id for t in pack.targets if t.best_effort] == [
        "T-09", "T-13", "T-14", "T-15", "T-16", "T-17", "T-18", "T-19", "T-20",
    ]  # fmt: skip
    assert [t.id for t in pack.targets if t.due_on is None] == ["T-21", "T-22"]


def test_members_of_the_group_are_the_office_and_the_eleven_units_addressed(pack: Pack) -> None:
    members = [seat.unit for seat in pack.seats if seat.role == "member"]
    addressed = [unit.id for unit in pack.units if unit.addressed]
    assert len(pack.seats) == 14
    assert members == ["government_office", *addressed]
    assert len(addressed) == 11


def test_every_township_answers_for_every_task(pack: Pack) -> None:
    assert len(pack.townships.members) == 6
    joint = next(unit.id for unit in pack.units if unit.kind is UnitKind.TOWNSHIPS)
    assert all(task.supporting_units[-1] == joint for task in pack.tasks)
    led = Counter(unit for task in pack.tasks for unit in task.lead_units)
    assert led == {
        "industry_information": 8, "science_technology": 1, "commerce": 2, "digital_office": 1,
        "administrative_service": 1,
    }  # fmt: skip


def test_units_with_tasks_but_without_a_seat_are_the_two_of_the_document(pack: Pack) -> None:
    seated = {seat.unit for seat in pack.seats}
    tasked = {unit for task in pack.tasks for unit in task.units}
    assert tasked - seated == {"digital_office", "wantou_group", "townships"}


def test_industries_are_eight_and_other(pack: Pack) -> None:
    assert len(pack.industries) == 9
    assert [i.id for i in pack.industries if i.has_target] == [i.id for i in pack.industries if i.leading]
    assert sum(i.in_roadmap for i in pack.industries) == 5


def test_duty_line_of_each_task_names_its_units(pack: Pack) -> None:
    names = {unit.id: unit for unit in pack.units}
    for task in pack.tasks:
        line = task.duty[0].quote
        for unit in task.units:
            if names[unit].kind is not UnitKind.TOWNSHIPS:
                name = names[unit].name
                assert name in line or name.removeprefix("区") in line, (task.id, unit)


def test_without_clauses_only_money_sentences_are_open(pack: Pack) -> None:
    mentioned = {m.sentence.id for m in money_mentions(pack.document)}
    found = pack_coverage(pack, ())
    for sentence in found.open_sentences:
        assert sentence.id in mentioned or sentence.anchor.startswith("附件4"), sentence
    assert found.counts[Status.TARGET] == 49


def test_fifty_sentences_speak_of_money_two_of_them_as_targets(pack: Pack) -> None:
    mentions = money_mentions(pack.document)
    targets = {key for m in own_marks(pack) if m.kind is MarkKind.TARGET for key, _, _ in m.span.pieces}
    assert len(mentions) == 50
    assert [m.sentence.id for m in mentions if m.sentence.id in targets] == ["35.2", "91.4"]
    open_numbers = {f.subject for f in check_coverage(pack.document, own_marks(pack)) if f.code == "LQ-3302"}
    assert open_numbers == {m.sentence.id for m in mentions} - {"35.2", "91.4"}


def test_corrections_and_their_four_page_breaks(pack: Pack) -> None:
    marks = [m for m in own_marks(pack) if m.kind is MarkKind.CORRECTION]
    assert len(marks) == len(pack.corrections) == 8
    assert [m.span.pieces[0][0] for m in marks if m.label == "换页"] == ["45.4", "55.3", "99.4", "113.2"]
