"""Write the form II.06 of a unit and period as a workbook to be signed (DESIGN.md section 9)."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from indicators.coverage import read_period
from indicators.form_ii06.columns import COLUMNS
from indicators.form_ii06.form import Asked, By
from indicators.form_ii06.values import form_of
from indicators.form_ii06.workbook import workbook_of
from indicators.periods import Calendar, PeriodError
from indicators.selection import Scope
from indicators.writing import count
from units import command
from units.errors import UnitError
from units.queries import hierarchy
from units.whole_files import write_whole


class Command(command.Command):
    help = "Write the form II.06 of a unit and period as an xlsx file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--unit", required=True, help="a unit's code, or code@date")
        parser.add_argument("--period", required=True, help="2018, 2018-Q3, 2018-07, 2018-M9, ...")
        parser.add_argument("--calendar", choices=list(Calendar), default=Calendar.MONTH.value)
        parser.add_argument("--scope", choices=list(Scope), default=Scope.WHOLE.value)
        parser.add_argument("--by", choices=list(By), default=By.FIELD.value)
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        try:
            period = read_period(options["period"], Calendar(options["calendar"]))
            unit_id = hierarchy().resolve(options["unit"], on=period.ends_on)
            asked = Asked(unit_id, period, Scope(options["scope"]), By(options["by"]))
            form = form_of(asked)
            write_whole(output, workbook_of(form))
        except (PeriodError, UnitError) as error:
            self.stderr.write(" ".join(str(error).split()))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{output}: {error.strerror or error}.")
            sys.exit(2)
        columns = form.total.by_column if form.is_told else dict.fromkeys(COLUMNS)
        words = {
            "file": output,
            "received": count(columns[3]),
            "resolved": count(columns[7]),
            "in_progress": count(columns[11]),
        }
        self.stdout.write(
            _(
                "%(file)s: %(received)s received or carried over, %(resolved)s resolved,"
                " %(in_progress)s in progress."
            )
            % words
        )
