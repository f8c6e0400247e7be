from django.apps import AppConfig
from django.core.checks import Tags, register

from consult import checks


class ConsultConfig(AppConfig):
    name = "consult"

    def ready(self):
        register(checks.settings_fit_for_production, Tags.security, deploy=True)
        register(checks.no_superuser, Tags.database)
