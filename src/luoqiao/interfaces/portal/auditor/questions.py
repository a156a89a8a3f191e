"""审计的问题: every list of findings in one table: its question, what it looks at, and the query that answers it.

A part that brings its own findings (journals, payments, the chain of entries) joins by one line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from luoqiao.apps.cases.queries.auditing.after_approval import changes_after_approval
from luoqiao.apps.cases.queries.auditing.finding import AuditFinding, Grade
from luoqiao.apps.cases.queries.auditing.notice_periods import notice_findings
from luoqiao.apps.cases.queries.auditing.overrides import manual_overrides
from luoqiao.apps.cases.queries.auditing.separation import one_person_at_two_steps
from luoqiao.apps.cases.queries.recomputing import count_grants, recompute_year
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor

MOST_AT_ONCE = 5_000
"""So many grants are worked out while a page is waited for: about five seconds."""


class TooManyGrants(DomainError):
    """一页算不完."""

    code = "LQ-6052"

    def __init__(self, year: int, many: int) -> None:
        super().__init__(
            f"{year} 年度有 {many:,} 件，一页算不完（最多 {MOST_AT_ONCE:,} 件）；请运行 luoqiao audit recompute --year {year}"
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """答案: one sentence, and the findings."""

    sentence: str
    findings: tuple[AuditFinding, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """一个问题: `looks` says in one sentence what is compared with what; `clean` what it means that nothing was found."""

    key: str
    title: str
    looks: str
    clean: str
    answer: Callable[[Actor, int], Answered]


def recomputed(actor: Actor, year: int) -> Answered:
    """Refuses with TooManyGrants what would take too long for a page."""
    many = count_grants(actor, year=year)
    if many > MOST_AT_ONCE:
        raise TooManyGrants(year, many)
    done = recompute_year(actor, year=year)
    told = f"有 {len(done.differences)} 处差异" if done.differences else "没有差异"
    granted = f"{year} 年度已审定 {done.grants} 件，共 {show_yuan(done.amount)}"
    sentence = f"{granted}；用审定时的快照重算 {done.recomputed} 件，{told}。"
    return Answered(sentence, tuple(
        AuditFinding(one.difference.case, one.enterprise_name, one.title, one.amount, one.difference.sentence, Grade.CHECK,
                     because=one.difference.kind.label)
        for one in done.differences
    ))  # fmt: skip


def _listed(query: Callable[..., tuple[AuditFinding, ...]]) -> Callable[[Actor, int], Answered]:
    def answer(actor: Actor, year: int) -> Answered:
        found = query(actor, year=year)
        check = sum(one.grade is Grade.CHECK for one in found)
        if not found:
            return Answered(f"{year} 年度没有找到。", ())
        return Answered(f"{year} 年度：规则不许、要查的 {check} 处；规则允许、供查看的 {len(found) - check} 处。", found)

    return answer


QUESTIONS = (
    Question("recompute", "金额重算一遍，对得上吗？",
             "用审定时留下的事实和当时的条款重算每一件，与快照、审定、列表、公示、发票和上限逐项比。",
             "每一件都与审定时的快照、列表、公示、发票和上限一致。", recomputed),
    Question("separation", "有没有一个人办了两步？",
             "提交、各步审查、拟公示、发布公示、确认收款账户；代别人办的算到被代的人头上。",
             "没有一个人在同一件上办过两步。", _listed(one_person_at_two_steps)),
    Question("changes", "有人同意以后，还改过什么？",
             "同意以后的认定、金额、流程版本、发票占用和收款账户。",
             "同意以后没有改动。", _listed(changes_after_approval)),
    Question("overrides", "哪些地方是人定的，不是规则算的？",
             "认定的事实、降低的金额、退回重审、查到失信仍然同意，各有什么理由。",
             "没有人工改动。", _listed(manual_overrides)),
    Question("notices", "公示够不够日子？",
             "按工作日历重数每份公示；没到期就结束的、异议没办完就办结的、答复超期的、没有公示过的。",
             "公示的天数、结束和异议都合规矩。", _listed(notice_findings)),
)  # fmt: skip


def find_question(key: str) -> Question | None:
    """The question of this key, or none."""
    return next((one for one in QUESTIONS if one.key == key), None)
