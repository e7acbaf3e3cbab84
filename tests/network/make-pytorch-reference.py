#!/usr/bin/python3
"""Trains small networks in PyTorch from weights and batches that test-network.c makes by the same formula, and writes
their first 50 losses to pytorch-losses.txt: one line a step, one column a run, in the order of RUNS. A last line has the
loss of all samples in evaluation mode, which depends on the running statistics.

pytorch-contrastive.txt has a line for each contrastive loss of test-contrastive.c: its value, then its gradient by the
embeddings, row by row."""
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


def network(batch_norm, activation):
    layers, before = [], INPUTS
    for width in WIDTHS:
        layers.append(torch.nn.Linear(before, width))
        if batch_norm:
            layers.append(torch.nn.BatchNorm1d(width))
        layers.append(activation())
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


def focal(logits, labels):
    log_p = torch.log_softmax(logits, 1)[torch.arange(len(labels)), labels]
    return -((1 - log_p.exp()) ** 2 * log_p).mean()


def squared_error(logits, labels):
    return 0.5 * ((logits - torch.nn.functional.one_hot(labels, CLASSES)) ** 2).sum(1).mean()


def sgd(parameters):
    return torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)


def nesterov(parameters):
    return torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM, weight_decay=DECAY, nesterov=True)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=0.01, betas=(0.8, 0.99), weight_decay=DECAY)


def adamw(parameters):
    return torch.optim.AdamW(parameters, lr=0.01, weight_decay=0.1)


def losses(batch_norm=True, criterion=torch.nn.functional.cross_entropy, make_optimiser=sgd, clip=None, activation=torch.nn.ReLU):
    labels = torch.arange(SAMPLES) % CLASSES
    inputs = spread(99, SAMPLES * INPUTS).reshape(SAMPLES, INPUTS) * 2
    inputs[numpy.arange(SAMPLES), labels.numpy()] += 0.5
    inputs = torch.from_numpy(inputs.astype(numpy.float32))
    model = network(batch_norm, activation)
    optimiser = make_optimiser(model.parameters())
    rate = optimiser.param_groups[0]["lr"]
    result, first = [], 0
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = rate * 0.5 * (1 + math.cos(math.pi * step / STEPS))
        batch = slice(first, min(first + BATCH, SAMPLES))
        first = 0 if batch.stop == SAMPLES else batch.stop
        loss = criterion(model(inputs[batch]), labels[batch])
        optimiser.zero_grad()
        loss.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimiser.step()
        result.append(loss.item())
    with torch.no_grad():
        result.append(criterion(model.eval()(inputs), labels).item())
    return result


RUNS = [
    losses(batch_norm=False),
    losses(),
    losses(criterion=torch.nn.CrossEntropyLoss(label_smoothing=0.1)),
    losses(criterion=focal),
    losses(criterion=squared_error),
    losses(make_optimiser=nesterov),
    losses(make_optimiser=adam),
    # A bias before batch norm has only rounding for a gradient, which Adam would scale up to whole steps.
    losses(batch_norm=False, make_optimiser=adamw),
    losses(clip=0.5),
    losses(activation=torch.nn.GELU),
    losses(activation=torch.nn.Tanh),
]


def contrast(labels, temperature, width=5):
    """SupCon by its definition, one view at a time: labels of one of two views each."""
    views = len(labels) * 2
    embeddings = torch.from_numpy(spread(50, views * width).reshape(views, width).astype(numpy.float32) * 4)
    embeddings.requires_grad_()
    similarities = torch.nn.functional.normalize(embeddings) @ torch.nn.functional.normalize(embeddings).T / temperature
    labels = list(labels) * 2
    loss = 0
    for i in range(views):
        others = [j for j in range(views) if j != i]
        log_p = torch.log_softmax(similarities[i, others], 0)
        loss -= log_p[[labels[j] == labels[i] for j in others]].mean() / views
    loss.backward()
    return [loss.item(), *embeddings.grad.flatten().tolist()]


def write(name, lines):
    text = "".join(" ".join(f"{number:.9g}" for number in line) + "\n" for line in lines)
    pathlib.Path(__file__).with_name(name).write_text(text)


write("pytorch-losses.txt", zip(*RUNS))
write("pytorch-contrastive.txt", [contrast([0, 1, 2, 0, 0, 1], 0.1), contrast(range(6), 0.5)])
