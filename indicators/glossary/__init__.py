"""The words that pages explain, once for all of them: on the help page, beside the words
themselves (`{% explain %}`), and for who searches. Source: DOMAIN.md section 1."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from indicators.glossary.dossiers import DOSSIERS
from indicators.glossary.figures import FIGURES
from indicators.glossary.term import Term
from indicators.glossary.units import UNITS

GROUPS = ((_("Dossiers"), DOSSIERS), (_("Figures"), FIGURES), (_("Units"), UNITS))

TERMS: Mapping[str, Term] = {term.code: term for _name, terms in GROUPS for term in terms}
