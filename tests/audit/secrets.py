"""What looks like a secret in the tracked files, by detect-secrets, without what was reviewed.

It looks for keys of known forms, private keys, passwords in addresses and texts that seem drawn at
random; not for what is merely called a password, as made-up ones of tests and settings are.
`reviewed.json` holds, for each file, the hashes of what a person has looked at. `python -m
tests.audit --review` writes it anew: look at each line of the difference before it is committed.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

_BY_NAME = "KeywordDetector"
_NO_TEXT = (".mo", ".png")
REVIEWED = Path(__file__).with_name("reviewed.json")


def new_secrets(root: Path, names: list[str], reviewed: dict[str, list[str]]) -> list[str]:
    """A line for each secret that nobody has reviewed: file, line, kind; never the secret."""
    return [
        f"{name}:{secret.line_number}: {secret.type}? If it is none: tests/audit/secrets.py"
        for name, secret in _found(root, names)
        if secret.secret_hash not in reviewed.get(name, [])
    ]


def reviewed_secrets() -> dict[str, list[str]]:
    """File -> hashes of what was reviewed in it."""
    kept: dict[str, list[str]] = json.loads(REVIEWED.read_text(encoding="utf-8"))
    return kept


def review(root: Path, names: list[str]) -> None:
    """Take all that is found now for reviewed."""
    kept: dict[str, set[str]] = {}
    for name, secret in _found(root, names):
        kept.setdefault(name, set()).add(secret.secret_hash)
    lines = {name: sorted(hashes) for name, hashes in sorted(kept.items())}
    REVIEWED.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


def _found(root: Path, names: list[str]) -> list[tuple[str, PotentialSecret]]:
    all_kinds: Iterable[type] = get_mapping_from_secret_type_to_class().values()
    used = [{"name": kind.__name__} for kind in all_kinds if kind.__name__ != _BY_NAME]
    secrets = SecretsCollection(root=str(root))
    with transient_settings({"plugins_used": used}):
        secrets.scan_files(
            *(name for name in names if not name.endswith((*_NO_TEXT, REVIEWED.name)))
        )
    return sorted(secrets, key=lambda found: (found[0], found[1].line_number))
