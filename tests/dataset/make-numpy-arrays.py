#!/usr/bin/env python3
"""Writes the arrays in tests/dataset/numpy, as NumPy writes them; test-numpy.c knows the formulas.

    /usr/bin/python3 tests/dataset/make-numpy-arrays.py     (NumPy 1.24)
"""
import os

import numpy as np
from numpy.lib import format as npy

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "numpy")
index = np.arange(24).reshape(2, 3, 4)


def values(kind):
    """Value i of 24: i % 3 == 0, or i, or i - 7, or (i - 7) / 4."""
    if kind == "b":
        return index % 3 == 0
    return index if kind == "u" else index - 7 if kind == "i" else (index - 7) / 4


types = {}
for code in "b1 u1 u2 u4 u8 i1 i2 i4 i8 f2 f4 f8".split():
    for order in "<>":
        for layout in "CF":
            types[f"{code}{'l' if order == '<' else 'b'}{layout}"] = np.array(
                values(code[0]), dtype=order + code, order=layout)
np.savez(os.path.join(folder, "types.npz"), **types)
np.savez_compressed(os.path.join(folder, "types-deflated.npz"), **types)

for version in (1, 2, 3):
    with open(os.path.join(folder, f"version-{version}.npy"), "wb") as file:
        npy.write_array(file, values("i").astype("<i2"), version=(version, 0))
np.save(os.path.join(folder, "half.npy"),
        np.array([0, -0.0, 1, -2, 65504, 2.0 ** -14, 2.0 ** -24, np.inf, -np.inf, np.nan], dtype="<f2"))
np.save(os.path.join(folder, "object.npy"), np.array([{}, 1], dtype=object))
np.save(os.path.join(folder, "complex.npy"), np.zeros(3, dtype="<c8"))
np.save(os.path.join(folder, "structured.npy"), np.zeros(3, dtype=[("a", "<f4"), ("b", "<i4")]))

# Six training and four test images of 3 x 2 x 2 channels, the labels 10, 3 and -1.
labels = np.array([10, 3, -1, 10, 3, -1])
np.savez_compressed(os.path.join(folder, "split.npz"),
                    x_train=np.arange(72, dtype=np.uint8).reshape(6, 3, 2, 2), y_train=labels,
                    x_test=np.arange(48, dtype=np.uint8).reshape(4, 3, 2, 2), y_test=labels[:4].reshape(4, 1))
# Twelve vectors in Fortran order, two classes; the names as scikit-learn's users write them.
np.savez(os.path.join(folder, "whole.npz"), X=np.asfortranarray(np.arange(36.0).reshape(12, 3) - 18),
         y=(np.arange(12) % 2).astype(np.float32))

# What test-npz-writer.c writes too.
floats = np.arange(12, dtype="<f4") / np.float32(4)
np.savez(os.path.join(folder, "written.npz"), matrix=floats[:6].reshape(2, 3), five=floats.reshape(2, 3, 1, 1, 2),
         single=np.array(2.5), two=np.arange(2, dtype="<i4"), three=np.arange(3) * 10 ** 10,
         none=np.zeros((2, 0, 3), dtype="<i4"))
