from django.contrib.auth.views import LogoutView
from django.urls import path

from members.views import accounts, appointments, members, profile, roster, sign_in, terms

urlpatterns = [
    path("accounts/login/", sign_in.SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/password/", sign_in.PasswordChange.as_view(), name="password_change"),
    path("accounts/link/<uidb64>/<token>/", sign_in.OneTimePassword.as_view(), name="one_time_password"),
    path("accounts/profile/", profile.Profile.as_view(), name="profile"),
    path("accounts/profile/sessions/", profile.EndOtherSessions.as_view(), name="end_other_sessions"),
    path("accounts/", accounts.AccountList.as_view(), name="account_list"),
    path("accounts/add/", accounts.AccountCreate.as_view(), name="account_create"),
    path("accounts/<int:pk>/", accounts.AccountDetail.as_view(), name="account_detail"),
    path("accounts/<int:pk>/edit/", accounts.AccountUpdate.as_view(), name="account_update"),
    path("accounts/<int:pk>/link/", accounts.account_link, name="account_link"),
    path("accounts/<int:pk>/link/shown/", accounts.account_link_shown, name="account_link_shown"),
    path("accounts/<int:pk>/close/", accounts.account_close, name="account_close"),
    path("accounts/<int:pk>/reopen/", accounts.account_reopen, name="account_reopen"),
    path("accounts/<int:pk>/unlock/", accounts.account_unlock, name="account_unlock"),
    path("appointments/", appointments.AppointmentList.as_view(), name="appointment_list"),
    path("appointments/add/", appointments.AppointmentCreate.as_view(), name="appointment_create"),
    path("appointments/<int:pk>/end/", appointments.appointment_end, name="appointment_end"),
    path("members/", members.MemberList.as_view(), name="member_list"),
    path("members/add/", roster.MemberCreate.as_view(), name="member_create"),
    path("members/<int:pk>/", members.MemberDetail.as_view(), name="member_detail"),
    path("members/<int:pk>/photo/", members.member_photo, name="member_photo"),
    path("members/<int:pk>/photo/edit/", roster.MemberPhoto.as_view(), name="member_photo_update"),
    path("members/<int:pk>/edit/", roster.MemberUpdate.as_view(), name="member_update"),
    path("members/<int:pk>/move/", roster.MemberMove.as_view(), name="member_move"),
    path("members/<int:pk>/mandate/", roster.MemberMandate.as_view(), name="member_mandate"),
    path("members/<int:pk>/leave/", roster.MemberLeave.as_view(), name="member_leave"),
    path("members/terms/", terms.TermList.as_view(), name="term_list"),
    path("members/terms/add/", terms.TermCreate.as_view(), name="term_create"),
    path("members/terms/<int:pk>/edit/", terms.TermUpdate.as_view(), name="term_update"),
    path("members/sectors/add/", terms.SectorCreate.as_view(), name="sector_create"),
    path("members/sectors/<int:pk>/edit/", terms.SectorUpdate.as_view(), name="sector_update"),
]
