"""Take in the figures that units report: the form II.06, or a table of progress by unit."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Report
from indicators.periods import Calendar, Period, PeriodError, parse_period
from indicators.reported import actions
from indicators.reported.actions import ReportError
from indicators.reported.findings import Finding
from indicators.selection import Scope
from units import command
from units.errors import UnitError
from units.queries import hierarchy

_LISTED, _PRINTED = 1000, 20


class Command(command.Command):
    help = "Count the figures of a report for exactly its units, period and calendar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        of = parser.add_mutually_exclusive_group(required=True)
        of.add_argument("--unit", help="the unit that the report is of: a code, or code@date")
        of.add_argument("--under", help="the unit under which those lie that its rows name")
        parser.add_argument("--period", required=True, help="2018, 2018-Q3, 2018-07, ...")
        parser.add_argument("--calendar", choices=list(Calendar), default=Calendar.MONTH.value)
        parser.add_argument("--scope", choices=list(Scope), default=Scope.OWN.value)
        parser.add_argument("--dry-run", action="store_true", help="tell what it says, count none")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = parse_period(options["period"], Calendar(options["calendar"]))
            named = options["under"] if options["unit"] is None else options["unit"]
            unit_id = hierarchy().resolve(named, on=period.ends_on)
            with transaction.atomic():
                report = self._hand_in(options, unit_id, period)
                counted = report.figures.count()
                transaction.set_rollback(options["dry_run"])
        except ReportError as error:
            self.stderr.write(str(error))
            self._tell(None, error.rows, 0, error.findings, as_json=options["json"])
            sys.exit(2)
        except (PeriodError, UnitError) as error:
            self.stderr.write(" ".join(str(error).split()))
            sys.exit(2)
        except OSError as error:
            self.stderr.write(f"{error.filename or options['file']}: {error.strerror or error}.")
            sys.exit(2)
        findings = [Finding.from_dict(one) for one in report.findings]
        refused = {one.row for one in findings if one.refuses}
        number = None if options["dry_run"] else report.pk
        self._tell(number, counted + len(refused), counted, findings, as_json=options["json"])
        sys.exit(1 if refused else 0)

    def _hand_in(self, options: dict[str, Any], unit_id: int, period: Period) -> Report:
        with options["file"].open("rb") as file:
            report = actions.hand_in(
                file=file,
                file_name=options["file"].name,
                unit_id=unit_id,
                period=period,
                scope=Scope(options["scope"]),
                by=self.actor,
                look_only=options["dry_run"],
            )
        if not options["dry_run"]:
            actions.count(report=report, by=self.actor)
        return report

    def _tell(
        self,
        number: int | None,
        rows: int,
        counted: int,
        findings: tuple[Finding, ...] | list[Finding],
        *,
        as_json: bool,
    ) -> None:
        rejected = rows - counted
        warnings = sum(not one.refuses for one in findings)
        if as_json:
            document = {
                "report": number,
                "rows": rows,
                "counted": counted,
                "rejected": rejected,
                "warnings": warnings,
                "problems": [
                    {"row": one.row, "problem": one.sentence, "rejected": one.refuses}
                    for one in findings[:_LISTED]
                ],
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        words = {"rows": rows, "counted": counted, "rejected": rejected, "warnings": warnings}
        self.stdout.write(
            _("%(rows)s rows, %(counted)s counted, %(rejected)s rejected, %(warnings)s warnings.")
            % words
        )
        for one in findings[:_PRINTED]:
            where = _("Row %(row)s: ") % {"row": one.row} if one.row else ""
            self.stdout.write(where + one.sentence)
        if len(findings) > _PRINTED:
            self.stdout.write(
                _("... and more: %(count)s in all (--json lists them)") % {"count": len(findings)}
            )
