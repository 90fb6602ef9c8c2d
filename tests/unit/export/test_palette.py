"""Colours can be read by everybody and are never the only sign."""

from itertools import combinations

import pytest

from keymoments.export.palette import colour_of, colours, contrast, mark_of

# Machado, Oliveira and Fernandes 2009, full severity, on linear light.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "deuteranopia": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
    "tritanopia": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}
TO_XYZ = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0177, 0.1095, 0.8728))


def times(matrix, vector):
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, vector, strict=True)))) for row in matrix]


def lab(colour, eye):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in times(TO_XYZ, times(EYES[eye], linear)))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_every_text_can_be_read_on_its_ground():
    assert min(contrast(colour.background, colour.text) for colour in colours()) >= 4.5


@pytest.mark.parametrize("eye", EYES)
def test_grounds_stay_apart_for_every_eye(eye):
    seen = [lab(colour.background, eye) for colour in colours()]
    nearest = min(sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5 for pair in combinations(seen, 2))
    assert nearest > 8


def test_marks_are_letters_and_all_different():
    marks = [mark_of(place) for place in range(60)]
    assert marks[:2] == ["A", "B"]
    assert marks[26] == "AA"
    assert len(set(marks)) == 60


def test_more_agencies_than_colours_begin_again():
    assert colour_of(len(colours())) == colour_of(0)
