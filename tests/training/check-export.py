"""What PyTorch makes of an exported network: a module built from the file's metadata loads it, strictly, and gives
the features and logits of the .npz. Then a state_dict of the module, changed and saved in other precisions, is written
as a file for network.weights, with the logits that are to come of it.

    check-export.py WEIGHTS FEATURES SAMPLES OUT.safetensors OUT.npy
"""
import configparser
import json
import struct
import sys

import numpy as np
import torch
from torch import nn

TYPES = {"F32": "<f4"}
ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU, "tanh": nn.Tanh}


def read_weights(path):
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    assert length % 8 == 0
    metadata, tensors = header.pop("__metadata__"), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = np.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(array.reshape(entry["shape"]).copy())
    return metadata, tensors


def write_weights(path, tensors):
    """tensors: name to a dtype of the format and a NumPy array of it."""
    header, data = {}, b""
    for name, (dtype, array) in tensors.items():
        header[name] = {"dtype": dtype, "shape": list(array.shape),
                        "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


class Dense(nn.Module):
    def __init__(self, inputs, outputs, norm, activation):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)
        if norm:
            self.norm = nn.BatchNorm1d(outputs)
        if activation:
            self.activation = activation()

    def forward(self, x):
        for module in self.children():
            x = module(x)
        return x


class Convolution(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, norm, activation, pool=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=not norm)
        if norm:
            self.norm = nn.BatchNorm2d(outputs)
        if activation:
            self.activation = activation()
        if pool > 1:
            self.pool = nn.MaxPool2d(pool)

    def forward(self, x):
        for module in self.children():
            x = module(x)
        return x


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride, norm, activation):
        super().__init__()
        self.first = Convolution(inputs, outputs, 3, stride, norm, activation)
        self.second = Convolution(outputs, outputs, 3, 1, norm, None)
        if stride > 1 or inputs != outputs:
            self.shortcut = Convolution(inputs, outputs, 1, stride, norm, None)
        self.activation = activation()

    def forward(self, x):
        shortcut = self.shortcut(x) if hasattr(self, "shortcut") else x
        return self.activation(self.second(self.first(x)) + shortcut)


def numbers(text):
    return [int(value) for value in text.split(",")] if text else []


class Network(nn.Module):
    def __init__(self, regime, sample, classes):
        super().__init__()
        network, head = regime["network"], regime["head"]
        norm, activation = network["batch-norm"] == "true", ACTIVATIONS[network["activation"]]
        self.images, self.blocks = network["kind"] != "mlp", nn.ModuleList()
        if self.images:
            inputs, widths = sample[2], numbers(network["channels"])
            strides, kernels = numbers(network["strides"]), numbers(network["kernels"]) or [3] * len(widths)
            pool = network["downsampling"] == "max-pool" and network["kind"] == "cnn"
            for b, width in enumerate(widths):
                stride = strides[b] if strides else 1
                if network["kind"] == "resnet" and b > 0:
                    block = Residual(inputs, width, stride, norm, activation)
                else:
                    block = Convolution(inputs, width, kernels[b] if network["kind"] == "cnn" else 3,
                                        1 if pool else stride, norm, activation, stride if pool else 1)
                self.blocks.append(block)
                inputs = width
        else:
            inputs = sample[0] * sample[1] * sample[2]
            for width in numbers(network["hidden"]) + [int(network["feature"])]:
                self.blocks.append(Dense(inputs, width, norm, activation))
                inputs = width
        if int(head["layers"]) > 0:
            self.head = nn.ModuleList()
            for _ in range(int(head["layers"])):
                self.head.append(Dense(inputs, int(head["width"]), norm, nn.ReLU))
                inputs = int(head["width"])
        self.classifier = nn.Linear(inputs, classes)

    def forward(self, x):
        """x is n x channels x height x width, as PyTorch has it; an MLP flattens that."""
        x = x if self.images else x.flatten(1)
        for block in self.blocks:
            x = block(x)
        features = x = x.mean((2, 3)) if self.images else x
        for layer in getattr(self, "head", []):
            x = layer(x)
        return features, self.classifier(x)


def same(ours, theirs, what):
    theirs = theirs.detach().numpy()
    error = np.abs(ours - theirs).max() / np.abs(theirs).max()
    assert ours.shape == theirs.shape and error < 1e-5, f"{what}: {ours.shape} {theirs.shape} {error}"


weights, features, samples, out_weights, out_logits = sys.argv[1:]
torch.manual_seed(1)
metadata, state = read_weights(weights)
regime = configparser.ConfigParser(interpolation=None)
regime.read_string(metadata["regime"])
assert metadata["format"] == "pt" and metadata["epoch"] == regime["run"]["epochs"]
arrays = np.load(features)
model = Network(regime, numbers(metadata["sample"]), arrays["train_logits"].shape[1])
model.load_state_dict(state, strict=True)
model.eval()
data = {split: torch.from_numpy(np.load(samples)[split].transpose(0, 3, 1, 2).copy()) for split in ("train", "test")}
for split, x in data.items():
    theirs_features, theirs_logits = model(x)
    same(arrays[split + "_features"], theirs_features, split + " features")
    same(arrays[split + "_logits"], theirs_logits, split + " logits")
    assert (arrays[split + "_predictions"] == arrays[split + "_logits"].argmax(1)).all()
    own = [arrays[split + "_features"][arrays[split + "_labels"] == k].mean(0, dtype=np.float64)
           for k in range(arrays["train_logits"].shape[1])]
    assert np.allclose(arrays[split + "_means"], own, rtol=1e-9, atol=1e-12)
same(arrays["classifier_weight"], model.classifier.weight, "classifier_weight")
same(arrays["classifier_bias"], model.classifier.bias, "classifier_bias")

# The way back: what a user of PyTorch has trained on, in whatever precision.
foreign = {}
for index, (name, tensor) in enumerate(model.state_dict().items()):
    if name.endswith("num_batches_tracked"):
        foreign[name] = ("I64", tensor.numpy())
        continue
    changed = (tensor.double() * (1 + 0.3 * torch.rand(tensor.shape, dtype=torch.float64))).numpy()
    dtype, kind = (("F16", "<f2"), ("F64", "<f8"), ("F32", "<f4"))[index % 3]
    foreign[name] = (dtype, changed.astype(kind))
write_weights(out_weights, foreign)
model.load_state_dict({name: torch.from_numpy(array.astype("<i8" if dtype == "I64" else "<f8"))
                       for name, (dtype, array) in foreign.items()})
np.save(out_logits, model.double()(data["train"].double())[1].detach().numpy())
