"""逐条手算: each of the fourteen clauses of 泉洛政办〔2022〕31号 worked out from its words.

A function answers the amounts by tier before settling, or None where a condition of the sentence fails.
The four questions whose inputs are optional (X-02, X-08, X-13, X-14) have a function of their own.
"""

from datetime import date
from fractions import Fraction

from tests.oracle.hand import (
    CITY,
    DISTRICT,
    PROGRAMME,
    PROJECT,
    PROVINCE,
    WHOLE,
    YEARLY,
    Case,
    NotAllowedError,
    money_of,
    percent,
    to_fen,
    wan,
    yi,
)

Shares = dict[str, int]
NOTHING = Fraction(0)


def cloud_adoption(case: Case) -> Shares | None:
    """上云上平台: above 50,000 a year the city pays 30 % to 100,000, the district 20 % of that."""
    fee = case.money("annual_service_fee")
    if fee <= wan(5):
        return None
    base = fee - wan(5) if case.reads("X-12") == "B" else fee
    city = case.settle(CITY, min(base * percent(30), case.left(wan(10), CITY, YEARLY)))
    district = min(city * percent(20), case.left(wan(2), DISTRICT, YEARLY))
    if case.reads("X-11") == "B":
        district = case.once(district, DISTRICT, PROGRAMME)
    return {CITY: city, DISTRICT: case.settle(DISTRICT, district)}


def technology_upgrade(case: Case) -> Shares | None:
    """技术改造: province at most 5 % to 5 (10) million, city 7 % to 2 million, district 20 % of these."""
    unit = PROGRAMME if case.reads("X-22") == "B" else YEARLY
    most = wan(1000) if case.yes("provincial_leading_enterprise") else wan(500)
    province = case.settle(
        PROVINCE, min(case.money("provincial_base") * percent(5), case.left(most, PROVINCE, unit))
    )
    rate = case.rate("city_approved_rate")
    if rate is None:
        rate = percent(7)
    elif case.reads("X-01") == "B":
        if not percent(7) <= rate <= 1:
            raise NotAllowedError("city_approved_rate")
    elif not 0 <= rate <= percent(7):
        raise NotAllowedError("city_approved_rate")
    city = case.settle(CITY, min(city_upgrade_base(case) * rate, case.left(wan(200), CITY, unit)))
    both = max(province, city) if case.reads("X-03") == "C" else province + city
    return {PROVINCE: province, CITY: city, DISTRICT: case.settle(DISTRICT, both * percent(20))}


def city_upgrade_base(case: Case) -> Fraction:
    """X-02: the body says production equipment investment, the annex production investment."""
    if case.reads("X-02") == "B":
        return case.money("production_investment")
    return case.money("production_equipment_investment")


def upgrade_loan_interest(case: Case) -> Shares | None:
    """技改贷款贴息: 2 % a year from the province for three years, 1 % more from the city for 2023."""
    if not (case.yes("provincial_key_project") and case.yes("partner_bank")):
        return None
    first, drawn = case.day("first_drawdown_on"), case.day("drawdown_on")
    last = (first.year + 3, first.month, first.day)
    if drawn < first or (drawn.year, drawn.month, drawn.day) > last:
        return None
    whole = (last[0] - drawn.year) * 12 + last[1] - drawn.month - (last[2] < drawn.day)
    months = min(case.count("months"), whole)
    one_percent = case.money("principal") * percent(1) * months / 12
    province = case.settle(PROVINCE, 2 * one_percent)
    in_2023 = date(2023, 1, 1) <= drawn <= date(2023, 12, 31)
    city = case.settle(CITY, case.on_top_of(PROVINCE, one_percent) if in_2023 else NOTHING)
    district = (province + city) * percent(20) if case.reads("X-03") == "B" else NOTHING
    return {PROVINCE: province, CITY: city, DISTRICT: case.settle(DISTRICT, district)}


def _first_set(case: Case, *, national: bool) -> Shares | None:
    """首台（套）: the province pays by price, city and district a fixed prize once for each product."""
    complete = case.word("kind", "complete", "key_component") == "complete"
    domestic = graded_domestic(case, national=national)
    rate = percent(60) if domestic else percent(30)
    if complete:
        price, most = case.money("market_unit_price"), wan(200) if domestic else wan(100)
    else:
        price, most = case.money("batch_contract_price"), wan(30) if domestic else wan(20)
    province = case.settle(PROVINCE, min(price * rate, most))
    prized = (complete or case.reads("X-16") == "B") and (not national or proof_accepted(case))
    city = case.settle(CITY, case.once(wan(200) if national else wan(50), CITY) if prized else NOTHING)
    prize = case.once(wan(30) if national else wan(10), DISTRICT) if prized else NOTHING
    return {PROVINCE: province, CITY: city, DISTRICT: case.settle(DISTRICT, on_top_of_city(case, prize))}


def on_top_of_city(case: Case, prize: Fraction) -> Fraction:
    """X-26: 在申请市级财政…的基础上: obtained (A), or only applied for (B)?"""
    return prize if case.reads("X-26") == "B" else case.on_top_of(CITY, prize)


def graded_domestic(case: Case, *, national: bool) -> bool:
    """X-14: does the provincial subsidy follow 国内? By level (A), or by the grade given (B)."""
    if case.reads("X-14") == "B":
        return case.word("provincial_grade", "domestic", "provincial") == "domestic"
    return national


def proof_accepted(case: Case) -> bool:
    """X-13: either proof (A), or the premium subsidy only (B)."""
    return case.reads("X-13") == "A" or case.yes("premium_subsidy")


def first_set_national(case: Case) -> Shares | None:
    """国家首台（套）."""
    return _first_set(case, national=True)


def first_set_provincial(case: Case) -> Shares | None:
    """省级首台（套）."""
    return _first_set(case, national=False)


def open_challenge(case: Case) -> Shares | None:
    """揭榜挂帅: project money up to 2 million from the city, 100,000 once from the district on success."""
    city = min(case.money("approved_project_fund"), case.left(wan(200), CITY, PROJECT))
    district = case.once(wan(10), DISTRICT) if case.yes("district_entity_succeeded") else NOTHING
    return {CITY: case.settle(CITY, city), DISTRICT: case.settle(DISTRICT, district)}


def industrial_internet_demo(case: Case) -> Shares | None:
    """工业互联网示范项目: 10 % up to a million a project, city and district half each."""
    total = min(case.money("it_investment") * percent(10), case.left(wan(100), WHOLE, PROJECT))
    match case.reads("X-06"):
        case "B":
            return {CITY: to_fen(total), DISTRICT: 0}
        case "C":
            return {CITY: to_fen(total), DISTRICT: to_fen(total)}
    return _halves(total)


def industrial_app(case: Case) -> Shares | None:
    """工业 APP: each app 30 % up to 100,000, city and district half each."""
    total = 0
    for item in case.items("apps"):
        spent = money_of(item.get("last_year_service_expenditure"), "last_year_service_expenditure")
        total += to_fen(min(spent * percent(30), wan(10)))
    return _halves(Fraction(total))


def _halves(total: Fraction) -> Shares:
    """1:1: the city's half is rounded, the district takes the rest."""
    whole = to_fen(total)
    city = to_fen(Fraction(whole, 2))
    return {CITY: city, DISTRICT: whole - city}


def five_g_demo(case: Case) -> Shares | None:
    """5G 应用示范项目: province by completed investment, city 30 % to 200,000, district 5 % of the former.

    An Internet-of-Things demonstration has the district's 5 % of what the province grants, and nothing else (X-08).
    """
    if internet_of_things(case):
        if case.reads("X-08") == "B":
            return None
        province = case.granted(PROVINCE)
        if province is None:
            province = to_fen(case.money("provincial_iot_subsidy"))
        return {PROVINCE: province, CITY: 0, DISTRICT: case.settle(DISTRICT, province * percent(5))}
    completed = case.money("completed_investment")
    if completed < wan(500):
        if case.reads("X-10") == "A":
            return None
        most = NOTHING
    elif completed < wan(1000):
        most = wan(100)
    elif completed < wan(2000):
        most = wan(200)
    else:
        most = wan(300)
    province = case.settle(PROVINCE, case.once(most, PROVINCE))
    city = min(case.money("it_investment") * percent(30), case.left(wan(20), CITY, PROJECT))
    return {
        PROVINCE: province,
        CITY: case.settle(CITY, city),
        DISTRICT: case.settle(DISTRICT, province * percent(5)),
    }


def internet_of_things(case: Case) -> bool:
    """X-08: is it a provincial Internet-of-Things demonstration, and not a 5G one (unless said)?"""
    return case.facts.get("provincial_iot_demo") is not None and case.yes("provincial_iot_demo")


def supply_chain_platform(case: Case) -> Shares | None:
    """供应链平台: a prize by yearly volume; a later, higher step pays the difference (X-05 A)."""
    volume = case.money("annual_transaction")
    if volume < yi(5):
        return None
    if volume < yi(10):
        city, district = wan(15), wan(5)
    elif volume < yi(30):
        city, district = wan(30), wan(10)
    else:
        city, district = wan(90), wan(30)
    if case.reads("X-04") == "B":
        district = NOTHING
    match case.reads("X-05"):
        case "A":
            city, district = case.left(city, CITY, PROGRAMME), case.left(district, DISTRICT, PROGRAMME)
        case "C":
            city, district = case.once(city, CITY, PROGRAMME), case.once(district, DISTRICT, PROGRAMME)
    return {CITY: case.settle(CITY, city), DISTRICT: case.settle(DISTRICT, on_top_of_city(case, district))}


def _champion(case: Case, province: int, district: int) -> Shares | None:
    """单项冠军: newly recognised, once for each firm or product."""
    if not case.yes("newly_recognised"):
        return None
    return _recognised(case, wan(province), NOTHING, wan(district))


def _srdi(case: Case, province: int, district: int) -> Shares | None:
    """专精特新: new recognition is paid by province and district, a passed re-check by the city."""
    if case.word("event", "new", "recheck_passed") == "new":
        return _recognised(case, wan(province), NOTHING, wan(district))
    return _recognised(case, NOTHING, wan(5), NOTHING)


def _recognised(case: Case, province: Fraction, city: Fraction, district: Fraction) -> Shares:
    district = case.on_top_of(PROVINCE, case.once(district, DISTRICT))
    return {
        PROVINCE: case.settle(PROVINCE, case.once(province, PROVINCE)),
        CITY: case.settle(CITY, case.once(city, CITY)),
        DISTRICT: case.settle(DISTRICT, district),
    }


def champion_national(case: Case) -> Shares | None:
    """国家级制造业单项冠军."""
    return _champion(case, 100, 30)


def champion_provincial(case: Case) -> Shares | None:
    """省级制造业单项冠军."""
    return _champion(case, 50, 10)


def little_giant(case: Case) -> Shares | None:
    """国家专精特新“小巨人”."""
    return _srdi(case, 50, 30)


def srdi(case: Case) -> Shares | None:
    """省“专精特新”中小企业."""
    return _srdi(case, 20, 10)
