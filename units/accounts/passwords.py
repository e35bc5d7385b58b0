"""What a password may not be, beyond Django's own rules: words that anybody guesses here.

The rules as a whole are those of ASVS 4.0 section 2.1, level 2: twelve characters, no rule about
which ones, nothing that is known or near at hand.
"""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from units.models import Level, User
from units.names import fold, fold_unit_name
from units.queries import hierarchy

# Folded: what such a site is for, and what people put where a password is asked for.
_WORDS = frozenset(
    {
        *("matkhau", "password", "passwd", "quantri", "admin", "lanhdao", "egov", "kpi"),
        *("dichvucong", "motcua", "hoso", "hanhchinh", "chuyendoiso", "chinhquyen", "ubnd"),
        *("tinh", "thanhpho", "huyen", "phuong", "vietnam", "xinchao", "anhyeuem"),
    }
)
_SHORTEST = 3  # of a name: shorter ones are in everything
_LEAST_OF_OWN = 8  # letters and digits that are left without such words


class SiteWordsValidator:
    """Refuses a password that is made of the words of such a site, the names of its provinces and
    of the units that the account was granted, and those of its owner, however they are written."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with one sentence."""
        own = _letters(password)
        for word in sorted(_WORDS | _names(user), key=len, reverse=True):
            own = own.replace(word, "")
        if len(own) < _LEAST_OF_OWN:
            raise ValidationError(
                _("Anybody who knows this office would guess it: use words of your own."),
                code="password_of_site_words",
            )

    def get_help_text(self) -> str:
        return _("It must not be made of the name of your province or office, or of this site.")


def _names(user: User | None) -> set[str]:
    lines = hierarchy()
    today = timezone.localdate()
    # Of a form that names nobody the name is None.
    words = {user.username or "", user.full_name or ""} if user is not None else set()
    units = {one for one in lines.units() if lines.version_at(one, today).level == Level.PROVINCE}
    if user is not None and user.pk is not None:
        units |= set(user.grants.values_list("unit_id", flat=True))
    words |= {fold_unit_name(lines.name(one, today)) for one in units}
    return {word for word in map(_letters, words) if len(word) >= _SHORTEST}


def _letters(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", fold(text))
