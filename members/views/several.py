from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView

from consult.exports.workbook import Sheet, workbook_response
from consult.forms.sent_once import key_of, sent_once
from consult.trail import Deed, record_each
from consult.views import MadeOnce
from consult.views.ticks import ticked_keys
from members.addressees import accounts_by_committee, by_committee, of_accounts, of_members
from members.forms.several import AccountsForm
from members.links import make_one_time_links, until_when
from members.models import Member, User
from members.sheets import LINK_COLUMNS
from members.views.accounts import with_holdings

ARRIVED = "file_arrived"


class LinksHandedOut(MadeOnce):
    """A page that answers with a workbook of one-time links, given out once and kept nowhere."""

    permission = "members.add_user"
    next = ()

    def get_context_data(self, **kwargs):
        return super().get_context_data(days=settings.PASSWORD_RESET_TIMEOUT // (24 * 3600), **kwargs)

    def hand_out(self, find):
        """The workbook for the accounts that `find()` makes or finds; for a form sent again the way to new links."""
        handed_out = []
        response = sent_once(self.request, lambda: self.carried_out(find, handed_out))
        return handed_out[0] if handed_out else response

    def carried_out(self, find, handed_out):
        """Where a second sending leads; what the first one answers is put into `handed_out`."""
        accounts = find()
        if not accounts:
            messages.error(self.request, _("Tick whom the links are for."))
            return redirect(self.request.path)
        handed_out.append(links_workbook(self.request, accounts))
        messages.success(self.request, self.told(len(accounts)))
        # For the page, which the answer leaves as it is: its script goes on once the file has arrived.
        if key := key_of(self.request):
            handed_out[0].set_cookie(ARRIVED, key, max_age=60, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return redirect("account_links")

    def told(self, count):
        """What was done, and what comes next."""
        done = ngettext(
            "The workbook with %(count)d link was made.", "The workbook with %(count)d links was made.", count
        )
        return " ".join(
            map(str, [done % {"count": count}, _("Hand each link to its person, then delete the file."), *self.next])
        )

    def added(self, accounts):
        record_each(self.request, Deed.ADDED, accounts)
        return accounts


class AccountsTyped(LinksHandedOut, FormView):
    """Accounts for people who are no members, typed or pasted one on each line."""

    form_class = AccountsForm
    next = (gettext_lazy("The accounts still have no role: the security administrator appoints them."),)
    template_name = "members/accounts_form.html"
    extra_context = {
        "title": gettext_lazy("Add several accounts"),
        "submit_label": gettext_lazy("Make the accounts and download their links"),
        "cancel_url": reverse_lazy("account_list"),
    }

    def form_valid(self, form):
        return self.hand_out(lambda: self.added(form.save()))


class TickedAccounts(LinksHandedOut, TemplateView):
    """People to be ticked, whom the links are for."""

    template_name = "members/several_accounts.html"

    def get_context_data(self, **kwargs):
        rows = self.addressees(self.get_queryset())
        return super().get_context_data(rows=rows, fit=sum(not row.hindrance for row in rows))

    def post(self, request):
        rows = self.get_queryset().filter(pk__in=ticked_keys(request.POST, most=None))
        return self.hand_out(lambda: self.accounts(rows.select_for_update(no_key=True)))


class AccountsForMembers(TickedAccounts):
    """The members in office without an account; by POST accounts for those that are ticked."""

    extra_context = {
        "title": gettext_lazy("Accounts for members without one"),
        "explain": gettext_lazy(
            "Each ticked member gets an account with the member number as user name, and a one-time link with which "
            "the member sets the password."
        ),
        "nobody": gettext_lazy("No member in office is without an account."),
        "hint": gettext_lazy("The office enters the members; those that are new then stand here."),
        "submit_label": gettext_lazy("Make the accounts and download their links"),
        "ticked": True,
    }

    def get_queryset(self):
        return Member.objects.without_account()

    def addressees(self, members):
        return of_members(by_committee(members))

    def accounts(self, members):
        members = by_committee(members)
        rows = of_members(members)
        fit = [member for member, row in zip(members, rows, strict=True) if not row.hindrance]
        return self.added(Member.objects.make_accounts(fit))


class AccountLinks(TickedAccounts):
    """The accounts without a password; by POST new links for those that are ticked."""

    permission = "members.change_user"
    extra_context = {
        "title": gettext_lazy("New links for several accounts"),
        "explain": gettext_lazy(
            "These accounts have no password yet. Whoever did not get a link, lost it or was too late gets a new one; "
            "every earlier link of the ticked ones stops working."
        ),
        "nobody": gettext_lazy("Every account that is open has a password."),
        "submit_label": gettext_lazy("Make new links and download them"),
    }

    def get_queryset(self):
        return User.objects.visible_to(self.request.user).waiting().given_links()

    def addressees(self, accounts):
        return of_accounts(self.accounts(accounts))

    def accounts(self, accounts):
        return accounts_by_committee(with_committees(accounts))


def with_committees(accounts):
    return with_holdings(accounts).prefetch_related("members__memberships__committee")


def links_workbook(request, accounts):
    """A one-time link for each of the accounts, as the one file that holds them."""
    paths = make_one_time_links(accounts)
    record_each(request, Deed.LINK_MADE, accounts)
    links = {account.pk: request.build_absolute_uri(path) for account, path in zip(accounts, paths, strict=True)}
    found = with_committees(User.objects.filter(pk__in=links))
    told = {row.pk: row.given(links[row.pk], until_when()) for row in of_accounts(found)}
    title = _("One-time links")
    note = _("Each link lets the person in its row set a password, once. Nobody can read them again on the platform.")
    sheet = Sheet(title, LINK_COLUMNS, [told[account.pk] for account in accounts])
    response = workbook_response([sheet], title=title, user=request.user, note=note)
    response.taken = {"rows": len(accounts)}
    return response
