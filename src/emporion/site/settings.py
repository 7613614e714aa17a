"""Settings: one file, read top to bottom. Everything that differs between machines comes from the environment.

EMPORION_HOME        data folder (default: var)            DATABASE_URL      default: SQLite in the data folder
EMPORION_HOSTS       names it answers to, by commas        EMPORION_HTTPS    "no" where pages go over plain http
EMPORION_PROXY       "yes" behind a proxy that sets X-Forwarded-Proto
EMPORION_SECRET_KEY  else made and kept in the data folder EMPORION_KEYS     the same for stored secrets
EMPORION_QUEUE       "redis://host:6379/0": a broker tells workers at once what waits (default: they look themselves)
EMPORION_QUIET_SECONDS  silence after which a talk of an exchange is over (default 60)
EMPORION_SMTP        "smtp://user:password@host:587"; else letters are files in the data folder
EMPORION_MAIL_FROM   the sender of letters (default emporion@localhost, which mail servers refuse)
EMPORION_BACKUPS     how many of the nightly backups are kept (default 7; 0: none is made)
EMPORION_METRICS     token that a monitoring shows for /metrics, 24 characters or more (default: no such page)
EMPORION_HOOKS_INSIDE  "yes": webhooks may call the inner network and plain http
EMPORION_DEBUG       "yes" while developing                EMPORION_LOG      level of the log (default INFO)
EMPORION_ASSETS      "source": serve static files from where they lie instead of the collected ones
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from emporion.site import logs
from emporion.site.databases import database
from emporion.site.home import data_folder, data_keys, signing_key

LEAST_TOKEN = 24
BROKERS = ("redis", "rediss", "amqp", "amqps")
HOUSE = Path(__file__).resolve().parent.parent


def wanted(name: str, *, otherwise: bool) -> bool:
    """A yes or no from the environment."""
    return os.environ.get(name, "yes" if otherwise else "no").lower() in {"1", "yes", "true", "on"}


def token(name: str, made_by: str) -> str:
    """A word from the environment that opens something; refused when it could be guessed."""
    word = os.environ.get(name, "")
    if 0 < len(word) < LEAST_TOKEN:
        says = (
            f"{name} has {len(word)} characters and could be guessed. Take {LEAST_TOKEN} or more, as made by: {made_by}"
        )
        raise ImproperlyConfigured(says)
    return word


def broker_at(name: str) -> str:
    """The address of a broker that Celery speaks to, from the environment, or nothing; another one is refused."""
    address = os.environ.get(name, "")
    if address and urlsplit(address).scheme not in BROKERS:
        known = ", ".join(BROKERS)
        says = f"{name} is an address such as redis://host:6379/0, for Valkey too; it begins with one of: {known}"
        raise ImproperlyConfigured(says)
    return address


def engine(broker: str) -> dict[str, Any]:
    """Tasks stand in a table of ours; with a broker workers are told of them at once."""
    if broker:
        return {"default": {"BACKEND": "emporion.clockwork.ringing.RingingBackend", "OPTIONS": {"broker": broker}}}
    return {"default": {"BACKEND": "emporion.clockwork.backend.DatabaseBackend"}}


# --- the machine ------------------------------------------------------------------------------------------------
EMPORION_HOME = data_folder()
EMPORION_QUIET_SECONDS = int(os.environ.get("EMPORION_QUIET_SECONDS", "60"))
EMPORION_METRICS = token("EMPORION_METRICS", "openssl rand -hex 16")
EMPORION_HOOKS_INSIDE = wanted("EMPORION_HOOKS_INSIDE", otherwise=False)
EMPORION_BACKUPS = int(os.environ.get("EMPORION_BACKUPS", "7"))
DEBUG = wanted("EMPORION_DEBUG", otherwise=False)
HTTPS = wanted("EMPORION_HTTPS", otherwise=not DEBUG)
ALLOWED_HOSTS = os.environ.get("EMPORION_HOSTS", "localhost,127.0.0.1,[::1]").replace(",", " ").split()
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{EMPORION_HOME}/emporion.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "emporion.accounts.memory.SharedMemory"}}  # limits hold for all processes together

# --- secrets ----------------------------------------------------------------------------------------------------
SECRET_KEY = signing_key(EMPORION_HOME)
EMPORION_KEYS = data_keys(EMPORION_HOME)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# --- rooms, from the bottom up; the kernel has no tables and is no app --------------------------------------------
ROOMS = (
    *("journal", "clockwork", "search", "household", "exchange", "ledger", "accounts", "parties", "catalog", "pricing"),
    *("stock", "orders", "crm", "reports", "watchman", "channels", "web", "demo", "site"),
)
INSTALLED_APPS = [
    *(f"emporion.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
]
EMPORION_QUEUE = broker_at("EMPORION_QUEUE")
TASKS = engine(EMPORION_QUEUE)

# --- a request's way --------------------------------------------------------------------------------------------
SESSION_ENGINE = "emporion.accounts.sessions"  # a person sees where they are signed in
ROOT_URLCONF = "emporion.site.urls"
WSGI_APPLICATION = "emporion.site.wsgi.application"
MIDDLEWARE = [
    "emporion.site.monitoring.door.Monitored",  # before all else: it needs nothing of what follows, and times it
    "emporion.channels.commerceml.middleware.Doorway",  # before the check of the host: it tells 1C what is wrong
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emporion.web.middleware.Compressed",
    "emporion.web.letters.Lettered",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "emporion.accounts.sessions.SeenNow",
    "emporion.web.middleware.UserLocale",
    "emporion.web.middleware.Because",
    "emporion.web.setup.gate.Gate",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "emporion.web.settings.seeing.SeeingAs",
    "emporion.web.middleware.Findable",
    "emporion.web.middleware.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- what a browser may do: nothing inline, nothing from elsewhere -----------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if wanted("EMPORION_PROXY", otherwise=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- staff sign in by e-mail; nobody signs up, and nobody learns who has an account ------------------------------
AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "emporion.accounts.adapters.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an owner wrote the address down
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",  # passwords and codes, each counted by itself
    "second_factor": "20/d/key",  # codes of one person, however slowly they are guessed
}
MFA_FORMS = {
    "authenticate": "emporion.accounts.forms.SecondStepForm",
    "reauthenticate": "emporion.accounts.forms.AskedAgainForm",
}
MFA_ADAPTER = "emporion.accounts.adapters.StaffMfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Emporion"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- letters: by the given server, else as files in the data folder ----------------------------------------------
SMTP = urlsplit(os.environ.get("EMPORION_SMTP", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SMTP.hostname else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = EMPORION_HOME / "mail"
EMAIL_HOST, EMAIL_PORT = SMTP.hostname or "", SMTP.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(SMTP.username or ""), unquote(SMTP.password or "")
EMAIL_USE_SSL = SMTP.scheme == "smtps"
EMAIL_USE_TLS = bool(SMTP.username) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20  # seconds; a mail server that does not answer must not keep a worker
DEFAULT_FROM_EMAIL = os.environ.get("EMPORION_MAIL_FROM", "emporion@localhost")

# --- languages and time -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("ro", "Română"), ("el", "Ελληνικά")]  # each finds its own
LOCALE_PATHS = [HOUSE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files ------------------------------------------------------------------------------------------------------
ASSETS_FROM_SOURCE = os.environ.get("EMPORION_ASSETS") == "source" or DEBUG
STATIC_URL = "/static/"
STATIC_ROOT = EMPORION_HOME / "static"
MEDIA_ROOT = EMPORION_HOME / "media"
MEDIA_URL = "/media/"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = ASSETS_FROM_SOURCE
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ASSETS_FROM_SOURCE
        else "emporion.web.assets.Collected"
    },
}

# --- logs -------------------------------------------------------------------------------------------------------
logs.configure()
LOGGING = logs.logging_settings(level=os.environ.get("EMPORION_LOG", "INFO"), readable=DEBUG)
