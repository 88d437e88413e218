"""What AWS puts into the environment of a function."""

LAMBDA = {
    "AWS_LAMBDA_FUNCTION_NAME": "guichet-test",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_SESSION_TOKEN": "token",
    "AWS_REGION": "ca-central-1",
}
