"""The local cloud: MiniStack stands for AWS, a small front for CloudFront."""
