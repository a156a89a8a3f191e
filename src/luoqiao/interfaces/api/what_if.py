"""/clauses/{clause}/parameters and /what-if: the numbers that may be turned, and what turning them would cost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import UnknownClause
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import choose
from luoqiao.core.rules.parameters import parameters_of, read_values
from luoqiao.core.rules.present_parameters import parameter_data
from luoqiao.core.rules.present_trial import change_data, cost_data, marginal_data
from luoqiao.core.rules.scenario import TODAY, Scenario, Turned, check_scenario, words_of
from luoqiao.core.rules.trial import Trial
from luoqiao.core.rules.trial_readings import by_readings
from luoqiao.core.rules.trial_result import Cost, Group
from luoqiao.interfaces.api.calculate import whole_numbers
from luoqiao.interfaces.api.conditional import answer, as_json
from luoqiao.interfaces.api.framework import POST_ERRORS, READ_ERRORS
from luoqiao.interfaces.api.schemas_what_if import ParametersOut, WhatIfIn, WhatIfOut
from luoqiao.interfaces.api.what_if_population import LABELS, Crowd, crowd_of
from luoqiao.policies.pack import Pack

router = Router(tags=["试算"])


@router.get(
    "/clauses/{clause}/parameters",
    operation_id="list_parameters",
    summary="一个条款里可调的数",
    response={200: ParametersOut, **READ_ERRORS},
    by_alias=True,
)
def list_parameters(request: HttpRequest, clause: str, pack: str | None = None) -> HttpResponseBase:
    """比例、最高额、界限、奖励、月数和期限：现在是多少，可以调到多少，依据哪句原文。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    if clause not in whole.clauses:
        raise UnknownClause(clause, whole.clauses)
    found = parameters_of(whole.clauses[clause], whole.basis.tiers)
    data = {"clause": clause, "parameters": [parameter_data(one) for one in found]}
    return answer(request, data, version.digest)


@router.post(
    "/clauses/{clause}/what-if",
    operation_id="try_clause",
    summary="试算一个设想",
    response={200: WhatIfOut, **POST_ERRORS},
)
def try_clause(request: HttpRequest, clause: str, body: WhatIfIn, pack: str | None = None) -> HttpResponse:
    """换几个数、几种读法：一年要多少钱，与现行相比，按不同读法，谁受益。企业是导入的那些；没有导入时是合成的示例。"""
    whole = queries.get_pack(pack)
    found = queries.get_clause(clause, pack)
    on = body.on or whole.default_day(today())
    values = read_values(found, whole_numbers(body.values), whole.basis.tiers)
    turned = Scenario("设想", {clause: Turned(body.readings, values)}, on)
    check_scenario(turned, {clause: found}, whole.basis, on)
    crowd = crowd_of(whole, found)
    trial = Trial({clause: found}, {clause: crowd.takers}, on=on, basis=whole.basis)
    return as_json(_data(whole, found, crowd, trial, turned))


def _data(pack: Pack, clause: t.Clause, crowd: Crowd, trial: Trial, scenario: Scenario) -> dict[str, Any]:
    name = clause.identifier
    readings = scenario.turned(name).readings
    before = Scenario(TODAY, {name: Turned(readings)}, scenario.on)
    compared = trial.compare(scenario, before, labels=LABELS)
    under = by_readings(trial, name, before, scenario)
    used = choose(clause, pack.basis, readings, scenario.on or trial.on)
    return {
        "clause": name,
        "on": (scenario.on or trial.on).isoformat(),
        "population": {
            "title": crowd.title, "synthetic": crowd.synthetic, "enterprises": crowd.enterprises,
            "taking_part": len(crowd.takers),
        },
        "words": list(words_of(scenario, {name: clause}, pack.basis)),
        "readings": {one.question: one.letter for one in used},
        "today": _cost(compared.before),
        "scenario": _cost(compared.after),
        "change": change_data(compared.change),
        "by_readings": [
            {
                "readings": dict(row.letters), "chosen": row.chosen, "default": row.default,
                "today": _cost(row.before), "scenario": _cost(row.after),
            }
            for row in under.rows
        ],
        "idle_readings": list(under.idle),
        "groups": [_group(group) for group in compared.groups],
        "marginal": [_marginal(one, clause, pack) for one in trial.marginal(scenario, [name])],
    }  # fmt: skip


def _cost(cost: Cost) -> dict[str, Any]:
    """A cost with the tiers under one name, so that its shape is the same for every pack."""
    data = cost_data(cost)
    return {
        "tiers": {tier: data[tier] for tier in cost.by_tier}, "total": data["total"],
        "taking_part": cost.taking_part, "helped": cost.helped, "undetermined": cost.undetermined,
        "high": data.get("high", {}),
    }  # fmt: skip


def _group(group: Group) -> dict[str, Any]:
    return {
        "label": group.label, "name": group.name, "today": _cost(group.before), "scenario": _cost(group.after),
        "change": change_data(group.change),
    }  # fmt: skip


def _marginal(one: Any, clause: t.Clause, pack: Pack) -> dict[str, Any]:
    data = marginal_data(one, {clause.identifier: clause}, pack.basis)
    return {key: data[key] for key in ("parameter", "label", "step", "cost", "helped")}
