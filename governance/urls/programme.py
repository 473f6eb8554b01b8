from django.urls import path

from plans.registers.addresses import files

from ..views import programme

urlpatterns = [
    path("", programme.ProgrammeList.as_view(), name="programmeitem-list"),
    *files("programmeitem", programme.ProgrammeFile),
    path(
        "add/",
        programme.ProgrammeEdit.as_view(heading="Add a topic to the work programme"),
        name="programmeitem-add",
    ),
    path("choose/", programme.ProgrammeChoose.as_view(), name="programmeitem-choose"),
    path("alignment/", programme.AlignmentPage.as_view(), name="alignment"),
    path("<int:pk>/", programme.ProgrammeDetail.as_view(), name="programmeitem-detail"),
    path(
        "<int:pk>/change/",
        programme.ProgrammeEdit.as_view(heading="Change the topic"),
        name="programmeitem-change",
    ),
    path(
        "<int:pk>/schedule/", programme.ProgrammeSchedule.as_view(), name="programmeitem-schedule"
    ),
    path("<int:pk>/hear/", programme.ProgrammeHear.as_view(), name="programmeitem-hear"),
    path("<int:pk>/drop/", programme.ProgrammeDrop.as_view(), name="programmeitem-drop"),
]
