"""The observatories that are published."""

from __future__ import annotations

from fastapi import FastAPI

from dashboard.api.editions import Editions


def add(api: FastAPI, editions: Editions) -> None:
    """Offer the observatories."""

    @api.get("/observatories", tags=["observatories"])
    def list_observatories() -> list[str]:
        """List the observatories."""
        return editions.library.observatories()
