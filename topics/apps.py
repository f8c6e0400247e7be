from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class TopicsConfig(AppConfig):
    name = "topics"

    def ready(self):
        post_migrate.connect(import_string("topics.history.install_triggers"), sender=self)
