"""The rules of the readiness example as somebody would work them out by hand."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

NO_LEVEL = ""
LEVEL_FROM = {"I": 67, "II": 73, "III": 80, "IV": 88}
# With the least share of documents that are signed, in per cent.
LEAST = {**LEVEL_FROM, "signed": 50}


def naive(
    row: Mapping[str, str], of: Mapping[str, Mapping[str, Any]], least: Mapping[str, int]
) -> str:
    """The level of a unit; "" where it has none. `of`: its figures by the command; `least`: the
    points of each level, and the per cent of documents to be signed."""

    def share(part: str, *whole: str) -> Fraction:
        sides = int(row[part]), sum(int(row[one]) for one in whole)
        return Fraction(*sides) if sides[1] else Fraction(0)

    computers = share("staff_with_computer", "staff")
    signed = share("documents_signed", "documents")
    there = [row[code] == "1" for code in ("lan_fibre", "wan", "one_stop_installed")]
    conditions = (
        10 * computers
        + 8 * there[0]
        + 8 * there[1]
        + 10 * there[2]
        + 8 * share("mailboxes_used", "mailboxes")
        + 8 * share("document_accounts_active", "document_accounts")
        + 8 * signed
        + 6 * share("services_with_online_dossiers", "services_level_3", "services_level_4")
    )
    if row["iso_9001"]:
        conditions += 4 * int(row["iso_9001"])
    else:
        conditions += 2 * share("post_points_online", "post_points")
        conditions += 2 * share("post_points_public_access", "post_points")
    if (
        not all(there)
        or computers < Fraction(8, 10)
        or signed < Fraction(least["signed"], 100)
        or conditions < 40
    ):
        return NO_LEVEL
    online = min(rate(of["online_share"]) * 10, Fraction(1))
    results = 18 * rate(of["on_time_all"]) + 8 * online + 4 * (1 - rate(of["overdue_share"]))
    points = conditions + results
    return next((name for name in ("IV", "III", "II", "I") if points >= least[name]), NO_LEVEL)


def rate(figure: Mapping[str, Any]) -> Fraction:
    if not figure["denominator"]:
        return Fraction(0)
    return Fraction(figure["numerator"], figure["denominator"])
