"""What goes wrong with backups."""


class BackupError(Exception):
    """Nothing was backed up or restored; the text is a sentence for the operator."""
