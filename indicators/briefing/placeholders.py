"""What a report is made of, by name: the fixed list of placeholders of templates, which the
built-in layout uses as well. Names are our terms without accents; each has one in English.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.briefing import tables
from indicators.briefing.facts import Facts
from indicators.briefing.periods import named
from indicators.briefing.report import Report
from indicators.briefing.sentences import below, compared, data, flow, procedures, rates
from indicators.charts.chart import Chart
from indicators.tables import Table
from indicators.values import NOTHING
from indicators.writing import count, day, share
from units.models import Level
from units.names import fold


class Kind(StrEnum):
    """What stands in the place of a placeholder."""

    TEXT = "text"
    PARAGRAPHS = "paragraphs"
    TABLE = "table"
    CHART = "chart"


KIND_NAMES: Mapping[Kind, str | Promise] = {
    Kind.TEXT: _("words within a line"),
    Kind.PARAGRAPHS: _("paragraphs"),
    Kind.TABLE: _("table, in a paragraph of its own"),
    Kind.CHART: _("chart, in a paragraph of its own"),
}


@dataclass(frozen=True)
class Placeholder:
    """A name, its English one, what it gives and an example; `give` makes it of a report: a text,
    a list of paragraphs, a table or a chart, by its kind (None: there is none)."""

    name: str
    english: str
    kind: Kind
    label: str | Promise
    example: str
    give: Callable[[Report], str | list[str] | Table | Chart | None]


def _text(
    name: str, english: str, label: str | Promise, example: str, give: Callable[[Facts], str]
) -> Placeholder:
    return Placeholder(name, english, Kind.TEXT, label, example, lambda one: give(one.facts))


def _paragraphs(
    name: str, english: str, label: str | Promise, example: str, give: Callable[[Facts], list[str]]
) -> Placeholder:
    return Placeholder(name, english, Kind.PARAGRAPHS, label, example, lambda one: give(one.facts))


def _table(
    name: str, english: str, label: str | Promise, give: Callable[[Facts], Table | None]
) -> Placeholder:
    return Placeholder(name, english, Kind.TABLE, label, "", lambda one: give(one.facts))


def _number(code: str) -> Callable[[Facts], str]:
    return lambda facts: count(facts.number(code))


def _share(code: str) -> Callable[[Facts], str]:
    return lambda facts: share(facts.now.get(code, NOTHING).value)


def _target(facts: Facts) -> str:
    return share(facts.aims.get("on_time_all"))


def _units(level: Level | None) -> Callable[[Facts], Table | None]:
    def give(facts: Facts) -> Table | None:
        found = tables.nearest(facts) if level is None else tables.of_level(facts, level)
        return None if found is None else tables.units_of(found)

    return give


PLACEHOLDERS: Sequence[Placeholder] = (
    _text("don_vi", "unit", _("the unit"), "Tỉnh Gia Lai", lambda one: one.name),
    _text("ky", "period", _("the period"), "năm 2018", lambda one: named(one.period)),
    _text(
        *("tu_ngay", "from_day", _("the first day of the period"), "01/01/2018"),
        lambda one: day(one.period.begins_on),
    ),
    _text(
        *("den_ngay", "to_day", _("the last day of the period"), "31/12/2018"),
        lambda one: day(one.period.ends_on),
    ),
    _text(
        *("ngay_so_lieu", "data_day", _("the data date"), "31/12/2018"),
        lambda one: day(one.coverage.data_at(one.period) if one.coverage else None),
    ),
    _text(
        *("ngay_lap", "made_on", _("the day on which the document is made"), "05/01/2019"),
        lambda one: day(timezone.localdate()),
    ),
    _text("tiep_nhan", "received", _("received in the period"), "232.325", _number("received")),
    _text("truc_tuyen", "online", _("handed in online"), "58.117", _number("online")),
    _text("truc_tiep", "in_person", _("handed in at the counter"), "170.982", _number("in_person")),
    _text("buu_chinh", "by_post", _("handed in by public post"), "3.226", _number("postal")),
    _text(
        *("ky_truoc_chuyen_sang", "carried_over", _("carried over from the period before")),
        *("6.285", lambda one: count(one.carried_over)),
    ),
    _text("da_giai_quyet", "resolved", _("resolved"), "216.738", _number("resolved")),
    _text("truoc_han", "early", _("resolved early"), "98.214", _number("early")),
    _text("dung_han", "on_time", _("resolved on time"), "109.421", _number("punctual")),
    _text("qua_han", "late", _("resolved late"), "9.103", _number("late")),
    _text("rut", "withdrawn", _("withdrawn by the citizen"), "12", _number("withdrawn")),
    _text("dung_xu_ly", "stopped", _("stopped"), "3", _number("stopped")),
    _text("dang_giai_quyet", "in_progress", _("in progress"), "21.872", _number("in_progress")),
    _text("trong_han", "within_due", _("in progress, within due"), "18.110", _number("within_due")),
    _text("dang_qua_han", "overdue", _("in progress, overdue"), "3.762", _number("overdue")),
    _text("cho_bo_sung", "waiting", _("waiting for the citizen"), "45", _number("waiting")),
    _text(
        *("ty_le_dung_han", "on_time_share", _("on time, with those in progress")),
        *("94,6%", _share("on_time_all")),
    ),
    _text(
        *("ty_le_dung_han_da_giai_quyet", "resolved_on_time_share", _("on time, of the resolved")),
        *("95,8%", _share("on_time")),
    ),
    _text(
        *("ty_le_truc_tuyen", "online_share", _("handed in online, as a share")),
        *("25,0%", _share("online_share")),
    ),
    _text("chi_tieu", "target", _("the target of the share on time"), "95,0%", _target),
    _paragraphs(
        *("doan_tiep_nhan", "received_text", _("what was received and how, and carried over")),
        *("Trong năm 2018, các cơ quan, địa phương đã tiếp nhận 232.325 hồ sơ, …", flow.received),
    ),
    _paragraphs(
        *("doan_giai_quyet", "resolved_text", _("what was resolved, withdrawn and stopped")),
        *("Đã giải quyết 216.738 hồ sơ, gồm …", flow.resolved),
    ),
    _paragraphs(
        *("doan_dang_giai_quyet", "in_progress_text", _("what is in progress")),
        *("Tính đến ngày 31/12/2018, đang giải quyết 21.872 hồ sơ, …", flow.in_progress),
    ),
    _paragraphs(
        *("doan_dung_han", "on_time_text", _("the rates of being on time, each of its own total")),
        *("Tỷ lệ … đạt 94,6% (225.745/238.610 …).", rates.on_time),
    ),
    _paragraphs(
        *("doan_truc_tuyen", "online_text", _("the online share against its target")),
        *("Tỷ lệ hồ sơ nộp trực tuyến đạt 25,0% …", rates.online),
    ),
    _paragraphs(
        *("doan_so_sanh", "compared_text", _("against the period before and a year earlier")),
        *("So với năm 2017: …", compared.compared),
    ),
    _paragraphs(
        *("doan_don_vi", "units_text", _("first and last units")),
        *("17/17 huyện, thị xã, thành phố được xếp hạng …", below.first_and_last),
    ),
    _paragraphs(
        *("doan_duoi_chi_tieu", "below_target_text", _("units below their target")),
        *("Trong số 17 huyện, thị xã, thành phố …", below.below_target),
    ),
    _paragraphs(
        *("doan_linh_vuc", "fields_text", _("fields and procedures with most late dossiers")),
        *("Hồ sơ quá hạn tập trung ở các lĩnh vực: …", procedures.most_late),
    ),
    _paragraphs(
        *("doan_so_lieu", "data_text", _("data date, missing exports, what the data lack")),
        *("Số liệu được tổng hợp từ dữ liệu đến ngày 31/12/2018.", lambda one: _of_data(one)),
    ),
    _paragraphs(
        *(
            "doan_thay_doi",
            "changes_text",
            _("changes of territory and tasks, such as of 1/7/2025"),
        ),
        *("Từ ngày 01/07/2025, … cùng địa bàn nhưng nhiều nhiệm vụ hơn …", data.changes),
    ),
    _table(
        "bang_so_lieu",
        "figures_table",
        _("all figures beside earlier periods"),
        tables.main_figures,
    ),
    _table("bang_don_vi", "units_table", _("the units of the nearest level below"), _units(None)),
    _table(
        *("bang_so_nganh", "departments_table", _("the departments below")),
        _units(Level.DEPARTMENT),
    ),
    _table("bang_cap_huyen", "districts_table", _("the districts below"), _units(Level.DISTRICT)),
    _table("bang_cap_xa", "communes_table", _("the communes below"), _units(Level.COMMUNE)),
    _table("bang_linh_vuc", "fields_table", _("fields with most late dossiers"), tables.fields),
    _table(
        *("bang_thu_tuc", "procedures_table", _("procedures with most late dossiers")),
        tables.procedures,
    ),
    Placeholder(
        *("bieu_do_xu_huong", "trend_chart", Kind.CHART, _("the share on time by month"), ""),
        lambda one: one.trend,
    ),
    Placeholder(
        *("bieu_do_don_vi", "units_chart", Kind.CHART, _("first and last units of the level")),
        *("", lambda one: one.league),
    ),
)
BY_NAME = {name: one for one in PLACEHOLDERS for name in (one.name, one.english)}
PATTERN = re.compile(r"\{\{([^{}]*)\}\}")


def _of_data(facts: Facts) -> list[str]:
    return [
        *data.data_date(facts),
        *data.completeness(facts),
        *data.on_map(facts),
        *data.reported(facts),
        *data.lacking(facts),
    ]


def known_as(text: str) -> Placeholder | None:
    """The placeholder that a text between braces names, with or without accents, capitals and
    spaces; None where there is none."""
    return BY_NAME.get(_plain(text))


def nearest_to(text: str) -> str:
    """The name that is most like an unknown one; "" where none is."""
    return next(iter(get_close_matches(_plain(text), list(BY_NAME), n=1, cutoff=0.5)), "")


def _plain(text: str) -> str:
    return "_".join(fold(text.strip()).replace("_", " ").split())
