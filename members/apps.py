from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed


class MembersConfig(AppConfig):
    name = "members"

    def ready(self):
        told = import_module("members.sign_ins")
        user_logged_in.connect(told.signed_in)
        user_logged_out.connect(told.signed_out)
        user_login_failed.connect(told.not_signed_in)
        import_module("axes.signals").user_locked_out.connect(told.locked_out)
