"""The plain tables of pages as sheets."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from indicators.exporting.about import plain
from indicators.tables import Column, Table, Value
from units.sheets.sheet import Cell, Fact, Kind, Sheet
from units.sheets.sheet import Column as SheetColumn


def table_sheet(table: Table, name: str, title: str, facts: Sequence[Fact]) -> Sheet:
    """All rows of the table with their values. Totals stay on the page: they are the sum of the
    rows, or of more than the rows."""
    kinds = [_kind(column) for column in table.all_columns]
    return Sheet(
        name=name,
        title=title,
        facts=facts,
        columns=[
            SheetColumn(column.name, column.label, kind)
            for column, kind in zip(table.all_columns, kinds, strict=True)
        ],
        rows=[
            [_cell(cell.told, kind) for cell, kind in zip(row.all_cells, kinds, strict=True)]
            for row in table.rows
        ],
    )


def _kind(column: Column) -> Kind:
    return column.kind or (Kind.COUNT if column.number else Kind.TEXT)


def _cell(value: Value, kind: Kind) -> Cell:
    if isinstance(value, Fraction | Decimal):
        return float(value) if kind == Kind.SHARE else plain(value)
    return value
