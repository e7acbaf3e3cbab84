#!/usr/bin/python3
"""Fine-tunes parts of a small CNN in PyTorch from weights, running statistics and batches that test-block-skip.c makes by
the same formula, and writes the losses of 50 steps to pytorch-transfer.txt: one line a step, one column a method, in the
order of METHODS. A last line has the loss of all samples in evaluation mode."""
import math
import pathlib

import numpy
import torch

SAMPLES, CLASSES, BATCH, STEPS, SIDE = 70, 3, 16, 50, 8
CHANNELS, STRIDES = (8, 16, 12), (1, 2, 1)
RATE, MOMENTUM, DECAY = 0.05, 0.9, 5e-3
# Which blocks are trained, counted from 1, and which is added to the features.
METHODS = [([], None), ([2], None), ([2], 2), ([1], 1), ([3], 3), ([1, 2, 3], None)]


def spread(stream, count):
    """As in make-pytorch-reference.py."""
    index = numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(stream * 1000003 + 1)
    return ((index * numpy.uint64(2654435761)) % numpy.uint64(2**32)).astype(numpy.float64) / 2**32 - 0.5


class Network(torch.nn.Module):
    def __init__(self, trained, skip):
        super().__init__()
        self.trained, self.skip = trained, skip
        self.blocks = torch.nn.ModuleList(
            torch.nn.Sequential(
                torch.nn.Conv2d(before, width, 3, stride, padding=1, bias=False),
                torch.nn.BatchNorm2d(width),
                torch.nn.ReLU(),
            )
            for before, width, stride in zip((1, *CHANNELS), CHANNELS, STRIDES)
        )
        width = max(CHANNELS[-1], CHANNELS[skip - 1] if skip else 0)
        self.classifier = torch.nn.Linear(width, CLASSES)
        for number, block in enumerate(self.blocks, 1):
            block.requires_grad_(number in trained)
        tensors = [tensor for name, tensor in self.state_dict().items() if not name.endswith("num_batches_tracked")]
        with torch.no_grad():
            for stream, tensor in enumerate(tensors):
                values = spread(stream, tensor.numel())
                if tensor.dim() > 1:
                    values = values * 2 / math.sqrt(tensor.shape[1:].numel())
                tensor.copy_(torch.from_numpy(values.reshape(tensor.shape).astype(numpy.float32)))
            for block in self.blocks:
                block[1].running_var += 1

    def train(self, mode=True):
        """Frozen blocks stay in evaluation mode."""
        super().train(mode)
        for number, block in enumerate(self.blocks, 1):
            block.train(mode and number in self.trained)
        return self

    def forward(self, x):
        features = torch.zeros(len(x), self.classifier.in_features)
        for number, block in enumerate(self.blocks, 1):
            x = block(x)
            average = x.mean((2, 3))
            for use in [number == len(self.blocks), number == self.skip]:
                if use:
                    features = features + torch.nn.functional.pad(average, (0, features.shape[1] - average.shape[1]))
        return self.classifier(features)


def losses(trained, skip):
    """Images as those of make-pytorch-reference.py."""
    model, labels = Network(trained, skip).train(), torch.arange(SAMPLES) % CLASSES
    inputs = spread(99, SAMPLES * SIDE * SIDE).reshape(SAMPLES, SIDE * SIDE) * 2
    for sample, label in zip(inputs, labels.tolist()):
        sample[:: label + 2] += 1
    inputs = torch.from_numpy(inputs.astype(numpy.float32)).reshape(SAMPLES, 1, SIDE, SIDE)
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
    result, first = [], 0
    for step in range(STEPS):
        batch = slice(first, min(first + BATCH, SAMPLES))
        first = 0 if batch.stop == SAMPLES else batch.stop
        loss = torch.nn.functional.cross_entropy(model(inputs[batch]), labels[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        result.append(loss.item())
    with torch.no_grad():
        result.append(torch.nn.functional.cross_entropy(model.eval()(inputs), labels).item())
    return result


columns = [losses(*method) for method in METHODS]
text = "".join(" ".join(f"{number:.9g}" for number in line) + "\n" for line in zip(*columns))
pathlib.Path(__file__).with_name("pytorch-transfer.txt").write_text(text)
