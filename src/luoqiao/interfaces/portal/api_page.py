"""接口页: the addresses of the API as its own description lists them, and one request with the answer it gives."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.present import as_data
from luoqiao.interfaces.api.urls import api
from luoqiao.interfaces.portal.clause_examples import usual_examples
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.page import page
from luoqiao.policies.pack import Pack

SHOWN = ("clause", "outcome", "shares", "total", "estimate", "on", "readings", "open_questions")


def api_page(request: HttpRequest) -> HttpResponse:
    """What a program may ask, how, and where the full description is."""
    pack = queries.get_pack()
    schema = reverse("api:openapi-json")
    url, question, answer = _example(pack, request)
    context = {"table": _addresses(), "schema": schema, "url": url, "question": question, "answer": answer}
    return render(request, "pages/api.html", page(pack, "api", "接口") | context)


def _addresses() -> RuledTable:
    columns = (Column("做什么", bare=True), Column("方法"), Column("地址"))
    return RuledTable("接口地址", columns, tuple(_rows()), stacking=True)


def _rows() -> Iterator[Row]:
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            yield Row((Cell("key", operation["summary"]), Cell(text=method.upper()), Cell(text=path)))


def _example(pack: Pack, request: HttpRequest) -> tuple[str, str, str]:
    """The first usual case of the first clause: address, what is sent, the main parts of what comes back."""
    clause = next(iter(pack.clauses.values()))
    cells = next(iter(usual_examples(pack, clause))).example
    facts = {one.identifier: cells.cell(one.label) for one in clause.inputs if cells.cell(one.label)}
    on = pack.default_day(today())
    answer = as_data(explain(clause, read_facts(clause, facts), on=on, basis=pack.basis))
    shown = {key: answer[key] for key in SHOWN}
    url = request.build_absolute_uri(reverse("api:calculate_clause", args=(clause.identifier,)))
    return url, _json({"facts": facts}), _json(shown)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
