"""Bring published figures and boundaries in, exactly as published, and publish a release."""
