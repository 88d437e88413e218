"""Leaves out of Stripe's SDK what we don't call: of its 30 MB, the modules that our calls load are a fiftieth.

Whatever else the SDK wants to load would be missing, so a test makes every call of ours from the package alone.
"""

from pathlib import Path

CORE = (
    "any_iterator api_mode api_requestor api_resource api_version app_info base_address client_options "
    "createable_api_resource encode error error_object expandable_field http_client list_object listable_api_resource "
    "multipart_data_generator nested_resource_class_methods object_classes request_metrics request_options "
    "requestor_options search_result_object searchable_api_resource stripe_client stripe_context stripe_object "
    "stripe_response stripe_service telemetry_id test_helpers updateable_api_resource util v1_services v2_services "
    "version webhook event event_notification_handler oauth_service"
)
CALLED = "checkout_service payment_intent payment_intent_service refund refund_service"
PLACES = (
    "__init__.py",
    "oauth_error.py",
    "checkout/__init__.py",
    "checkout/_session.py",
    "checkout/_session_service.py",
    "v2/__init__.py",
    "v2/_amount.py",
    "v2/_list_object.py",
    "v2/_search_result_object.py",
    "v2/core/__init__.py",
    "v2/core/_event.py",
)
KEPT = {*(f"_{name}.py" for name in f"{CORE} {CALLED}".split()), *PLACES}


def trim(folder: Path) -> None:
    """Remove every other file of the SDK in the folder."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in KEPT:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
