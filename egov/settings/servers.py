"""PostgreSQL and Redis: where they are, and how long is waited for them."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from egov.secret import secret
from egov.settings.environment import env

for _name in ("DATABASE_URL", "REDIS_URL"):
    if not secret(_name):
        raise ImproperlyConfigured(
            f"{_name} is not set. Type: python -m egov.embedded python manage.py ... "
            f"(starts servers of its own), or set {_name}."
        )

DATABASES = {"default": env.db_url_config(secret("DATABASE_URL"))}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)  # seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One REDIS_URL serves both: a cache says unix://, Celery says redis+socket:// for the same socket.
REDIS_URL = secret("REDIS_URL")
# Who waits for a page does not wait for a server that is away.
_cache = {
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "egov",
    "OPTIONS": {"socket_timeout": 3, "retry": Retry(NoBackoff(), 1)},
}
CACHES = {
    # What counts: attempts to sign in. Without it nobody signs in, so that nobody can guess.
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", **_cache},
    # What is computed anew where it is not found.
    "kept": {"BACKEND": "egov.kept_cache.KeptCache", **_cache},
}

# A database's number is `db` to the one and `virtual_host` to the other.
_redis = urlsplit(REDIS_URL)
_redis_options = urlencode(
    [("virtual_host" if name == "db" else name, value) for name, value in parse_qsl(_redis.query)]
)
CELERY_BROKER_URL = (
    f"redis+socket://{_redis.path}{'?' + _redis_options if _redis_options else ''}"
    if _redis.scheme == "unix"
    else REDIS_URL
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 24 * 3600,
    # Who hands in a file does not wait for one that hangs either; a worker asks every second.
    "socket_connect_timeout": 3,
    "socket_timeout": 3,
}
# Once more, for a connection that was left from before Redis started anew; then the sweep does it.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
