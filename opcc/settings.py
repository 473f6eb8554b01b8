"""Settings: one file, and every variable is read here, once, from the environment."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from opcc.api.introduction import CHOICES, INTRODUCTION
from opcc.office import headers, logs
from opcc.office.caches.choosing import DATABASE, caches_of, sessions_of
from opcc.office.routing import replica_settings
from opcc.office.sign_in import named, rates
from opcc.office.sign_in.entra.configuration import configured as configured_entra
from opcc.office.storages import kept_apart

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- Who we are on this machine -------------------------------------------------------------
DEVELOPMENT = env.bool("DEVELOPMENT", default=False)
"""True on a developer's own machine only; lifts the refusals below and the need for HTTPS."""

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text. .env.example says how.")
if not DEVELOPMENT:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off unless DEVELOPMENT is on.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this site answers to, not '*'.")

# --- The house -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "opcc.office",
    "plans",
    "governance",
    "commissioning",
    "opcc.portal",
    "opcc.api",
    "rules.apps.AutodiscoverRulesConfig",
    "crispy_forms",
    "crispy_forms_gds",
    "simple_history",
    "drf_spectacular",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "opcc.office.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # What every answer has, style sheets and faults of what stands further in included.
    "opcc.office.logs.requests.RequestLineMiddleware",
    "opcc.office.headers.HeadersMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "opcc.api.middleware.ProblemsMiddleware",
    "opcc.office.middleware.MethodsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "opcc.portal.middleware.HealthMiddleware",
    "opcc.office.routing.ReplicaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "opcc.office.middleware.OfficeMiddleware",
    "opcc.office.sign_in.second_factor.SecondFactorMiddleware",
    "opcc.office.middleware.SignInRequiredMiddleware",
    "opcc.office.sign_in.confirming.AskingMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "opcc.urls"
WSGI_APPLICATION = "opcc.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

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
                "opcc.portal.context_processors.navigation",
            ],
        },
    }
]

# --- Database --------------------------------------------------------------------------------
# Persistent, checked connections: connecting costs more than a page, and a database that
# restarts then costs only the requests in flight.
DATABASE_URL = env.str(
    "DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'delivery-plan.sqlite3'}"
)
DATABASES = {
    "default": {
        **env.db_url_config(DATABASE_URL),
        "CONN_MAX_AGE": env.int("DATABASE_CONNECTION_SECONDS", default=600),
        "CONN_HEALTH_CHECKS": True,
    }
}
# Django's defaults lose writes under load; these make writers queue.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if "DATABASE_URL" not in env:
        # SQLite makes the file and not the folder.
        (BASE_DIR / "var").mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    longest = env.int("DATABASE_STATEMENT_MILLISECONDS", default=30_000)
    # Planning a page's queries costs the server more than answering them: it plans them once.
    prepares = env.bool("DATABASE_PREPARED_STATEMENTS", default=True)
    DATABASES["default"]["ENGINE"] = "opcc.office.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "connect_timeout": env.int("DATABASE_CONNECT_SECONDS", default=5),
        # A server that vanished without a word is noticed after 15 seconds, not after two hours.
        "tcp_user_timeout": 15_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "options": f"-c statement_timeout={longest}",
        "server_side_binding": prepares,
        "prepare_threshold": 5 if prepares else None,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- A copy of the database that pages read from ---------------------------------------------
if address := env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = replica_settings(DATABASES["default"], env.db_url_config(address))
    DATABASE_ROUTERS = ["opcc.office.routing.Router"]
REPLICA_LAG_SECONDS = env.int("REPLICA_LAG_SECONDS", default=10)

# --- What processes share --------------------------------------------------------------------
CACHE_URL = env.str("CACHE_URL", default=DATABASE)
CACHES = caches_of(CACHE_URL)
SESSION_ENGINE = sessions_of(CACHE_URL)
SESSION_CACHE_ALIAS = "sessions"
PACK_CACHE_SECONDS = env.int("PACK_CACHE_SECONDS", default=0)
"""How long a proxy may show a stranger a public pack without asking."""

# --- People ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "office.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "opcc.office.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "opcc.office.passwords.NotAboutOneself"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=8 * 60 * 60)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "opcc.office.views.csrf_failure"

# --- Signing in ------------------------------------------------------------------------------
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
"""Whether everybody who works here needs a second step. Off for a demonstration alone."""

SECOND_FACTOR_KEY = env.str("SECOND_FACTOR_KEY", default="")
"""What seals the secrets of second steps in the database. Without it, SECRET_KEY does."""

ACCOUNT_ADAPTER = "opcc.office.sign_in.adapter.AccountAdapter"
ACCOUNT_FORMS = named.FORMS
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = True
# An administrator wrote the address down; whoever changes it is an administrator, too.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "opcc.office.sign_in.reset_links.ResetLinks"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = rates.ACCOUNT
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# How long after signing in, or confirming, no step asks who is at the keyboard.
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("CONFIRM_SECONDS", default=15 * 60)
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
MFA_ADAPTER = "opcc.office.sign_in.steps.SecondStepAdapter"
MFA_FORMS = named.FORMS_OF_STEPS
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = rates.OF_PASSKEYS
# The code before and the one after count as well: clocks of telephones are not exact.
MFA_TOTP_TOLERANCE = 1
# A passkey counts for two steps, so it always asks its owner for a finger, a face or a PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"

ENTRA = configured_entra(
    tenant=env.str("ENTRA_TENANT", default=""),
    client_id=env.str("ENTRA_CLIENT_ID", default=""),
    client_secret=env.str("ENTRA_CLIENT_SECRET", default=""),
    does_second_factor=env.bool("ENTRA_DOES_SECOND_FACTOR", default=False),
)
"""The office's tenant of Microsoft Entra ID, or None: then nothing of it is shown."""

INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)

# --- HTTPS and headers -----------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=not DEVELOPMENT)
if not (HTTPS or DEVELOPMENT or headers.this_machine_alone(ALLOWED_HOSTS)):
    raise ImproperlyConfigured(
        "HTTPS=off sends cookies in the clear: only where ALLOWED_HOSTS names this machine alone."
    )
SECURE_SSL_REDIRECT = HTTPS
# Whoever watches the machine asks over plain HTTP, and takes a redirect for a good answer.
SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Without a number, whoever asks could name any address as their own.
PROXIES = env.int("PROXIES", default=1 if BEHIND_PROXY else 0)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = headers.content_policy(https=HTTPS)
PERMISSIONS_POLICY = headers.PERMISSIONS
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
"""Whom to tell of a hole: an address of mail, or of a page that begins with https://."""

# --- Uploads ---------------------------------------------------------------------------------
# Django's own limit does not count files; the first handler does, before they are read.
FILE_UPLOAD_HANDLERS = [
    "opcc.office.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000

# --- Evidence --------------------------------------------------------------------------------
# Files that people bring, outside of everything that a web server hands out, under random names.
EVIDENCE = kept_apart(
    env.path("EVIDENCE_ROOT", default=str(BASE_DIR / "var" / "evidence"))(),
    {
        "bucket_name": env.str("EVIDENCE_S3_BUCKET", default=""),
        "endpoint_url": env.str("EVIDENCE_S3_ENDPOINT", default="") or None,
        "region_name": env.str("EVIDENCE_S3_REGION", default="") or None,
        "access_key": env.str("EVIDENCE_S3_KEY", default="") or None,
        "secret_key": env.str("EVIDENCE_S3_SECRET", default="") or None,
    },
)

# --- Papers ----------------------------------------------------------------------------------
# Files of packs are made once and kept here. They can be deleted at any time: they are made again.
PAPERS_ROOT = Path(env.path("PAPERS_ROOT", default=str(BASE_DIR / "var" / "papers"))())
# PDF files are set in these fonts alone, so that they look the same from every machine.
PAPER_FONTS = BASE_DIR / "static" / "build" / "fonts"

# --- Backups ---------------------------------------------------------------------------------
BACKUP_ROOT = Path(env.path("BACKUP_ROOT", default=str(BASE_DIR / "var" / "backups"))())
BACKUP_KEEP = env.int("BACKUP_KEEP", default=14)

# --- Static files ----------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
WHITENOISE_USE_FINDERS = DEVELOPMENT
# The fonts of papers lie beside the style sheet, and no browser asks for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "ttf"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "evidence": EVIDENCE,
}

# --- Time and words --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Mail ------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
SENDS_MAIL = EMAIL_CONFIG["EMAIL_BACKEND"] != "django.core.mail.backends.console.EmailBackend"
"""False where no mail server is named: a demonstration then prints its mail, an office keeps it."""

if not SENDS_MAIL:
    EMAIL_BACKEND = "opcc.office.mail.printing.EmailBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="delivery-plan@localhost")
scheme, own_name = "https" if HTTPS else "http", (ALLOWED_HOSTS or ["127.0.0.1"])[0].lstrip(".")
if own_name in ("127.0.0.1", "localhost"):
    own_name += f":{env.int('PORT', default=8000)}"
SITE_URL = env.str("SITE_URL", default=f"{scheme}://{own_name}").rstrip("/")
"""What addresses in mails and calendars begin with: never what a visitor's Host header says."""

MAIL_LACKS = [name for name in ("SITE_URL", "DEFAULT_FROM_EMAIL") if not env.str(name, default="")]
"""What has to be guessed, because nobody said it."""

if not SITE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("SITE_URL begins with https://, as in https://plan.example.org")

# --- Open data -------------------------------------------------------------------------------
DATA_LICENCE = env.str("DATA_LICENCE", default="Open Government Licence v3.0")
DATA_LICENCE_URL = env.str(
    "DATA_LICENCE_URL",
    default="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
API_RATES = {
    "address": env.str("API_RATE", default="120/minute"),
    "token": env.str("API_TOKEN_RATE", default="300/minute"),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["opcc.api.authentication.TokenAuthentication"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "opcc.api.negotiation.AlwaysJson",
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "opcc.api.schema.Description",
    "DEFAULT_THROTTLE_CLASSES": [
        "opcc.api.throttles.AddressThrottle",
        "opcc.api.throttles.TokenThrottle",
    ],
    "EXCEPTION_HANDLER": "opcc.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Delivery plan data",
    "VERSION": "1",
    "DESCRIPTION": INTRODUCTION,
    "LICENSE": {"name": DATA_LICENCE, "url": DATA_LICENCE_URL},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": CHOICES,
}

# --- Logs, metrics and error reports ---------------------------------------------------------
LOG_FORMAT = env.str("LOG_FORMAT", default="lines" if DEVELOPMENT else "json")
# A line for each request belongs into a log that a program reads, and not before a person's eyes.
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO" if LOG_FORMAT == "json" else "WARNING").upper()
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL, whole_tracebacks=DEVELOPMENT)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
COUNTS_TOGETHER = bool(env.str("PROMETHEUS_MULTIPROC_DIR", default=""))
"""Whether the processes of one server put what they count for Prometheus together."""

if METRICS_TOKEN:
    MIDDLEWARE = [
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        *MIDDLEWARE,
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ]
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    from opcc.office.error_reports import start
    from opcc.office.release import RELEASE

    start(SENTRY_DSN, release=RELEASE[:12])
SILENCED_SYSTEM_CHECKS = []
