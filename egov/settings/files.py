"""Files: those of pages, those that come in, and how large they may be."""

from pathlib import Path

from egov.settings.environment import BASE_DIR, DATA_DIR, DEBUG, env

STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = Path(env.str("EGOV_STATIC_DIR", str(DATA_DIR / "static"))).resolve()
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "indicators.charts.plotly_js.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Uploaded originals lie here until their load ends; nothing serves this directory.
MEDIA_ROOT = DATA_DIR / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = [
    "dossiers.receiving.SmallFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 2  # an export, and its source's settings
MAX_UPLOAD_BYTES = env.int("EGOV_MAX_UPLOAD_MB", 200) * 1_000_000
MAX_EVIDENCE_BYTES = env.int("EGOV_MAX_EVIDENCE_MB", 20) * 1_000_000  # of each file

# What is zipped may grow up to this; reading workbooks and pages has limits of its own
# (docs/decisions/0007).
MAX_UNPACKED_BYTES = env.int("EGOV_MAX_UNPACKED_MB", 1000) * 1_000_000
WORKBOOK_MEMORY_BYTES = env.int("EGOV_WORKBOOK_MEMORY_MB", 1500) * 1_000_000
WORKBOOK_SECONDS = env.int("EGOV_WORKBOOK_SECONDS", 25)
WORKBOOK_MOST_ROWS = env.int("EGOV_WORKBOOK_MAX_ROWS", 300_000)
WORKBOOK_MOST_COLUMNS = env.int("EGOV_WORKBOOK_MAX_COLUMNS", 1000)
