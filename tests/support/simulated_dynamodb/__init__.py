"""DynamoDB as AWS documents it, in process: at the interface of botocore's client, as far as DynamoTable uses it.

docs/decisions/0128 says what it does, what it leaves out, and why it is not moto.
"""
