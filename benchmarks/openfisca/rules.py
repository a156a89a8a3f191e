"""七项条款写成 OpenFisca: the seven items as an OpenFisca author writes them, in yuan."""

from __future__ import annotations

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import YEAR
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Firm = build_entity(key="firm", plural="firms", label="企业", is_person=True)
WAN, YI = 1e4, 1e8


class EquipmentKind(Enum):
    """The kind of a first set; firms without one have `none`."""

    none = "无"
    complete = "整机"
    key_component = "关键配套基础件"


class Event(Enum):
    """What happened to the title."""

    none = "无"
    new = "新认定"
    recheck_passed = "复核通过"


def _variable(name, value_type=float, **more):
    plain = {"value_type": value_type, "entity": Firm, "definition_period": YEAR, "label": name}
    return type(name, (Variable,), {**plain, **more})


INPUTS = [
    _variable("annual_service_fee"),
    _variable("production_equipment_investment"),
    _variable("provincial_base"),
    _variable("provincial_leading_enterprise", bool),
    _variable("kind", Enum, possible_values=EquipmentKind, default_value=EquipmentKind.none),
    _variable("market_unit_price"),
    _variable("batch_contract_price"),
    _variable("completed_investment"),
    _variable("it_investment"),
    _variable("annual_transaction"),
    _variable("newly_recognised", bool),
    _variable("event", Enum, possible_values=Event, default_value=Event.none),
]


def to_fen(yuan):
    """Half up to the fen."""
    return np.floor(yuan * 100 + 0.5) / 100


def _cloud_city(firm, period):
    fee = firm("annual_service_fee", period)
    return np.where(fee > 5 * WAN, np.minimum(to_fen(fee * 0.3), 10 * WAN), 0)


def _cloud_district(firm, period):
    return np.minimum(to_fen(firm("cloud_adoption__city", period) * 0.2), 2 * WAN)


def _upgrade_province(firm, period):
    cap = np.where(firm("provincial_leading_enterprise", period), 1000 * WAN, 500 * WAN)
    return np.minimum(to_fen(firm("provincial_base", period) * 0.05), cap)


def _upgrade_city(firm, period):
    return np.minimum(to_fen(firm("production_equipment_investment", period) * 0.07), 200 * WAN)


def _upgrade_district(firm, period):
    upper = firm("technology_upgrade__province", period) + firm("technology_upgrade__city", period)
    return to_fen(upper * 0.2)


def _first_set_province(firm, period):
    kind = firm("kind", period)
    complete = np.minimum(to_fen(firm("market_unit_price", period) * 0.6), 200 * WAN)
    part = np.minimum(to_fen(firm("batch_contract_price", period) * 0.6), 30 * WAN)
    return np.select([kind == EquipmentKind.complete, kind == EquipmentKind.key_component], [complete, part], 0)


def _first_set_award(amount):
    def formula(firm, period):
        return np.where(firm("kind", period) == EquipmentKind.complete, amount, 0)

    return formula


def _five_g_province(firm, period):
    invested = firm("completed_investment", period)
    steps = [invested >= 2000 * WAN, invested >= 1000 * WAN, invested >= 500 * WAN]
    return np.select(steps, [300 * WAN, 200 * WAN, 100 * WAN], 0)


def _five_g_city(firm, period):
    share = np.minimum(to_fen(firm("it_investment", period) * 0.3), 20 * WAN)
    return np.where(firm("completed_investment", period) >= 500 * WAN, share, 0)


def _five_g_district(firm, period):
    return to_fen(firm("five_g_demo__province", period) * 0.05)


def _supply_award(*amounts):
    def formula(firm, period):
        volume = firm("annual_transaction", period)
        return np.select([volume >= 30 * YI, volume >= 10 * YI, volume >= 5 * YI], amounts, 0)

    return formula


def _champion_award(amount):
    def formula(firm, period):
        return np.where(firm("newly_recognised", period), amount, 0)

    return formula


def _event_award(event, amount):
    def formula(firm, period):
        return np.where(firm("event", period) == event, amount, 0)

    return formula


FORMULAS = {
    "cloud_adoption__city": _cloud_city,
    "cloud_adoption__district": _cloud_district,
    "technology_upgrade__province": _upgrade_province,
    "technology_upgrade__city": _upgrade_city,
    "technology_upgrade__district": _upgrade_district,
    "first_set_national__province": _first_set_province,
    "first_set_national__city": _first_set_award(200 * WAN),
    "first_set_national__district": _first_set_award(30 * WAN),
    "five_g_demo__province": _five_g_province,
    "five_g_demo__city": _five_g_city,
    "five_g_demo__district": _five_g_district,
    "supply_chain_platform__city": _supply_award(90 * WAN, 30 * WAN, 15 * WAN),
    "supply_chain_platform__district": _supply_award(30 * WAN, 10 * WAN, 5 * WAN),
    "champion_national__province": _champion_award(100 * WAN),
    "champion_national__district": _champion_award(30 * WAN),
    "little_giant__province": _event_award(Event.new, 50 * WAN),
    "little_giant__city": _event_award(Event.recheck_passed, 5 * WAN),
    "little_giant__district": _event_award(Event.new, 30 * WAN),
}


def system():
    """The tax and benefit system of the comparison."""
    built = TaxBenefitSystem([Firm])
    built.add_variables(*INPUTS, *(_variable(name, formula=formula) for name, formula in FORMULAS.items()))
    return built
