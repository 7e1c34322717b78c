"""A run that nobody watches: one line of summary, and log lines where they are wanted."""

from __future__ import annotations

import logging

from etl.load import Report
from etl.run import Run
from geodata.settings import Settings

LOG = logging.getLogger("recovery.refresh")


def refresh(run: Run, settings: Settings) -> str:
    """Load what changed, log every step, and tell it all in one line.

    Raises
    ------
    RecoveryError
        Where anything fails; what readers see stays as it was.
    """
    name = run.declared.observatory
    report = run.load(
        settings,
        lambda step: LOG.info("step", extra={"observatory": name, "step": step}),
        lambda url, done, total: None,  # noqa: ARG005
    )
    for note in report.notes:
        LOG.warning("note", extra={"observatory": name, "note": note})
    changed = sorted(report.changed)
    LOG.info("done", extra={"observatory": name, "release": report.release.number, "changed": changed})
    return summary(report)


def summary(report: Report) -> str:
    """Tell a load in one line."""
    name, number = report.release.observatory, report.release.number
    if report.newest is not None:
        return f"{name}: nothing changed, release {number} stands"
    loaded = sum(result.loaded for result in report.results.values())
    rejected = sum(len(result.rejects) for result in report.results.values())
    changed = ", ".join(sorted(report.changed)) or "the declaration or the software"
    return f"{name}: release {number} published: {loaded:,} values, {rejected:,} rejected; changed: {changed}"
