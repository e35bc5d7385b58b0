"""All settings, each from the environment or fixed; `docs/settings.md` lists the variables.

Each module tells one thing; `environment` is what the others begin with.
"""

from egov.settings.accounts import *
from egov.settings.environment import *
from egov.settings.files import *
from egov.settings.keeping import *
from egov.settings.logs import *
from egov.settings.mails import *
from egov.settings.protection import *
from egov.settings.servers import *
from egov.settings.site import *
from egov.settings.work import *
