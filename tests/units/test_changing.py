"""Changes of units that wait for one another."""

from datetime import date
from threading import Event, Thread
from time import sleep

from django.db import connection
from django.urls import reverse

from tests.support import client_in
from units.changing import changing_units
from units.models import User
from units.queries import hierarchy

D2020 = date(2020, 1, 1)


def test_what_was_confirmed_while_units_changed_is_shown_again(gia_lai: None) -> None:
    unit = hierarchy().resolve("101", on=D2020)
    client = client_in("en")
    client.force_login(User.objects.create(username="root", is_superuser=True))
    address = reverse("admin:units_unit_action", args=[unit, "rename"])
    values = {"on": "2020-01-01", "name": "Phường Khác"}
    shown = client.post(address, values).context["rehearsal"]
    is_under_way = Event()

    def change_meanwhile() -> None:
        try:
            with changing_units() as change:
                is_under_way.set()
                while not _somebody_waits():
                    sleep(0.01)
                change.touched.add(unit)
        finally:
            connection.close()

    other = Thread(target=change_meanwhile)
    other.start()
    is_under_way.wait(10)
    again = client.post(address, values | {"tried_on": shown.tried_on})
    other.join(10)
    assert again.status_code == 200
    assert again.context["rehearsal"].tried_on != shown.tried_on
    assert hierarchy().name(unit, D2020) == "Phường Yên Đỗ"


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
