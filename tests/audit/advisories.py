"""Known faults of the packages that a lock file pins, asked for with pip-audit.

Its own verdict is not enough: where an index knows no advisories, or cannot be reached, it says "No
known vulnerabilities found" as well.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def ask(lock_file: Path) -> dict[str, Any] | None:
    """pip-audit's JSON about the packages of a lock file; None where it could not ask."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    options = ["--requirement", str(lock_file), "--no-deps", "--disable-pip", "--timeout", "10"]
    ended = subprocess.run([*command, *options], check=False, capture_output=True, text=True)
    try:
        found: dict[str, Any] = json.loads(ended.stdout)
    except json.JSONDecodeError:
        return None
    return found


def audited(found: dict[str, Any] | None) -> tuple[str, list[str]]:
    """What to say of the audit in one line, and a line for each fault that is known."""
    if found is None:
        return "Dependencies: NOT audited, the advisories could not be reached.", []
    packages = found["dependencies"]
    asked = [one for one in packages if "skip_reason" not in one]
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in asked
        for fault in one["vulns"]
    ]
    if not asked:
        return "Dependencies: NOT audited, the index that was reached knows no advisories.", []
    said = f"Dependencies: {len(asked)} of {len(packages)} audited, {len(faults)} faults known."
    return said, faults
