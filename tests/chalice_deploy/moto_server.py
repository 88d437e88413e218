"""Serves AWS as moto plays it, at PORT, with what `chalice deploy` and our data stack ask for and moto does not know.

usage: python -m tests.chalice_deploy.moto_server PORT
"""

import sys
import warnings
from typing import Any

from moto.apigateway.models import APIGatewayBackend, RestAPI, apigateway_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from tests.chalice_deploy import moto_models  # noqa: F401 -- moto finds its models by their class

Json = dict[str, Any]


class Gateway(APIGatewayBackend):
    """Imports what Chalice writes: Swagger 2 without a description; what replaces an API replaces all of it."""

    __module__ = APIGatewayBackend.__module__  # where moto looks for the addresses of what it serves

    def import_rest_api(self, api_doc: Json, fail_on_warnings: bool) -> RestAPI:  # noqa: FBT001
        document = {**api_doc, "info": {**api_doc["info"], "description": ""}}
        return super().import_rest_api(document, fail_on_warnings)

    def put_rest_api(
        self,
        function_id: str,
        api_doc: Json,
        fail_on_warnings: bool,  # noqa: FBT001
        mode: str = "merge",
    ) -> RestAPI:
        api = self.get_rest_api(function_id)
        api.name = api_doc["info"]["title"]
        api.gateway_responses.clear()
        document = {key: value for key, value in api_doc.items() if key != "swagger"}
        return super().put_rest_api(function_id, document, fail_on_warnings, mode)

    def update_rest_api(self, function_id: str, patch_operations: list[Json]) -> RestAPI:
        api = super().update_rest_api(function_id, patch_operations)
        for operation in patch_operations:
            if operation["path"] == "/minimumCompressionSize":
                api.minimum_compression_size = int(operation["value"])
            if operation["path"] == "/disableExecuteApiEndpoint":
                api.disableExecuteApiEndpoint = operation["value"] == "true"
        return api


def main(port: int) -> None:
    warnings.filterwarnings("ignore", message="Tried to parse AWS::")
    apigateway_backends.backend = Gateway
    make_server("127.0.0.1", port, DomainDispatcherApplication(create_backend_app), threaded=True).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
