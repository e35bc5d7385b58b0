"""What is done in the background, and when."""

from egov.settings.environment import env

CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE = {
    # Twice a minute, not once (DESIGN.md section 7): with JOB_STALE_SECONDS a job whose process was
    # killed goes on after 90 seconds at the latest, and is to be done within two minutes.
    # A sweep that nobody was there to do is none to catch up with.
    "sweep-jobs": {
        "task": "dossiers.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    # Asked often, and nothing to do mostly: then it costs a few queries.
    "keep-scores": {
        "task": "indicators.tasks.keep_scores",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "clear-sessions": {
        "task": "units.tasks.clear_sessions",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600.0},
    },
    "seal-audit": {
        "task": "units.tasks.seal_audit",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "forget-old": {
        "task": "units.tasks.forget_old",
        "schedule": 6 * 3600.0,
        "options": {"expires": 3600.0},
    },
    "sweep-files": {
        "task": "indicators.tasks.sweep_files",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600.0},
    },
    "sweep-briefings": {
        "task": "indicators.tasks.sweep_briefings",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    # Every few minutes; the task itself knows the time of day, and what has been sent.
    "send-watch": {
        "task": "indicators.tasks.send_watch",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
}

# A running job whose heartbeat is older than this is given to somebody else.
JOB_STALE_SECONDS = env.int("EGOV_JOB_STALE_SECONDS", 60)
JOB_MAX_ATTEMPTS = 3

# The browser that draws the charts of Word documents; empty: the first that is found.
CHROMIUM = env.str("EGOV_CHROMIUM", "")
