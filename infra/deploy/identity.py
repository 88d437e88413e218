"""Whether SES knows the domain that mails come from before the portal's own stack makes it known."""

from botocore.exceptions import ClientError

from infra.deploy.target import Target


def knows_identity_already(target: Target, stack: str, domain: str) -> bool:
    """Tell whether somebody else made the identity: by hand, or with another environment. It is used as it is."""
    try:
        target.client("sesv2").get_email_identity(EmailIdentity=domain)
    except ClientError as error:
        if error.response["Error"]["Code"] == "NotFoundException":
            return False
        raise
    return not _is_of(target, stack)


def _is_of(target: Target, stack: str) -> bool:
    """Tell whether the stack made the identity."""
    try:
        found = target.cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    except ClientError as error:
        if "does not exist" in str(error):
            return False
        raise
    gone = {"DELETE_COMPLETE", "CREATE_FAILED"}
    return any(each["LogicalResourceId"] == "Identity" and each["ResourceStatus"] not in gone for each in found)
