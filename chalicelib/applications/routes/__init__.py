"""The desks of applications."""

from chalicelib.applications.routes import documents, files, form, services, track

DESKS = (services.desk, files.desk, form.desk, documents.desk, track.desk)
