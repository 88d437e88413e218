"""What any Lambda on DynamoDB pays before it does anything. usage: floor.py PACKAGE."""

import sys

sys.path.insert(0, sys.argv[1])

import boto3

boto3.client("dynamodb")
