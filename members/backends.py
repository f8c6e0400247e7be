from django.contrib.auth.backends import BaseBackend, ModelBackend

from consult.rules import rules


class AccountBackend(ModelBackend):
    """Signs people in by user name and password; grants no permission."""

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def get_all_permissions(self, user_obj, obj=None):
        return set()


class RulesBackend(BaseBackend):
    """Answers `user.has_perm("topics.change_topic", topic)` from the rules tables; an unknown name is an error."""

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.is_active and bool(rules()[perm](user_obj, obj))
