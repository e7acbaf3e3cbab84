"""Samples a second of the benchmark's MLP in PyTorch on argv[1] threads, with batch norm where argv[2] is "norm"; the
best of several rounds, as bench-mlp.c takes it, but for no more than LIMIT seconds: where its threads have to wait for
cores PyTorch can be a hundred times slower."""
import sys
import time

import torch

BATCH, ROUNDS, STEPS, LIMIT = 128, 24, 5, 3
WIDTHS = (784, 512, 256, 64)
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
layers = []
for before, width in zip(WIDTHS, WIDTHS[1:]):
    layers.append(torch.nn.Linear(before, width))
    if sys.argv[2] == "norm":
        layers.append(torch.nn.BatchNorm1d(width))
    layers.append(torch.nn.ReLU())
model = torch.nn.Sequential(*layers, torch.nn.Linear(WIDTHS[-1], 10))
optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
inputs, labels = torch.randn(BATCH, WIDTHS[0]), torch.arange(BATCH) % 10
best, end = float("inf"), time.perf_counter() + LIMIT
for _ in range(ROUNDS):
    start = time.perf_counter()
    for _ in range(STEPS):
        loss = torch.nn.functional.cross_entropy(model(inputs), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    best = min(best, (time.perf_counter() - start) / STEPS)
    if time.perf_counter() > end:
        break
print(BATCH / best)
