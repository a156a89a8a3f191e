"""收材料: whole or not at all, once for each owner, seen within the scope, never altered."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from luoqiao.adapters.object_store import open_store
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.evidence.errors import MayNotEnter, NotThere
from luoqiao.apps.evidence.models import Document
from luoqiao.apps.evidence.queries import find_documents, list_documents, seen_document, uses_of
from luoqiao.apps.evidence.services import (
    describe_document,
    enter_invoice,
    note_download,
    put_away,
    record_fact,
)
from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.core.evidence.document_category import Category, guess_category, read_category
from luoqiao.core.evidence.document_kind import DocumentRefused
from luoqiao.core.evidence.document_store import DocumentStore
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.document_intake import clear_leftovers, take_in
from tests.adapters.document_preview.documents import a_pdf

from .builders import AT, MINE, OTHER_TOWN, OTHERS, a_firm, agent, clerk, holding, officer, stated

pytestmark = pytest.mark.django_db

PDF = a_pdf((595, 842), (595, 842))


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return open_store("", tmp_path / "documents")


def take(
    store: DocumentStore, content: bytes = PDF, name: str = "上云合同.pdf", uscc: str = MINE, who: Actor | None = None
) -> int:
    kept = take_in(io.BytesIO(content), name, store=store, actor=who or agent(uscc), at=AT, enterprise=uscc)
    return kept.document.id


def files(store: DocumentStore) -> int:
    return len(list(store.list_kept()))


def test_a_document_is_kept_with_its_digests_pages_and_what_it_seems_to_be(store: DocumentStore) -> None:
    a_firm()
    seen = seen_document(take(store), clerk())
    assert (seen.kind.id, seen.pages, seen.category, seen.title) == ("pdf", 2, Category.CONTRACT, "上云合同.pdf")
    assert (len(seen.sha256), len(seen.sm3), seen.size) == (64, 64, len(PDF))
    with store.open(seen.sha256) as content:
        assert content.read() == PDF
    assert [entry.action for entry in list_entries(f"document:{seen.id}")] == ["document.added"]


def test_the_same_bytes_of_the_same_owner_are_one_document(store: DocumentStore) -> None:
    a_firm()
    a_firm(OTHERS)
    first = take(store)
    assert take(store, name="换个名字.pdf") == first
    assert take(store, uscc=OTHERS) != first
    assert (Document.objects.count(), files(store)) == (2, 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "空.pdf"), (b"MZ" + b"\0" * 100, "合同.pdf"), (PDF, "合同.exe"), (PDF[:200], "合同.pdf"), (PDF, "合同.docx")],
)
def test_what_is_not_what_its_name_says_leaves_nothing(store: DocumentStore, content: bytes, name: str) -> None:
    a_firm()
    with pytest.raises(DocumentRefused):
        take(store, content, name)
    assert (Document.objects.count(), files(store)) == (0, 0)


def test_an_upload_that_breaks_off_leaves_nothing(store: DocumentStore, tmp_path: Path) -> None:
    a_firm()

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(100)

    with pytest.raises(ConnectionResetError):
        take_in(Broken(PDF), "合同.pdf", store=store, actor=agent(), at=AT, enterprise=MINE)
    assert Document.objects.count() == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_bytes_that_nobody_named_are_cleared_a_day_later(store: DocumentStore, tmp_path: Path) -> None:
    a_firm()
    with pytest.raises(NoSuchEnterprise):
        take(store, who=agent(OTHERS))
    assert files(store) == 1, "kept before the row was refused"
    named = take(store, a_pdf())
    now = timezone.now()
    assert clear_leftovers(store, now) == (0, 0)
    for file in (tmp_path / "documents" / "objects").rglob("*"):
        os.utime(file, (0, 0))
    assert clear_leftovers(store, now + timedelta(hours=1)) == (0, 1)
    with store.open(seen_document(named, agent()).sha256) as content:
        assert content.read()


def test_documents_are_seen_and_changed_within_the_scope(store: DocumentStore) -> None:
    a_firm(park="p1")
    kept = take(store)
    for who in (agent(), clerk(), officer(), holding(Role.AUDITOR), holding(Role.PARK_MANAGER, "p1")):
        assert list_documents(MINE, who).count == 1
        assert kept in find_documents([kept], who)
    for who in (agent(OTHERS), clerk(OTHER_TOWN), holding(Role.EXPERT), holding(Role.PARK_MANAGER, "p2")):
        assert list_documents(MINE, who).count == 0
        assert find_documents([kept], who) == {}
        for deed in (
            lambda who=who: seen_document(kept, who), lambda who=who: put_away(document=kept, actor=who, at=AT),
            lambda who=who: note_download(document=kept, actor=who, at=AT),
        ):  # fmt: skip
            with pytest.raises(NotThere):
                deed()  # type: ignore[no-untyped-call] # bound now
    with pytest.raises(MayNotEnter):
        put_away(document=kept, actor=holding(Role.AUDITOR), at=AT)


def test_units_have_documents_of_their_own(store: DocumentStore) -> None:
    def take_of(who: Actor) -> int:
        return take_in(
            io.BytesIO(PDF), "市级名单.pdf", store=store, actor=who, at=AT, unit="industry_information"
        ).document.id  # fmt: skip

    kept = take_of(officer())
    with pytest.raises(MayNotEnter):
        take_of(holding(Role.OFFICER, "commerce"))
    with pytest.raises(MayNotEnter):
        take_of(agent())
    assert seen_document(kept, holding(Role.AUDITOR)).unit == "industry_information"
    for who in (agent(), clerk(), holding(Role.LEADER)):
        with pytest.raises(NotThere):
            seen_document(kept, who)


def test_put_away_it_is_not_offered_until_uploaded_again(store: DocumentStore) -> None:
    a_firm()
    kept = take(store)
    put_away(document=kept, actor=agent(), at=AT)
    assert list_documents(MINE, agent()).count == 0
    assert list_documents(MINE, agent(), with_put_away=True).count == 1
    assert seen_document(kept, agent()).put_away
    assert take(store) == kept
    assert list_documents(MINE, agent()).count == 1


def test_title_and_category_may_be_changed_the_bytes_never(store: DocumentStore) -> None:
    a_firm()
    kept = take(store)
    describe_document(document=kept, title="云主机合同 ", category=Category.OTHER, actor=agent(), at=AT)
    assert (seen_document(kept, agent()).title, seen_document(kept, agent()).original_name) == ("云主机合同", "上云合同.pdf")
    for change in (
        lambda: Document.objects.update(sha256="0" * 64), lambda: Document.objects.update(uploaded_by=99),
        lambda: Document.objects.all().delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_invoices_and_facts_rest_on_documents_of_the_own_enterprise(store: DocumentStore) -> None:
    a_firm()
    a_firm(OTHERS)
    kept, foreign = take(store), take(store, uscc=OTHERS)
    entered = enter_invoice(stated=stated(), enterprise=MINE, actor=agent(), at=AT, document=kept)
    assert entered.invoice.document == kept
    fact = NewFact(enterprise_subject(MINE), "staff", 3, year_period(2023), Source.DECLARED, document=kept)
    record_fact(fact=fact, actor=agent(), at=AT)
    uses = uses_of([kept, foreign])
    assert (len(uses[kept].invoices), uses[kept].facts, uses[foreign].facts) == (1, 1, 0)
    with pytest.raises(NotThere):
        enter_invoice(stated=stated(), enterprise=MINE, actor=agent(), at=AT, document=foreign)
    with pytest.raises(NotThere):
        record_fact(fact=NewFact(fact.subject, "staff", 4, fact.period, Source.DECLARED, document=foreign), actor=agent(), at=AT)


def test_a_name_tells_what_a_file_is_used_as() -> None:
    names = {
        "云服务合同.pdf": Category.CONTRACT, "银行回单.jpg": Category.PAYMENT, "数电票 0481.xml": Category.INVOICE,
        "IMG_2031.jpg": Category.PHOTO, "备案证.pdf": Category.PROJECT_RECORD, "a.pdf": Category.OTHER,
    }  # fmt: skip
    assert {name: guess_category(name) for name in names} == names
    assert read_category("付款凭证", "合同.pdf") is Category.PAYMENT
    assert read_category("", "合同.pdf") is Category.CONTRACT
