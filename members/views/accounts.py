from axes.utils import reset
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import CreateView, DetailView, UpdateView

from consult.choices import key_in
from consult.trail import Deed, record
from consult.views import AddedRecord, EditWithVersion, ListPage, VisibleRecord
from members.filters import AccountFilters
from members.forms.accounts import AccountForm
from members.forms.sign_in import lockout
from members.links import make_one_time_link, until_when
from members.models import Appointment, Member, User
from members.second_factor import take_off
from members.sheets import ACCOUNT_COLUMNS

MADE_ON_THE_MACHINE = format_lazy(
    gettext_lazy(
        "Who opens this account could do what the system administrator may not: its links are made on the machine, by "
        "“{command}”."
    ),
    command="manage.py appoint_administrators --again",
)


def with_holdings(accounts):
    """The accounts with their appointments of today and to come and their members prefetched."""
    lasting = Appointment.objects.lasting(timezone.localdate(), None).select_related("committee", "department")
    return accounts.prefetch_related(Prefetch("appointments", lasting, "lasting"), "members")


class AccountList(ListPage):
    model = User
    permission = "members.view_user"
    filterset_class = AccountFilters
    template_name = "members/account_list.html"
    register = "account_list"
    title = gettext_lazy("Accounts")
    columns = ACCOUNT_COLUMNS
    is_personal = True
    sorts = {"username": ["username"], "name": ["name"], "last_login": ["last_login"]}

    def rows(self, queryset):
        return with_holdings(queryset)


class AccountDetail(VisibleRecord, DetailView):
    """An account, what it holds, and what the system administrator can do with it."""

    model = User
    context_object_name = "account"
    template_name = "members/account_detail.html"
    extra_context = {"lockout": lockout, "made_on_the_machine": MADE_ON_THE_MACHINE}

    def get_queryset(self):
        return with_holdings(super().get_queryset())


class AccountCreate(AddedRecord, CreateView):
    model = User
    form_class = AccountForm
    permission = "members.add_user"
    template_name = "components/form_page.html"
    extra_context = {
        "title": gettext_lazy("Add an account"),
        "explain": gettext_lazy("Next you get a link with which the person sets the password; nobody else learns it."),
        "cancel_url": reverse_lazy("account_list"),
    }

    def get_initial(self):
        """For a member: the name, so that the administrator types it no second time."""
        asked = key_in(self.request.GET.get("member", ""))
        member = Member.objects.without_account().filter(pk=asked).first()
        return {"member": member, "name": member.name, "username": member.username} if member else {}

    def added(self, form):
        account = form.save()
        keep_link(self.request, account)
        return redirect("account_link_shown", account.pk)


class AccountUpdate(EditWithVersion, UpdateView):
    model = User
    form_class = AccountForm
    permission = "members.change_user"
    template_name = "components/form_page.html"
    extra_context = {"title": gettext_lazy("Edit the account")}


def changeable_account(request, pk):
    """The account, if the user may change accounts: 404 unless visible, 403 for one's own."""
    account = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if account == request.user:
        raise PermissionDenied(_("Another system administrator has to do this with your account."))
    return account


def keep_link(request, account):
    """Makes a one-time link and keeps it in the session for the one page that shows it."""
    # By way of the session, so that the page can be reloaded without making another link.
    path = make_one_time_link(account)
    record(request, Deed.LINK_MADE, account)
    until = until_when().isoformat()
    request.session["one_time_link"] = {"account": account.pk, "url": request.build_absolute_uri(path), "until": until}


@require_POST
def account_link(request, pk):
    account = changeable_account(request, pk)
    if not account.is_active:
        raise PermissionDenied(_("The account is closed; reopen it first."))
    if account.checks_accounts:
        raise PermissionDenied(MADE_ON_THE_MACHINE)
    with transaction.atomic():
        was_taken_off = "second_factor_off" in request.POST and take_off(account)
        keep_link(request, account)
        if was_taken_off:
            record(request, Deed.SECOND_RESET, account)
    return redirect("account_link_shown", account.pk)


@require_safe
def account_link_shown(request, pk):
    """Shows a link just made; a second time it is gone."""
    account = changeable_account(request, pk)
    kept = request.session.pop("one_time_link", {})
    told = {"link": kept["url"], "until": parse_datetime(kept["until"])} if kept.get("account") == account.pk else {}
    return render(request, "members/account_link.html", {"account": account} | told)


@require_http_methods(["GET", "POST"])
def account_close(request, pk):
    account = changeable_account(request, pk)
    if request.method == "POST":
        with transaction.atomic():
            account.close(timezone.localdate())
            record(request, Deed.ENDED, account)
        messages.success(request, _("The account of %(name)s is closed.") % {"name": account})
        return redirect(account)
    words = _("%(name)s is signed out at once and cannot sign in again. All appointments end today. Records stay.")
    title = _("Close the account of %(name)s") % {"name": account}
    context = {"object": account, "title": title, "explain": words % {"name": account}}
    context["facts"] = [(_("Appointment"), one.title_from) for one in account.lasting]
    return render(request, "components/confirm_page.html", context | {"submit_label": _("Close the account")})


@require_POST
def account_reopen(request, pk):
    account = changeable_account(request, pk)
    if account.is_anonymised:
        raise PermissionDenied(_("It was the account of a member who is anonymised; who comes back gets a new one."))
    ended = account.ended_titles
    with transaction.atomic():
        account.reopen()
        record(request, Deed.REOPENED, account)
    if ended:
        words = _(
            "Its appointments stay ended: %(titles)s. The security administrator makes anew those that are wanted."
        )
        messages.warning(request, words % {"titles": ended})
    messages.success(request, _("The account is open again. Make a one-time link so that a password can be set."))
    return redirect(account)


@require_POST
def account_unlock(request, pk):
    account = changeable_account(request, pk)
    with transaction.atomic():
        count = reset(username=account.username)
        record(request, Deed.UNLOCKED, account)
    words = ngettext("%d failed attempt was cleared.", "%d failed attempts were cleared.", count)
    messages.success(request, words % count)
    return redirect(account)
