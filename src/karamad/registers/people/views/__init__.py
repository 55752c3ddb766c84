"""The register of people on pages."""
