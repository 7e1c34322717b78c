"""A release as a folder that anyone can use, cite and verify without us: a Frictionless Data Package."""
