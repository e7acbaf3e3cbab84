#!/usr/bin/python3
"""Makes the two IDX files of the bundled digits from Debian's python3-sklearn; the same bytes every time."""
import gzip
import pathlib
import struct

import sklearn.datasets

here = pathlib.Path(__file__).parent
digits = sklearn.datasets.load_digits()
images = digits.images.astype("uint8")
labels = digits.target.astype("uint8")
contents = {
    "digits-images-idx3-ubyte.gz": struct.pack(">BBBBIII", 0, 0, 8, 3, *images.shape) + images.tobytes(),
    "digits-labels-idx1-ubyte.gz": struct.pack(">BBBBI", 0, 0, 8, 1, *labels.shape) + labels.tobytes(),
}
for name, data in contents.items():
    (here / name).write_bytes(gzip.compress(data, 9, mtime=0))
