"""The steps of infra.build."""
