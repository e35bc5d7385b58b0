"""What the environment has been given already."""

import os


def is_given(name: str) -> bool:
    """Whether the environment has it, itself or as NAME_FILE in a file (`egov.secret`)."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
