#!/usr/bin/env python
"""Commands of the project; `manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from egov.signing_key import check_signing_key

SIGN_NOTHING = ("collectstatic", "compilemessages", "help", "makemessages")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    try:
        if sys.argv[1:] and sys.argv[1] not in SIGN_NOTHING:
            check_signing_key()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"manage.py: {error}\n")
        sys.exit(2)  # 1 would say that an import has rejected some rows
    except DatabaseError as error:  # its text may quote a row
        told = f"manage.py: the database broke off ({type(error).__name__}); is it there, and has"
        sys.stderr.write(f"{told} `manage.py migrate` been run?\n")
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
