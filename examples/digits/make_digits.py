#!/usr/bin/env python3
"""Draws 20 digits from vector strokes and writes them in the file format of MNIST (IDX).

Each digit has two hands of its own (a list of strokes: straight lines and arcs in a unit box), drawn as the data set
draws its digits: a soft white pen about 3 pixels wide on black, fitted into a box of 20 x 20 pixels and moved so that
the centre of mass is the centre of the 28 x 28 image. No data set was used. Equal runs write equal bytes.

    python3 make_digits.py [FOLDER]     (default: the folder of this script)
"""
import math
import os
import struct
import sys

SIZE = 28
BOX = 20.0  # the larger side of a digit's strokes, pen included
PEN = 1.25  # half the width of the full-bright stroke, pixels
SOFT = 0.9  # fall-off of the edge, pixels


def line(*points):
    """A polyline; x to the right, y down."""
    return list(points)


def arc(cx, cy, rx, ry, start, end, steps=40):
    """Part of an ellipse; degrees, 0 = right, 90 = down."""
    points = []
    for i in range(steps + 1):
        angle = math.radians(start + (end - start) * i / steps)
        points.append((cx + rx * math.cos(angle), cy + ry * math.sin(angle)))
    return points


# digit -> its two hands; a hand is a list of strokes and a slant (shift of x per unit of y)
HANDS = {
    0: [([arc(0.5, 0.5, 0.33, 0.5, 0, 360)], -0.15), ([arc(0.5, 0.5, 0.42, 0.46, 20, 380)], 0.0)],
    1: [([line((0.5, 0.0), (0.5, 1.0))], -0.15), ([line((0.36, 0.2), (0.5, 0.0), (0.5, 1.0))], 0.0)],
    2: [
        ([arc(0.48, 0.27, 0.34, 0.27, 190, 390) + line((0.12, 1.0), (0.9, 1.0))], 0.0),
        ([arc(0.45, 0.28, 0.36, 0.28, 200, 400) + line((0.1, 0.95), (0.5, 0.92), (0.95, 1.0))], -0.1),
    ],
    3: [
        ([arc(0.42, 0.26, 0.34, 0.26, 200, 450) + arc(0.42, 0.75, 0.38, 0.25, 270, 520)], 0.0),
        ([arc(0.45, 0.25, 0.36, 0.25, 210, 440) + arc(0.42, 0.74, 0.42, 0.26, 280, 510)], -0.12),
    ],
    4: [
        ([line((0.18, 0.0), (0.12, 0.52), (0.85, 0.5)), line((0.8, 0.02), (0.74, 1.0))], 0.0),
        ([line((0.25, 0.05), (0.12, 0.55), (0.9, 0.5)), line((0.75, 0.0), (0.66, 1.0))], -0.1),
    ],
    5: [
        ([line((0.85, 0.0), (0.25, 0.02), (0.2, 0.42)) + arc(0.42, 0.7, 0.4, 0.3, 240, 500)], 0.0),
        ([line((0.8, 0.0), (0.22, 0.0), (0.2, 0.45)) + arc(0.4, 0.7, 0.42, 0.3, 250, 510)], -0.12),
    ],
    6: [
        ([line((0.62, 0.0), (0.38, 0.22), (0.24, 0.5), (0.2, 0.72)) + arc(0.5, 0.72, 0.3, 0.28, 180, 560)], 0.0),
        ([line((0.7, 0.0), (0.4, 0.25), (0.22, 0.55), (0.18, 0.72)) + arc(0.5, 0.74, 0.32, 0.26, 180, 550)], 0.08),
    ],
    7: [
        ([line((0.1, 0.03), (0.88, 0.0), (0.62, 0.45), (0.45, 1.0))], 0.0),
        ([line((0.1, 0.12), (0.14, 0.02), (0.9, 0.02), (0.68, 0.4), (0.55, 1.0))], -0.05),
    ],
    8: [
        ([arc(0.5, 0.25, 0.27, 0.25, 90, 450), arc(0.5, 0.75, 0.33, 0.25, -90, 270)], -0.05),
        ([arc(0.52, 0.24, 0.28, 0.24, 90, 450), arc(0.5, 0.74, 0.3, 0.26, -90, 270)], -0.22),
    ],
    9: [
        ([arc(0.48, 0.28, 0.33, 0.28, 0, 360) + line((0.81, 0.3), (0.76, 0.65), (0.66, 1.0))], 0.0),
        ([arc(0.46, 0.27, 0.32, 0.27, -20, 340) + line((0.76, 0.18), (0.76, 0.6), (0.72, 1.0))], -0.06),
    ],
}


def fitted(strokes, slant):
    """The strokes slanted and scaled so that, with the pen, the larger side is BOX pixels."""
    slanted = [[(x + slant * (y - 0.5), y) for x, y in stroke] for stroke in strokes]
    xs = [x for stroke in slanted for x, _ in stroke]
    ys = [y for stroke in slanted for _, y in stroke]
    width, height = 0.8 * (max(xs) - min(xs)), max(ys) - min(ys)  # digits are taller than wide
    scale = (BOX - 2 * PEN) / max(width, height)
    return [[(0.8 * scale * (x - min(xs)), scale * (y - min(ys))) for x, y in stroke] for stroke in slanted]


def distance(px, py, ax, ay, bx, by):
    """From a point to a segment."""
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    t = 0.0 if length2 == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length2))
    return math.hypot(px - ax - t * dx, py - ay - t * dy)


def drawn(strokes, shift_x, shift_y):
    """The image as rows of bytes."""
    segments = [(a, b) for stroke in strokes for a, b in zip(stroke, stroke[1:])]
    image = []
    for y in range(SIZE):
        for x in range(SIZE):
            px, py = x + 0.5 - shift_x, y + 0.5 - shift_y
            nearest = min(distance(px, py, *a, *b) for a, b in segments)
            level = max(0.0, min(1.0, 1.0 - (nearest - PEN) / SOFT))
            image.append(round(255 * level))
    return image


def centred(strokes):
    """Draws twice: the first image tells where the centre of mass is."""
    first = drawn(strokes, 4.0, 4.0)
    mass = sum(first)
    mean_x = sum(v * (i % SIZE + 0.5) for i, v in enumerate(first)) / mass
    mean_y = sum(v * (i // SIZE + 0.5) for i, v in enumerate(first)) / mass
    return drawn(strokes, 4.0 + round(SIZE / 2 - mean_x), 4.0 + round(SIZE / 2 - mean_y))


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    digits = [(digit, *HANDS[digit][hand]) for hand in range(2) for digit in range(10)]
    images = b"".join(bytes(centred(fitted(strokes, slant))) for _, strokes, slant in digits)
    labels = bytes(digit for digit, _, _ in digits)
    with open(os.path.join(folder, "t10k-images-idx3-ubyte"), "wb") as file:
        file.write(struct.pack(">IIII", 0x803, len(digits), SIZE, SIZE) + images)
    with open(os.path.join(folder, "t10k-labels-idx1-ubyte"), "wb") as file:
        file.write(struct.pack(">II", 0x801, len(digits)) + labels)


if __name__ == "__main__":
    main()
