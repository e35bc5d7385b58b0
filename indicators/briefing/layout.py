"""The built-in report: which parts stand under which heading."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.briefing.placeholders import BY_NAME, Kind
from indicators.briefing.report import Report
from indicators.charts.chart import Chart
from indicators.tables import Table

Block = str | Table | Chart


@dataclass(frozen=True)
class Section:
    """A heading (with its number) and what stands below it: paragraphs, tables, charts."""

    heading: str
    blocks: Sequence[Block]


_ROMAN = ("I", "II", "III", "IV", "V")


def sections(report: Report) -> list[Section]:
    """The sections that have something to say, numbered."""
    filled = [
        (heading, blocks)
        for heading, names in parts()
        if (blocks := [block for name in names for block in blocks_of(report, name)])
    ]
    return [
        Section(f"{_ROMAN[number]}. {heading}", blocks)
        for number, (heading, blocks) in enumerate(filled)
    ]


def parts() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (
            _("RECEIPT AND HANDLING OF DOSSIERS"),
            ("doan_tiep_nhan", "doan_giai_quyet", "doan_dang_giai_quyet", "bang_so_lieu"),
        ),
        (
            _("ON TIME, ONLINE, AND COMPARED"),
            ("doan_dung_han", "bieu_do_xu_huong", "doan_truc_tuyen", "doan_so_sanh"),
        ),
        (
            _("RESULTS BY UNIT"),
            (
                *("doan_don_vi", "bieu_do_don_vi", "doan_duoi_chi_tieu"),
                *("bang_so_nganh", "bang_cap_huyen", "bang_cap_xa"),
            ),
        ),
        (_("FIELDS AND PROCEDURES"), ("doan_linh_vuc", "bang_linh_vuc", "bang_thu_tuc")),
        (_("WHAT THE FIGURES REST ON"), ("doan_so_lieu", "doan_thay_doi")),
    ]


def blocks_of(report: Report, name: str) -> list[Block]:
    """What a placeholder of paragraphs, a table or a chart gives, as far as there is something."""
    placeholder = BY_NAME[name]
    given = placeholder.give(report)
    if given is None:
        return []
    if placeholder.kind == Kind.PARAGRAPHS and isinstance(given, list):
        return list(given)
    return [given] if isinstance(given, Table | Chart) else [str(given)]
