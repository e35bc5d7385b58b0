"""Status 1 where something was found; what could not be asked is said, and is called no pass."""

import subprocess
import sys
from pathlib import Path

from tests.audit.advisories import ask, audited
from tests.audit.secrets import new_secrets, review, reviewed_secrets

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    if sys.argv[1:] == ["--review"]:
        review(ROOT, _tracked())
        return 0
    said, faults = audited(ask(ROOT / "requirements-dev.lock"))
    print(said)
    if (ROOT / ".git").exists():
        secrets = new_secrets(ROOT, _tracked(), reviewed_secrets())
        print(f"Secrets: {len(secrets)} in the tracked files beside what was reviewed.")
    else:
        secrets = []
        print("Secrets: NOT looked for, this is no git checkout.")
    for line in [*faults, *secrets]:
        print(line, file=sys.stderr)
    return 1 if faults or secrets else 0


def _tracked() -> list[str]:
    """The files of the checkout, which may belong to somebody else than who asks."""
    git = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    listed = subprocess.run(git, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


if __name__ == "__main__":
    sys.exit(main())
