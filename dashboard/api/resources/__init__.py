"""The groups of resources."""
