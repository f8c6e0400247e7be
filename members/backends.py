from django.contrib.auth.backends import BaseBackend, ModelBackend

from consult.rules import rules
from members.models import User
from members.second_factor import accept


class AccountBackend(ModelBackend):
    """Signs people in by user name and password; grants no permission."""

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def get_all_permissions(self, user_obj, obj=None):
        return set()


class SecondStepBackend(AccountBackend):
    """Signs in by a code whoever has given the right password just before."""

    def authenticate(self, request, username, token):
        user = User.objects.open().filter(username=username).first()
        return user if user and accept(request, user, token) else None


class RulesBackend(BaseBackend):
    """Answers `user.has_perm("topics.change_topic", topic)` from the rules tables; an unknown name is an error."""

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.is_active and bool(rules()[perm](user_obj, obj))
