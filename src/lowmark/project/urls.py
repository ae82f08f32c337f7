"""Every address: the REST API under /api/, the pages under everything else."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("lowmark.doors.api.urls")),
    path("", include("lowmark.doors.web.urls")),
]

handler400 = "lowmark.doors.web.errors.bad_request"
handler403 = "lowmark.doors.web.errors.forbidden"
handler404 = "lowmark.doors.web.errors.not_found"
handler500 = "lowmark.doors.web.errors.fault"
