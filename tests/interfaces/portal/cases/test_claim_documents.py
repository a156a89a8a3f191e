"""申报表的材料：sent with the form, picked from one's own, taken off again; what is not taken in is told, the rest kept."""

from __future__ import annotations

from django.test import Client

from luoqiao.apps.cases.models import CaseDocument
from luoqiao.apps.evidence.queries import list_documents
from tests.adapters.document_preview.documents import a_pdf
from tests.apps.cases.stories import AGENT, MINE, OTHER_AGENT, OTHERS, an_invoice
from tests.interfaces.portal.cases.claim_builder import a_file, begun, sent, stage_of


def a_pdf_of(pages: int) -> bytes:
    return a_pdf(*[(595, 842)] * pages)


def attached(number: str) -> list[str]:
    rows = CaseDocument.objects.filter(case__number=number, dropped_at__isnull=True).order_by("pk")
    return [row.requirement for row in rows]


def test_files_are_sent_with_the_form_and_a_claim_is_handed_in_with_them_at_once(agent: Client) -> None:
    line, number = an_invoice(18_640_000), begun(agent)
    slips = [a_file("回单1.pdf", a_pdf_of(2)), a_file("回单2.pdf", a_pdf_of(3))]
    files = {"file:合同": a_file("云服务合同.pdf"), "file:付款凭证": slips}
    done = sent(agent, number, "submit", annual_service_fee="186400", lines={line: ""}, **files)
    assert done.status_code == 302
    assert (stage_of(number), attached(number)) == ("running", ["合同", "付款凭证", "付款凭证"])


def test_a_file_chosen_is_taken_in_at_once_and_stands_in_the_list(agent: Client) -> None:
    number = begun(agent)
    live = sent(agent, number, live=True, annual_service_fee="186400", **{"file:合同": a_file("云服务合同.pdf")}).text
    assert "云服务合同.pdf" in live
    assert "已附 1 份" in live
    assert attached(number) == ["合同"]


def test_a_document_sent_before_is_picked_for_another_case(agent: Client) -> None:
    sent(agent, begun(agent), **{"file:合同": a_file("云服务合同.pdf")})
    number = begun(agent, year=2022)
    own = list_documents(MINE, AGENT).rows[0]
    assert f'<option value="{own.id}">云服务合同.pdf（合同）</option>' in agent.get(f"/cases/{number}/form/").text
    assert sent(agent, number, **{"pick:合同": str(own.id)}).status_code == 302
    assert attached(number) == ["合同"]


def test_another_firm_s_document_is_not_picked(agent: Client, other_agent: Client) -> None:
    sent(other_agent, begun(other_agent, uscc=OTHERS), **{"file:合同": a_file("别家的合同.pdf")})
    theirs = list_documents(OTHERS, OTHER_AGENT).rows[0]
    number = begun(agent)
    refused = sent(agent, number, **{"pick:合同": str(theirs.id)})
    assert (refused.status_code, attached(number)) == (422, [])


def test_what_is_no_document_is_told_beside_its_requirement_and_the_rest_is_kept(agent: Client) -> None:
    number = begun(agent)
    refused = sent(agent, number, annual_service_fee="186400", **{"file:合同": a_file("合同.pdf", b"MZ this is no PDF")})
    assert refused.status_code == 422
    assert "合同.pdf 没有存" in refused.text
    assert "其余都已保存" in refused.text
    assert 'value="186400"' in agent.get(f"/cases/{number}/form/").text
    assert attached(number) == []


def test_a_document_is_taken_off_again(agent: Client) -> None:
    number = begun(agent)
    sent(agent, number, **{"file:合同": a_file("合同.pdf")})
    document = CaseDocument.objects.get().document
    done = sent(agent, number, f"drop:{document}:合同")
    assert done["Location"].startswith(f"/cases/{number}/form/#document-")
    assert attached(number) == []

