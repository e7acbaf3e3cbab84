"""Samples a second of the benchmark's MLP in PyTorch on argv[1] threads; the best of several rounds."""
import sys
import time

import torch

BATCH, ROUNDS, STEPS = 128, 12, 15
torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
model = torch.nn.Sequential(
    torch.nn.Linear(784, 512), torch.nn.ReLU(), torch.nn.Linear(512, 256), torch.nn.ReLU(),
    torch.nn.Linear(256, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10))
optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
inputs, labels = torch.randn(BATCH, 784), torch.arange(BATCH) % 10
best = float("inf")
for _ in range(ROUNDS):
    start = time.perf_counter()
    for _ in range(STEPS):
        loss = torch.nn.functional.cross_entropy(model(inputs), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    best = min(best, (time.perf_counter() - start) / STEPS)
print(BATCH / best)
