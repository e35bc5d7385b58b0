"""What happens one after the other: prepare, serve, wait for the site, load the demo, tell."""

import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from threading import Event

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from egov.run.logs import Logs
from egov.run.site import serve
from egov.signing_key import check_signing_key

_PATIENCE = 240  # quarters of a second until the first answer
_LOCAL = ("127.0.0.1", "0.0.0.0", "::", "[::]")  # noqa: S104 - hosts that are also "localhost"


def run(host: str, port: int, *, one_in: int, stretch: str | None) -> int:
    """Run the site at host and port until it is stopped; the exit status. `one_in` and `stretch`
    make the demo smaller."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    try:
        django.setup()
        check_signing_key()
        _say(_("Preparing ..."))
        call_command("migrate", verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
    except ImproperlyConfigured as error:
        return _fail(str(error))
    except DatabaseError as error:
        words = {"error": type(error).__name__}
        return _fail(_("The database does not do its work (%(error)s).") % words)
    finally:
        connections.close_all()  # the processes must not share one
    logs = Logs(settings.DATA_DIR / "log")
    url = f"http://{'localhost' if host in _LOCAL else host}:{port}/"

    words = {"folder": _short(logs.folder)}

    def beside(stop: Event) -> None:
        of_demo = _bring_demo(one_in, stretch, stop) if _wait_for_answer(url, stop) else []
        if not stop.is_set():
            where = _("Logs are in %(folder)s. Ctrl-C stops everything.") % words
            _say("\n".join(["", _("Open %(url)s") % {"url": url}, *filter(None, of_demo), where]))

    status = serve(logs, beside)
    if status:
        words |= {"name": logs.ended[0], "status": logs.ended[1]}
        text = _("%(name)s has ended (status %(status)s). Its last words are in %(folder)s.")
        return _fail(text % words)
    _say("\n" + _("Stopped."))
    return 0


def _wait_for_answer(url: str, stop: Event) -> bool:
    """Whether the site has answered, be it with an error page."""
    # Not through the proxy that an office may have for what lies outside.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _attempt in range(_PATIENCE):
        try:
            with direct.open(url, timeout=10):
                return True
        except urllib.error.HTTPError as error:
            error.close()
            return True
        except OSError:
            if stop.wait(0.25):
                return False
    _fail(_("The site does not answer at %(url)s") % {"url": url})
    return False


def _bring_demo(one_in: int, stretch: str | None, stop: Event) -> list[str]:
    """Load what is missing of the demo; what to tell of it. Without it the site runs as well."""
    from egov.demo import accounts, bringing, errors, loading
    from egov.demo.bar import Bar
    from egov.demo.stretches import STRETCHES

    try:
        loading.check_database()
        chosen = [one for one in STRETCHES if stretch in (None, one.name)]
        bringing.bring(bar=Bar(sys.stdout), stretches=chosen, one_in=one_in, stop=stop)
        return [accounts.told(), loading.taken_back()]
    except (*errors.EXPECTED, DatabaseError) as error:
        if not stop.is_set():
            _fail(" ".join(str(error).split()) or type(error).__name__)
        return []
    finally:
        connections.close_all()


def _short(folder: Path) -> str:
    return str(folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _fail(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1
