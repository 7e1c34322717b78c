"""What readers are served of an observatory, as bytes to compare."""

import json

from geodata.store import Reader


def served(store: Reader, name: str) -> str:
    """Everything that a page could show: the release, figures, scores, places, shapes and sources."""
    release = store.release(name)
    frames = [
        store.observations(release),
        store.measures(release),
        store.composites(release),
        store.territories(release),
        store.loads(release),
        store.releases(name),
    ]
    levels = [level.code for level in release.declaration.hierarchy.levels]
    shapes = [store.geometry(release, level).decode() for level in levels]
    texts = [frame.to_json(orient="split", double_precision=15, default_handler=str) for frame in frames]
    return json.dumps([release.number, release.declaration.hash, *texts, *shapes])
