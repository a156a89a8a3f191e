"""申报的搭建: a claim begun by a button, the form as a browser would send it."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.services import filing
from tests.adapters.document_preview.documents import a_pdf
from tests.apps.cases.stories import AGENT, AT, DOCUMENTS, MINE


def begun(browser: Client, clause: str = "cloud_adoption", year: int = 2023, **more: str) -> str:
    """The number of a case that was begun by the button."""
    sent = {"key": str(uuid4()), "uscc": MINE, "year": str(year), "clause": clause, **more}
    answer = browser.post("/my/claims/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    found = re.fullmatch(r"/cases/([\w-]+)/form/", answer["Location"])
    assert found, answer["Location"]
    return found[1]


def with_documents(number: str, *names: str) -> str:
    """The documents that the clause asks for, attached."""
    for place, name in enumerate(names or DOCUMENTS, 1):
        filing.attach_document(number=number, document=place, requirement=name, actor=AGENT, at=AT)
    return number


def sent(browser: Client, number: str, do: str = "save", key: str = "", live: bool = False, **fields: Any) -> Any:
    """The form sent; `lines` are ids of invoice lines with the amount typed or empty."""
    values: dict[str, Any] = {"do": do, "key": key or str(uuid4()), **fields}
    lines: dict[int, str] = values.pop("lines", {})
    values["line"] = [str(line) for line in lines]
    values |= {f"amount-{line}": text for line, text in lines.items()}
    headers = {"HX-Request": "true"} if live else {}
    return browser.post(f"/cases/{number}/form/", values, headers=headers)


def stage_of(number: str) -> str:
    """How the case stands."""
    return Case.objects.get(number=number).stage


def a_file(name: str, content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it; a PDF of one page unless told otherwise."""
    return SimpleUploadedFile(name, a_pdf() if content is None else content)
