"""预估、待兑现: does the answer still hang on what an upper tier grants or an officer approves (G3, G4)?"""

from collections.abc import Mapping
from datetime import date

from tests.oracle.luojiang import Verdict


def is_estimate(
    clause: str, facts: Mapping[str, object], readings: Mapping[str, str], verdict: Verdict
) -> bool:
    """An entitled answer is an estimate while it leans on a ceiling, or on a grant that is not known yet."""
    if verdict.outcome != "entitled":
        return False
    no_province, no_city = facts.get("granted_province") is None, facts.get("granted_city") is None
    match clause:
        case "first_set_national" | "first_set_provincial" | "industrial_app":
            return True
        case "cloud_adoption":
            return no_city
        case "technology_upgrade":
            return no_province or no_city
        case "five_g_demo":
            return no_province
        case "upgrade_loan_interest":
            if readings.get("X-03") == "B":
                return no_province or no_city
            drawn = date.fromisoformat(str(facts["drawdown_on"]))
            return no_province and no_city and drawn.year == 2023
        case "supply_chain_platform":
            return no_city and verdict.shares["district"] > 0 and readings.get("X-26") != "B"
        case "champion_national" | "champion_provincial" | "little_giant" | "srdi":
            return no_province and verdict.shares["district"] > 0
    return False


def awaited(
    clause: str, facts: Mapping[str, object], readings: Mapping[str, str], verdict: Verdict
) -> dict[str, str]:
    """待上级兑现: the tiers whose share stands on an upper tier's grant that is not known yet (X-26), and which."""
    lower, upper = {
        "upgrade_loan_interest": ("city", "province"),
        "first_set_national": ("district", "city"),
        "first_set_provincial": ("district", "city"),
        "supply_chain_platform": ("district", "city"),
        "champion_national": ("district", "province"),
        "champion_provincial": ("district", "province"),
        "little_giant": ("district", "province"),
        "srdi": ("district", "province"),
    }.get(clause, ("", ""))
    stands = bool(lower) and verdict.shares[lower] > 0 and readings.get("X-26") != "B"
    return {lower: upper} if stands and facts.get(f"granted_{upper}") is None else {}
