#!/usr/bin/python3
"""Trains small networks in PyTorch from weights and batches that test-network.c makes by the same formula, and writes
their first 50 losses to pytorch-losses.txt: one line a step, one column a network (without and with batch norm). A last
line has the loss of all samples in evaluation mode, which depends on the running statistics."""
import math
import pathlib

import numpy
import torch

SAMPLES, INPUTS, WIDTHS, CLASSES, BATCH, STEPS = 70, 12, (16, 8), 3, 16, 50
RATE, MOMENTUM, DECAY = 0.05, 0.9, 5e-3


def spread(stream, count):
    """count numbers in [-.5, .5): Knuth's multiplicative hash of the index."""
    index = numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(stream * 1000003 + 1)
    return ((index * numpy.uint64(2654435761)) % numpy.uint64(2**32)).astype(numpy.float64) / 2**32 - 0.5


def network(batch_norm):
    layers, before = [], INPUTS
    for width in WIDTHS:
        layers.append(torch.nn.Linear(before, width))
        if batch_norm:
            layers.append(torch.nn.BatchNorm1d(width))
        layers.append(torch.nn.ReLU())
        before = width
    layers.append(torch.nn.Linear(before, CLASSES))
    model = torch.nn.Sequential(*layers)
    with torch.no_grad():
        for stream, parameter in enumerate(model.parameters()):
            values = spread(stream, parameter.numel())
            if parameter.dim() == 2:
                values = values * 2 / math.sqrt(parameter.shape[1])
            parameter.copy_(torch.from_numpy(values.reshape(parameter.shape).astype(numpy.float32)))
    return model


def losses(batch_norm):
    labels = torch.arange(SAMPLES) % CLASSES
    inputs = spread(99, SAMPLES * INPUTS).reshape(SAMPLES, INPUTS) * 2
    inputs[numpy.arange(SAMPLES), labels.numpy()] += 0.5
    inputs = torch.from_numpy(inputs.astype(numpy.float32))
    model = network(batch_norm)
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
    result, first = [], 0
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * 0.5 * (1 + math.cos(math.pi * step / STEPS))
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


table = zip(losses(False), losses(True))
pathlib.Path(__file__).with_name("pytorch-losses.txt").write_text(
    "".join(f"{plain:.9g} {normed:.9g}\n" for plain, normed in table)
)
