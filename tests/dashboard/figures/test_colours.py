"""Colours of the map as colour-blind readers see them, and against the page."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from dashboard.components.map import OUTLINES
from dashboard.figures.scale import (
    CLASSES,
    CLUSTER_COLOURS,
    DIVERGING,
    NO_DATA,
    NOT_YET,
    SEQUENTIAL,
)

# Machado, Oliveira & Fernandes (2009), severity 1, on linear light.
SIGHTS = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
APART = 8.9
"""Difference (CIE 1976) at which two fields side by side are told apart with ease; 2.3 is just noticed."""


def light(colour: str) -> np.ndarray:
    part = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(np.asarray(SIGHTS[sight]) @ light(colour), 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((float(TO_XYZ[1] @ light(colour)) for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("colours", [*SEQUENTIAL.values(), DIVERGING, CLASSES, CLUSTER_COLOURS], ids=len)
def test_no_two_classes_look_alike(colours: list[str], sight: str) -> None:
    assert all(apart(one, other, sight) >= APART for one, other in combinations(colours, 2))


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("missing", [NO_DATA, NOT_YET])
def test_what_is_missing_looks_like_no_class(missing: str, sight: str) -> None:
    known = {*SEQUENTIAL[7], *DIVERGING, *CLASSES, *CLUSTER_COLOURS}
    near = {colour: apart(missing, colour, sight) for colour in known}
    assert min(near.values()) >= APART, near
    assert apart(NO_DATA, NOT_YET, sight) >= APART


@pytest.mark.parametrize("sight", SIGHTS)
def test_a_sequence_darkens_step_by_step(sight: str) -> None:
    for colours in SEQUENTIAL.values():
        lightness = [lab(colour, sight)[0] for colour in colours]
        assert all(above - below > 3 for above, below in pairwise(lightness))


def test_outlines_of_what_is_missing_and_chosen_stand_out() -> None:
    assert contrast(OUTLINES["no-data"][0], NOT_YET) >= 3
    assert contrast(OUTLINES["enclave"][0], NO_DATA) >= 3
    assert min(apart(OUTLINES["selected"][0], OUTLINES["pinned"][0], sight) for sight in SIGHTS) >= APART
