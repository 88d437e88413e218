"""Programs that infra.bench.cold starts and counts, with nothing on their path but a package."""
