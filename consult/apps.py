from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from consult import checks


class ConsultConfig(AppConfig):
    name = "consult"

    def ready(self):
        register(checks.settings_fit_for_production, Tags.security, deploy=True)
        register(checks.no_superuser, Tags.database)
        register(import_string("consult.append_only.check_triggers"), Tags.database)
        post_migrate.connect(import_string("consult.append_only.install_triggers"), sender=self)
