"""Addresses of pages with the numbers of a site's rows, which some of them make first."""

from collections.abc import Callable

from tests.browser.site import FORGETFUL, Site


def district(address: str) -> Callable[[Site], str]:
    return lambda site: address.format(unit=site.unit("622"))


def compared(address: str, *codes: str) -> Callable[[Site], str]:
    """With the units of these codes."""
    return lambda site: address.format(units=",".join(site.unit(code) for code in codes))


def account(address: str, username: str) -> Callable[[Site], str]:
    query = "SELECT id FROM units_user WHERE username = %s"
    return lambda site: address.format(site.value(query, username))


def of_the_newest(address: str, table: str) -> Callable[[Site], str]:
    return lambda site: address.format(site.value(f"SELECT max(id) FROM {table}"))


def link_for_a_new_password(site: Site) -> str:
    return site.says_once(
        "from allauth.account.forms import EmailAwarePasswordResetTokenGenerator as Tokens\n"
        "from allauth.account.utils import user_pk_to_url_str\n"
        "from units.models import User\n"
        f"user = User.objects.get(username='{FORGETFUL}')\n"
        "key = user_pk_to_url_str(user) + '-' + Tokens().make_token(user)\n"
        "print(f'/accounts/password/reset/key/{key}/')"
    )


def closed(address: str) -> Callable[[Site], str]:
    """In April 2018, which is closed first; `{publication}` and `{unit}` are filled in."""

    def in_april(site: Site) -> str:
        publication = site.says_once(
            "from indicators.closing.actions import close_period\n"
            "from indicators.periods import parse_period\n"
            "print(close_period(period=parse_period('2018-04'), reason='12-2018', by='test').pk)"
        )
        return address.format(publication=publication, unit=site.unit("622"))

    return in_april


def scored(address: str | Callable[[Site], str]) -> Callable[[Site], str]:
    """With the scores of 2018 computed, once, as the worker does it."""

    def computed(site: Site) -> str:
        site.says_once(
            "from indicators.periods import parse_period\n"
            "from indicators.scoring.kept import bring_up_to_date\n"
            "bring_up_to_date(period=parse_period('2018'), waits=True)"
        )
        return address if isinstance(address, str) else address(site)

    return computed


def submitted(address: str) -> Callable[[Site], str]:
    """With a submission of a district for a scorecard of its own, made once; `{submission}` is
    filled in."""

    def submitted(site: Site) -> str:
        submission = site.says_once(
            "from decimal import Decimal\n"
            "from indicators.models import EnteredMeasure\n"
            "from indicators.periods import parse_period\n"
            "from indicators.submitting.actions import Draft, save, submit\n"
            "from indicators.submitting.telling import Told\n"
            "from tests.indicators.submitting.web import put_web_in_force\n"
            "put_web_in_force()\n"
            "told = {EnteredMeasure.objects.get(code='web_content'): Told(Decimal(4))}\n"
            f"draft = Draft('web', {site.unit('622')}, parse_period('2018'), told, 0)\n"
            "(row,) = save(drafts=[draft], by='test').submissions.values()\n"
            "submit(submission=row, seen=row.version, by='test')\n"
            "print(row.pk)"
        )
        return address.format(submission=submission)

    return submitted


def newest_unit(site: Site) -> str:
    """One that lives today."""
    return site.value("SELECT max(unit_id) FROM units_unitversion WHERE valid_to IS NULL")


def changed(address: str) -> Callable[[Site], str]:
    """Of a change of units that gives one more identifier to a commune, once."""

    def changed(site: Site) -> str:
        change = site.says_once(
            "from datetime import date\n"
            "from units import actions\n"
            "from units.models import UnitChange\n"
            "if not UnitChange.objects.exists():\n"
            f"    actions.add_identifier(unit={newest_unit(site)}, scheme='x', value='1',"
            " on=date(2026, 1, 1), by='test')\n"
            "print(UnitChange.objects.latest('event_id').pk)"
        )
        return address.format(change)

    return changed


def scorecard(page: str, state: str) -> Callable[[Site], str]:
    """A page of index 766: the version of 2024 is in force, that of 2026 a draft."""

    def loaded(site: Site) -> str:
        site.says_once(
            "from pathlib import Path\n"
            "from indicators.scoring.actions import load\n"
            "from indicators.scoring.document import read_document\n"
            "for year in (2024, 2026):\n"
            "    file = Path(f'fixtures/scorecards/index-766-{year}.json')\n"
            "    contents = read_document(file.read_bytes())\n"
            "    load(contents=contents, by='test', in_force=year == 2024)"
        )
        query = "SELECT id FROM indicators_scorecard WHERE code = 'index-766' AND state = %s"
        number = site.value(query, state)
        return f"/admin/indicators/scorecard/{number}/{page}/"

    return loaded
