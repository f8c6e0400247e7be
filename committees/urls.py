from django.urls import path

from committees.views import committees, departments, townships, venues

urlpatterns = [
    path("committees/", committees.CommitteeList.as_view(), name="committee_list"),
    path("committees/add/", committees.CommitteeCreate.as_view(), name="committee_create"),
    path("committees/<int:pk>/", committees.CommitteeDetail.as_view(), name="committee_detail"),
    path("committees/<int:pk>/edit/", committees.CommitteeUpdate.as_view(), name="committee_update"),
    path("committees/<int:pk>/end/", committees.CommitteeEnd.as_view(), name="committee_end"),
    path("committees/<int:pk>/venues/hand-over/", venues.VenuesHandOver.as_view(), name="venues_hand_over"),
    path("townships/", townships.TownshipList.as_view(), name="township_list"),
    path("townships/add/", townships.TownshipCreate.as_view(), name="township_create"),
    path("townships/<int:pk>/edit/", townships.TownshipUpdate.as_view(), name="township_update"),
    path("venues/", venues.VenueList.as_view(), name="venue_list"),
    path("venues/add/", venues.VenueCreate.as_view(), name="venue_create"),
    path("venues/<int:pk>/", venues.VenueDetail.as_view(), name="venue_detail"),
    path("venues/<int:pk>/edit/", venues.VenueUpdate.as_view(), name="venue_update"),
    path("venues/<int:pk>/haves/", venues.VenueHaves.as_view(), name="venue_haves"),
    path("venues/files/<int:pk>/", venues.venue_file, name="venue_file"),
    path("venues/<int:pk>/end/", venues.VenueEnd.as_view(), name="venue_end"),
    path("departments/", departments.DepartmentList.as_view(), name="department_list"),
    path("departments/add/", departments.DepartmentCreate.as_view(), name="department_create"),
    path("departments/<int:pk>/", departments.DepartmentDetail.as_view(), name="department_detail"),
    path("departments/<int:pk>/edit/", departments.DepartmentUpdate.as_view(), name="department_update"),
    path("departments/<int:pk>/end/", departments.DepartmentEnd.as_view(), name="department_end"),
]
