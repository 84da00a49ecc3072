"""Every setting, read from the environment and secure by default; bad variables are reported together."""

from os import cpu_count
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from environs import Env
from marshmallow.validate import OneOf, Range

from config.variables import each, readable, web_address

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)
env.read_env(str(BASE_DIR / ".env"), recurse=False)

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_HTTPS = env.bool("SECURE_HTTPS", default=True)
DATA_DIR = env.path("DATA_DIR", default=BASE_DIR / "var")
DATABASE = env.dj_db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR}/var/annex.sqlite3")
BROKER_URL = env.str("BROKER_URL", default="redis://127.0.0.1:6379/0")
CACHE_URL = env.str("CACHE_URL", default="")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
# Whoever asked for a dossier or its review does not approve it; an office of one may switch this off.
FOUR_EYES = env.bool("FOUR_EYES", default=True)
EMAIL = env.dj_email_url("EMAIL_URL", default="dummy:")
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="annex@localhost")
PUBLIC_URL = env.str("PUBLIC_URL", default="")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
SIGNING_PKCS12 = env.str("SIGNING_PKCS12", default="", validate=readable)
SIGNING_CERTIFICATE = env.str("SIGNING_CERTIFICATE", default="", validate=readable)
SIGNING_KEY = env.str("SIGNING_KEY", default="", validate=readable)
SIGNING_PASSPHRASE = env.str("SIGNING_PASSPHRASE", default="")
SIGNING_PKCS11_MODULE = env.str("SIGNING_PKCS11_MODULE", default="", validate=readable)
SIGNING_PKCS11_TOKEN = env.str("SIGNING_PKCS11_TOKEN", default="")
SIGNING_PKCS11_SLOT = env.int("SIGNING_PKCS11_SLOT", default=None)
SIGNING_PKCS11_KEY = env.str("SIGNING_PKCS11_KEY", default="")
SIGNING_LEVEL = env.str("SIGNING_LEVEL", default="", validate=OneOf(["", "b-b", "b-t", "b-lta"]))
SIGNING_TRUST = env.str("SIGNING_TRUST", default="", validate=readable)
SIGNING_CRLS: list[str] = env.list("SIGNING_CRLS", default=[], validate=[each(readable)])
TSA_URL = env.str("TSA_URL", default="", validate=web_address)
TSA_TIMEOUT = env.int("TSA_TIMEOUT", default=10, validate=Range(min=1, max=120))
TSA_PKCS12 = env.str("TSA_PKCS12", default="", validate=readable)
VERIFY_PUBLIC = env.bool("VERIFY_PUBLIC", default=False)
FAIRNESS_MEMORY_MB = env.int("FAIRNESS_MEMORY_MB", default=1024)
FAIRNESS_CPU_SECONDS = env.int("FAIRNESS_CPU_SECONDS", default=1800)
WAITING_MOST_FILES = env.int("WAITING_MOST_FILES", default=10, validate=Range(min=1, max=1000))
WAITING_MOST_BYTES = env.int("WAITING_MOST_MB", default=1024, validate=Range(min=1, max=2**20)) * 2**20
DOSSIER_MEMORY_MB = env.int("DOSSIER_MEMORY_MB", default=1024)
DOSSIER_CPU_SECONDS = env.int("DOSSIER_CPU_SECONDS", default=1800)
DOSSIER_PROCESSES = env.int(
    "DOSSIER_PROCESSES", default=min(2, cpu_count() or 1), validate=Range(min=1, max=16)
)
SPARE_PROCESSES = env.bool("SPARE_PROCESSES", default=True)
FAIRNESS_SOURCES = env.json("FAIRNESS_SOURCES", default={})
env.seal()

INSTALLED_APPS = [
    "governance.apps.GovernanceConfig",
    "risk.apps.RiskConfig",
    "audits.apps.AuditsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "knox",
    "rest_framework",
    "template_partials",
]

MIDDLEWARE = [
    "config.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.ResponseHeaders",
    "config.middleware.KeepablePaths",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django_htmx.templatetags.django_htmx", "template_partials.templatetags.partials"],
        },
    }
]

# --- Rows and files

if DATABASE["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE and WAL: four writing processes, no lock errors. recursive_triggers closes REPLACE, the back door
    # around the trail's triggers (docs/decisions/0003).
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA recursive_triggers=ON;",
    }
DATABASES = {"default": DATABASE}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Source maps and fonts are large, seldom asked for, and would take collectstatic a minute to compress.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "ttf", "otf", "woff", "woff2", "png", "jpg", "gz", "br")
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# A prediction log streams to disk above a megabyte and is refused above this bound (audits.forms.logs).
FILE_UPLOAD_HANDLERS = [
    "config.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
VERIFY_UPLOAD_MAX_BYTES = 64 * 1024 * 1024
LOG_UPLOAD_MAX_BYTES = 512 * 1024 * 1024
# What the process may take that reads one file; it is given up before its worker's own limit (audits.fairness.apart).
FAIRNESS_LIMITS = {
    "memory": FAIRNESS_MEMORY_MB * 1024 * 1024,
    "cpu_seconds": FAIRNESS_CPU_SECONDS,
    "seconds": 50 * 60,
}
# What each process may take that lays out pages of a dossier, and all of them together of processor time.
DOSSIER_LIMITS = {
    "memory": DOSSIER_MEMORY_MB * 1024 * 1024,
    "room": 2 * 1024 * 1024 * 1024,
    "cpu_seconds": DOSSIER_CPU_SECONDS,
    "seconds": 50 * 60,
}
# Somebody waits for a preview at a page.
FAIRNESS_PREVIEW_LIMITS = {**FAIRNESS_LIMITS, "cpu_seconds": 60, "seconds": 25}

# --- People

AUTH_USER_MODEL = "governance.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "governance:home"
ACCOUNT_ADAPTER = "governance.people.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Behind a proxy everybody would share its address, and ten wrong passwords a minute would lock all of them out.
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}

# --- Mail: reminders only; without EMAIL_URL they are shown on the home page alone

EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = EMAIL["EMAIL_TIMEOUT"] or 20

# --- The browser's defences

_cookie_prefix = "__Host-" if SECURE_HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}session"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_SSL_REDIRECT = SECURE_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_HTTPS else None
SECURE_HSTS_SECONDS = 63072000 if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- REST

REST_FRAMEWORK = {
    # A stray ?format= is a parameter that does not exist, not a page that does not.
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "governance.api.authentication.TokenDoor",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["governance.api.permissions.Nobody"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["governance.api.parsing.KeepableJSON"],
    "DEFAULT_FILTER_BACKENDS": ["governance.api.filters.Declared"],
    "DEFAULT_PAGINATION_CLASS": "governance.api.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "governance.api.openapi.Described",
    # The OpenAPI document describes the API; OPTIONS would only guess at it.
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["governance.api.throttles.ReadRate", "governance.api.throttles.WriteRate"],
    "DEFAULT_THROTTLE_RATES": {"read": "1200/min", "write": "300/min"},
    "PAGE_SIZE": 50,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "governance.api.problems.Handler",
    "EXCEPTION_FORMATTER_CLASS": "governance.api.problems.Problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Annex",
    "DESCRIPTION": "The register of AI systems, what the EU AI Act makes of each, and the evidence.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": False,
    # What comes in and what goes out are different classes already (governance.api.shapes).
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "TierEnum": "governance.api.fields.TIERS",
        "JobStateEnum": "governance.api.fields.JOB_STATES",
        "ProductKindEnum": "governance.models.Product.Kind",
        "ChangeKindEnum": "risk.models.Rejudging.Kind",
        "MoveStateEnum": "risk.models.Move.State",
        "ObligationStateEnum": "risk.models.Obligation.State",
        "DisparityStateEnum": "audits.models.Disparity.State",
        "VendorAssessmentStateEnum": "audits.models.VendorAssessment.State",
        "DossierKindEnum": "audits.api.dossiers.ABOUT_SYSTEMS",
        "PrescribedStateEnum": "audits.models.Sheet.State",
        "VerdictEnum": "audits.api.runs.VERDICTS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "governance.api.openapi.finished",
    ],
}
KNOX_TOKEN_MODEL = "governance.ApiToken"  # noqa: S105 a model's name
REST_KNOX = {
    "TOKEN_TTL": None,
    "AUTH_HEADER_PREFIX": "Token",
    "TOKEN_PREFIX": "annex_",
    "TOKEN_MODEL": "governance.ApiToken",
    "SECURE_HASH_ALGORITHM": "hashlib.sha512",
}

# --- Jobs: the rows are the truth, Celery rings for them (docs/decisions/0004)

CELERY_BROKER_URL = BROKER_URL
# Redis hands back what a dead worker held after these, not after its hour-long default.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    # Nobody's page waits for a broker that is down: the row is there, and the sweep rings again.
    "max_retries": 1,
    "interval_start": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 60 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 55 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "audits.tasks.tick", "schedule": 10.0, "options": {"expires": 60}},
    "sweep": {"task": "audits.tasks.sweep", "schedule": 15.0, "options": {"expires": 60}},
    "tidy": {"task": "audits.tasks.tidy", "schedule": 3600.0, "options": {"expires": 600}},
    "watch": {"task": "audits.tasks.watch", "schedule": 300.0, "options": {"expires": 300}},
    "disparities": {
        "task": "audits.tasks.remind",
        "schedule": crontab(hour=6, minute=0),
        "options": {"expires": 3600},
    },
    "remind": {
        "task": "risk.tasks.remind",
        "schedule": crontab(hour=6, minute=0),
        "options": {"expires": 3600},
    },
    "rejudge": {"task": "risk.tasks.rejudge_outdated", "schedule": 60.0, "options": {"expires": 60}},
    "changes": {"task": "risk.tasks.sweep", "schedule": 15.0, "options": {"expires": 60}},
    "days": {"task": "risk.tasks.note_day", "schedule": 3600.0, "options": {"expires": 600}},
    "anchor": {"task": "governance.tasks.anchor", "schedule": 600.0, "options": {"expires": 600}},
}

# --- Words and time

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Logs: one line of JSON an event, no bodies, no addresses, no names

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": "ext://config.logs.PROCESSORS",
            "foreign_pre_chain": "ext://config.logs.CONTEXT",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # They tell of every font and page they touch; pyHanko names each certificate for which nobody vouches.
    "loggers": {name: {"level": "WARNING"} for name in ("fontTools", "pikepdf", "weasyprint")}
    | {"pyhanko": {"level": "ERROR"}},
}
