"""The urban-rural classes of territories, in words and as numbers that a map can colour."""

from __future__ import annotations

import pandas as pd

from dashboard.library import Edition
from dashboard.words import Words
from geodata.observatory import ROLES


def class_names(edition: Edition, say: Words) -> dict[str, str]:
    """Role -> name of the class, from town to country; empty where nothing is classified."""
    typology = edition.declaration.typology
    classes = typology.classes if typology else {}
    return {role: classes[role].in_(say.language) for role in ROLES if role in classes}


def class_label(edition: Edition, frame: pd.DataFrame, say: Words) -> str:
    """Say by what the territories of a frame are classified."""
    typology = edition.declaration.typology
    if typology is None:
        return ""
    derived = typology.derived_label if frame["role_derived"].any() else None
    return (derived or typology.label).in_(say.language)


def class_inputs(edition: Edition, frame: pd.DataFrame) -> list[str]:
    """Codes of the indicators that the classes are made of; none where the boundary file holds them."""
    typology = edition.declaration.typology
    if typology is None or not (typology.population or frame["role_derived"].any()):
        return []
    return [typology.population or edition.declaration.population]
