"""A release as a folder that stands for itself, and the proof that its scores follow from its figures."""
