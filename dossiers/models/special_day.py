"""Days on which offices do not work as the week and the public holidays say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpecialDay(models.Model):
    """A day off beside the public holidays, or a day worked to make up for one (làm bù)."""

    day = models.DateField(_("day"), unique=True)
    works = models.BooleanField(_("offices work"), help_text=_("as on a Saturday that makes up"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("day off or made up")
        verbose_name_plural = _("days off and made up")
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
