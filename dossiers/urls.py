"""Addresses of the pages of uploads and dossiers."""

from django.urls import path

from dossiers.views.dossier import dossier_detail
from dossiers.views.upload_accept import upload_accept
from dossiers.views.upload_new import upload_new
from dossiers.views.upload_preview import upload_cancel, upload_preview
from dossiers.views.upload_tell import upload_tell
from dossiers.views.upload_undo import upload_undo
from dossiers.views.uploads import upload, upload_rejected, uploads

app_name = "dossiers"

urlpatterns = [
    path("uploads/", uploads, name="uploads"),
    path("uploads/new/", upload_new, name="upload_new"),
    path("uploads/<int:pk>/", upload, name="upload"),
    path("uploads/<int:pk>/preview/", upload_preview, name="upload_preview"),
    path("uploads/<int:pk>/cancel/", upload_cancel, name="upload_cancel"),
    path("uploads/<int:pk>/undo/", upload_undo, name="upload_undo"),
    path("uploads/<int:pk>/unknown/", upload_tell, name="upload_tell"),
    path("uploads/<int:pk>/accept/", upload_accept, name="upload_accept"),
    path("uploads/<int:pk>/rejected.csv", upload_rejected, name="upload_rejected"),
    path("dossiers/<int:pk>/", dossier_detail, name="dossier"),
]
