#!/usr/bin/python3
"""Trains small networks in PyTorch from weights and batches that test-network.c makes by the same formula, and writes
their first 50 losses to pytorch-losses.txt: one line a step, one column a run, in the order of RUNS. A last line has the
loss of all samples in evaluation mode, which depends on the running statistics. pytorch-convolution-losses.txt is the
same for networks of images, in the order of IMAGE_RUNS.

pytorch-contrastive.txt has a line for each contrastive loss of test-contrastive.c: its value, then its gradient by the
embeddings, row by row."""
import math
import pathlib

import numpy
import torch

SAMPLES, INPUTS, WIDTHS, CLASSES, BATCH, STEPS = 70, 12, (16, 8), 3, 16, 50
SIDE, CHANNELS, STRIDES, HEAD_WIDTH, TEMPERATURE = 8, (8, 16, 16), (1, 2, 1), 12, 0.1
RATE, MOMENTUM, DECAY = 0.05, 0.9, 5e-3


def spread(stream, count):
    """count numbers in [-.5, .5): Knuth's multiplicative hash of the index."""
    index = numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(stream * 1000003 + 1)
    return ((index * numpy.uint64(2654435761)) % numpy.uint64(2**32)).astype(numpy.float64) / 2**32 - 0.5


def fill(model):
    """Weights by spread, a stream each; those of a convolution are out x in x y x x here and out x y x x x in there."""
    with torch.no_grad():
        for stream, parameter in enumerate(model.parameters()):
            values = spread(stream, parameter.numel())
            if parameter.dim() > 1:
                values = values * 2 / math.sqrt(parameter.shape[1:].numel())
            if parameter.dim() == 4:
                outputs, inputs, height, width = parameter.shape
                values = values.reshape(outputs, height, width, inputs).transpose(0, 3, 1, 2)
            parameter.copy_(torch.from_numpy(values.reshape(parameter.shape).astype(numpy.float32)))
    return model


def network(batch_norm, activation):
    layers, before = [], INPUTS
    for width in WIDTHS:
        layers.append(torch.nn.Linear(before, width))
        if batch_norm:
            layers.append(torch.nn.BatchNorm1d(width))
        layers.append(activation())
        before = width
    layers.append(torch.nn.Linear(before, CLASSES))
    return fill(torch.nn.Sequential(*layers))


def focal(logits, labels):
    log_p = torch.log_softmax(logits, 1)[torch.arange(len(labels)), labels]
    return -((1 - log_p.exp()) ** 2 * log_p).mean()


def squared_error(logits, labels):
    return 0.5 * ((logits - torch.nn.functional.one_hot(labels, CLASSES)) ** 2).sum(1).mean()


def sgd(parameters, rate=RATE):
    return torch.optim.SGD(parameters, lr=rate, momentum=MOMENTUM, weight_decay=DECAY)


def nesterov(parameters):
    return torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM, weight_decay=DECAY, nesterov=True)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=0.01, betas=(0.8, 0.99), weight_decay=DECAY)


def adamw(parameters):
    return torch.optim.AdamW(parameters, lr=0.01, weight_decay=0.1)


def train(model, views, labels, criterion, make_optimiser=sgd, clip=None):
    """views: one or two tensors of the samples; of two the second's rows follow the first's."""
    optimiser = make_optimiser(model.parameters())
    rate = optimiser.param_groups[0]["lr"]
    result, first = [], 0
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = rate * 0.5 * (1 + math.cos(math.pi * step / STEPS))
        batch = slice(first, min(first + BATCH, SAMPLES))
        first = 0 if batch.stop == SAMPLES else batch.stop
        loss = criterion(model(torch.cat([view[batch] for view in views])), labels[batch])
        optimiser.zero_grad()
        loss.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimiser.step()
        result.append(loss.item())
    with torch.no_grad():
        result.append(criterion(model.eval()(torch.cat(views)), labels).item())
    return result


def losses(batch_norm=True, criterion=torch.nn.functional.cross_entropy, activation=torch.nn.ReLU, **how):
    labels = torch.arange(SAMPLES) % CLASSES
    inputs = spread(99, SAMPLES * INPUTS).reshape(SAMPLES, INPUTS) * 2
    inputs[numpy.arange(SAMPLES), labels.numpy()] += 0.5
    inputs = torch.from_numpy(inputs.astype(numpy.float32))
    return train(network(batch_norm, activation), [inputs], labels, criterion, **how)


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


def convolution(inputs, outputs, size=3, stride=1):
    return [
        torch.nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False),
        torch.nn.BatchNorm2d(outputs),
    ]


class Residual(torch.nn.Module):
    """The basic block of He et al. 2016."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        first, second = convolution(inputs, outputs, stride=stride), convolution(outputs, outputs)
        self.main = torch.nn.Sequential(*first, torch.nn.ReLU(), *second)
        self.shortcut = torch.nn.Sequential(*([] if inputs == outputs else convolution(inputs, outputs, 1, stride)))

    def forward(self, x):
        return torch.relu(self.main(x) + self.shortcut(x))


def average_pixels():
    return [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()]


def cnn_trunk():
    layers = []
    for before, width, stride in zip((1, *CHANNELS), CHANNELS, STRIDES):
        layers += [*convolution(before, width, stride=stride), torch.nn.ReLU()]
    return [*layers, *average_pixels()]


def cnn():
    return fill(torch.nn.Sequential(*cnn_trunk(), torch.nn.Linear(CHANNELS[-1], CLASSES)))


def resnet():
    stem = [*convolution(1, 8), torch.nn.ReLU()]
    blocks = [Residual(8, 8, 1), Residual(8, 16, 2)]
    return fill(torch.nn.Sequential(*stem, *blocks, *average_pixels(), torch.nn.Linear(16, CLASSES)))


def cnn_with_head():
    """Two layers without a classifier: the last is linear alone."""
    first = [torch.nn.Linear(CHANNELS[-1], HEAD_WIDTH), torch.nn.BatchNorm1d(HEAD_WIDTH), torch.nn.ReLU()]
    return fill(torch.nn.Sequential(*cnn_trunk(), *first, torch.nn.Linear(HEAD_WIDTH, HEAD_WIDTH)))


def supcon(embeddings, labels, temperature=TEMPERATURE):
    """By its definition, one view at a time; labels of the samples, two views each."""
    views = len(embeddings)
    unit = torch.nn.functional.normalize(embeddings)
    similarities = unit @ unit.T / temperature
    labels = list(labels) * 2
    loss = 0
    for i in range(views):
        others = [j for j in range(views) if j != i]
        log_p = torch.log_softmax(similarities[i, others], 0)
        loss -= log_p[[bool(labels[j] == labels[i]) for j in others]].mean() / views
    return loss


def image_losses(model, criterion=torch.nn.functional.cross_entropy, noise=(), **how):
    """Images whose pixels 0, c + 2, 2 (c + 2), .. are brighter by 1, c the class; one view for each stream of noise,
    or the images themselves."""
    labels = torch.arange(SAMPLES) % CLASSES
    inputs = spread(99, SAMPLES * SIDE * SIDE).reshape(SAMPLES, SIDE * SIDE) * 2
    for sample, label in zip(inputs, labels.tolist()):
        sample[:: label + 2] += 1
    inputs = inputs.astype(numpy.float32)
    views = [inputs + spread(stream, inputs.size).reshape(inputs.shape).astype(numpy.float32) for stream in noise]
    views = [torch.from_numpy(view).reshape(SAMPLES, 1, SIDE, SIDE) for view in views or [inputs]]
    return train(model, views, labels, criterion, **how)


IMAGE_RUNS = [
    image_losses(cnn()),
    # At some rates, RATE among them, a ReLU comes upon a zero but for rounding, and double parts from float there.
    image_losses(resnet(), make_optimiser=lambda parameters: sgd(parameters, 0.04)),
    image_losses(cnn_with_head(), criterion=supcon, noise=(97, 98)),
    image_losses(cnn(), make_optimiser=adamw),
]


def contrast(labels, temperature, width=5):
    embeddings = spread(50, len(labels) * 2 * width).reshape(-1, width) * 4
    embeddings = torch.from_numpy(embeddings.astype(numpy.float32)).requires_grad_()
    loss = supcon(embeddings, labels, temperature)
    loss.backward()
    return [loss.item(), *embeddings.grad.flatten().tolist()]


def write(name, lines):
    text = "".join(" ".join(f"{number:.9g}" for number in line) + "\n" for line in lines)
    pathlib.Path(__file__).with_name(name).write_text(text)


write("pytorch-losses.txt", zip(*RUNS))
write("pytorch-convolution-losses.txt", zip(*IMAGE_RUNS))
write("pytorch-contrastive.txt", [contrast([0, 1, 2, 0, 0, 1], 0.1), contrast(range(6), 0.5)])
