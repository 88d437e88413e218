"""The resources of our data stack that moto's CloudFormation does not know."""

from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.secretsmanager.models import secretsmanager_backends
from moto.ses.models import ses_backends

Json = dict[str, Any]


class Secret(CloudFormationModel):
    """`AWS::SecretsManager::Secret`: its reference is its ARN."""

    def __init__(self, arn: str) -> None:
        self.physical_resource_id = arn

    @staticmethod
    def cloudformation_name_type() -> str:
        return "Name"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::SecretsManager::Secret"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Json, account_id: str, region_name: str, **_: Any
    ) -> "Secret":
        backend = secretsmanager_backends[account_id][region_name]
        text = cloudformation_json["Properties"].get("SecretString", "0" * 64)
        backend.create_secret(resource_name, text, None, None, None, None, None, [], force_overwrite=False)
        return cls(backend.describe_secret(resource_name).arn)


class ConfigurationSet(CloudFormationModel):
    """`AWS::SES::ConfigurationSet`: its reference is its name."""

    def __init__(self, name: str) -> None:
        self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type() -> str:
        return "Name"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::SES::ConfigurationSet"

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: Json,  # noqa: ARG003
        account_id: str,
        region_name: str,
        **_: Any,
    ) -> "ConfigurationSet":
        ses_backends[account_id][region_name].create_configuration_set(resource_name)
        return cls(resource_name)
