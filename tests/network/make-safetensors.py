#!/usr/bin/env python3
"""Writes the files in tests/network/safetensors, by the format's description and without any library of it;
test-safetensors.c and test-weights.c know the formulas. They are also where the fuzzer starts.

    /usr/bin/python3 tests/network/make-safetensors.py     (NumPy 1.24)
"""
import json
import os
import struct

import numpy as np

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "safetensors")


def save(name, tensors, metadata=None):
    """tensors: name to (dtype, shape, bytes)."""
    header, values = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for key, (dtype, shape, data) in tensors.items():
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [len(values), len(values) + len(data)]}
        values += data
    # The members in another order than the values: both are free.
    text = json.dumps(dict(reversed(header.items()))).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + values)


def floats(dtype, values):
    values = np.asarray(values, dtype=np.float64)
    if dtype == "BF16":
        return (values.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
    return values.astype({"F16": "<f2", "F32": "<f4", "F64": "<f8"}[dtype]).tobytes()


index = np.arange(24).reshape(2, 3, 4)
types = {dtype: (dtype, [2, 3, 4], floats(dtype, (index - 7) / 4)) for dtype in ("F64", "F32", "F16", "BF16")}
types["caf\u00e9 \"x\"\\ \U0001d11e"] = ("I64", [], struct.pack("<q", 5))
types["nothing"] = ("F32", [0, 3], b"")
types["large"] = ("F64", [1], floats("F64", [1e300]))
save("types.safetensors", types, {"format": "pt", "note": "a \"text\"\n"})

# For an MLP of 2 x 1 pixels of 2 channels, 3 features with batch norm, 2 classes; what PyTorch adds is there too.
mlp = {
    "blocks.0.linear.weight": ("F16", [3, 4], floats("F16", np.arange(12) / 8)),
    "blocks.0.linear.bias": ("F64", [3], floats("F64", [1, 2, 3])),
    "blocks.0.norm.weight": ("F32", [3], floats("F32", [1, 1, 2])),
    "blocks.0.norm.bias": ("F32", [3], floats("F32", [0, 0, 1])),
    "blocks.0.norm.running_mean": ("F32", [3], floats("F32", [0.5, 0, 0])),
    "blocks.0.norm.running_var": ("F32", [3], floats("F32", [1, 4, 9])),
    "blocks.0.norm.num_batches_tracked": ("I64", [], struct.pack("<q", 7)),
    "classifier.weight": ("BF16", [2, 3], floats("BF16", [1, -1, 0.5, -2, 0, 1])),
    "classifier.bias": ("F32", [2], floats("F32", [0.25, -0.25])),
    "other.weight": ("U8", [2], b"\1\2"),
}
save("mlp.safetensors", mlp)
