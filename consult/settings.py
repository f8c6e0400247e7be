"""Settings of the project, read from the environment; safe by default.

CONSULT_PRODUCTION=1 demands a secret key and host names and turns on HTTPS-only cookies; CONSULT_DEBUG=1 is for
developers.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("CONSULT_VAR") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)


def flag(name):
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def kept_secret(path):
    """The secret kept in `path`, made at the first call; for one machine only."""
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()


PRODUCTION = flag("CONSULT_PRODUCTION")
DEBUG = flag("CONSULT_DEBUG") and not PRODUCTION
if PRODUCTION and not (os.environ.get("SECRET_KEY") and os.environ.get("ALLOWED_HOSTS")):
    raise ImproperlyConfigured("Production needs SECRET_KEY and ALLOWED_HOSTS in the environment.")
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if key]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "consult",
    "committees",
    "members",
    "topics",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "consult.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "consult.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "consult.middleware.SessionLimits",
    "consult.middleware.SignInRequired",
    "members.middleware.OwnAccountFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "consult.middleware.RefusedInput",
    "consult.middleware.SavedText",
    "consult.middleware.FilesTakenOut",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "consult.urls"
WSGI_APPLICATION = "consult.wsgi.application"
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
                "consult.context_processors.platform",
                "topics.menu.menu",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "consult.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "consult.forms.widgets.DrawnControls"

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "members.backends.AccountBackend",
    "members.backends.SecondStepBackend",
    "members.backends.RulesBackend",
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "login", "home", "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_PROFILE = os.environ.get("CONSULT_PASSWORD_PROFILE", "djbh3")
if PASSWORD_PROFILE not in {"djbh3", "nist"}:
    raise ImproperlyConfigured("CONSULT_PASSWORD_PROFILE is djbh3 or nist.")
PASSWORD_DAYS = 90 if PASSWORD_PROFILE == "djbh3" else None
PASSWORD_DAYS_WARNED = 14
PASSWORDS_REMEMBERED = 5
PASSWORD_GIVEN_SECONDS = 10 * 60
CLASSES_ASKED = [{"NAME": "members.passwords.ThreeClassesValidator"}] if PASSWORD_PROFILE == "djbh3" else []
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "members.passwords.CountyWordsValidator"},
    {"NAME": "members.passwords.FormerPasswordsValidator"},
    *CLASSES_ASKED,
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
SECOND_FACTOR = os.environ.get("CONSULT_SECOND_FACTOR", "administrators" if PRODUCTION else "optional")
if SECOND_FACTOR not in {"administrators", "everybody", "optional"}:
    raise ImproperlyConfigured("CONSULT_SECOND_FACTOR is administrators, everybody or optional.")
SECOND_STEP_SECONDS = 10 * 60
RECOVERY_CODES = 10
# Wrong codes are counted with the wrong passwords; the delays of django-otp would outlast every unlocking.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = ["username", ["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "consult.client_address.address_of"

SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 3600
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "consult.views.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # Other hosts of the county's domain may have no HTTPS yet.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SECURE = "Lax", True, PRODUCTION
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "consult.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("CONSULT_STATIC") or BASE_DIR / "staticfiles")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = Path(os.environ.get("CONSULT_MEDIA") or VAR_DIR / "media")
STATIC_STORAGE = (
    "consult.files.packed.PackedFiles" if PRODUCTION else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "consult.files.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "consult.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"django": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

COUNTY = os.environ.get("CONSULT_COUNTY", "大竹县")
OTP_TOTP_ISSUER = f"{COUNTY}政协"
OPTIONS_SECONDS = 10
DEADLINES = {
    "screen_workdays": 5,
    "plan_workdays": 15,
    "papers_days_before_meeting": 3,
    "notice_days_before_session": 5,
    "minutes_workdays": 7,
    "refer_workdays": 5,
    "objection_days": 10,
    "contact_workdays": 15,
    "countersign_workdays": 5,
    "answer_months": 3,
    "answer_months_extended": 6,
    "warning_days": 15,
    "evaluation_workdays": 15,
    "close_workdays": 15,
}
