"""What readers are served of an observatory, as bytes to compare."""

import json

import pandas as pd

from geodata.store import Reader, Release


def served(store: Reader, name: str) -> str:
    """Everything that a page could show: the release that readers see, and the list of all."""
    return json.dumps([shown(store, store.release(name)), _text(store.releases(name))])


def shown(store: Reader, release: Release) -> str:
    """Everything of one release: figures, scores, places, shapes and sources."""
    frames = [
        store.observations(release),
        store.measures(release),
        store.composites(release),
        store.territories(release),
        store.loads(release),
    ]
    levels = [level.code for level in release.declaration.hierarchy.levels]
    shapes = [store.geometry(release, level).decode() for level in levels]
    return json.dumps([release.number, release.declaration.hash, *map(_text, frames), *shapes])


def _text(frame: pd.DataFrame) -> str:
    return frame.to_json(orient="split", double_precision=15, default_handler=str)
