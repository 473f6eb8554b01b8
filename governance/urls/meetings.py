from django.urls import path

from plans.registers.addresses import files

from ..views import meeting_series, meetings

urlpatterns = [
    path("", meetings.MeetingList.as_view(), name="meeting-list"),
    *files("meeting", meetings.MeetingFile),
    path("add/", meetings.MeetingEdit.as_view(heading="Add a meeting"), name="meeting-add"),
    path("add-a-year/", meeting_series.MeetingSeries.as_view(), name="meeting-series"),
    path("<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("<int:pk>/meeting.ics", meetings.MeetingCalendar.as_view(), name="meeting-calendar"),
    path(
        "<int:pk>/change/",
        meetings.MeetingEdit.as_view(heading="Change the meeting"),
        name="meeting-change",
    ),
    path("<int:pk>/cancel/", meetings.MeetingCancel.as_view(), name="meeting-cancel"),
    path("<int:pk>/restore/", meetings.MeetingRestore.as_view(), name="meeting-restore"),
    path("<int:pk>/papers/add/", meetings.PaperAdd.as_view(), name="paper-add"),
    path(
        "<int:pk>/papers/<int:paper_pk>/change/",
        meetings.PaperChange.as_view(),
        name="paper-change",
    ),
    path(
        "<int:pk>/papers/<int:paper_pk>/remove/",
        meetings.PaperRemove.as_view(),
        name="paper-remove",
    ),
]
