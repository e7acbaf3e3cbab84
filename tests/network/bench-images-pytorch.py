"""Samples a second of the networks of bench-images.c in PyTorch on argv[1] threads: argv[2] is cnn or resnet, argv[3]
rows or channels-last; the best of several rounds, but for no more than LIMIT seconds."""
import sys
import time

import torch

BATCH, ROUNDS, STEPS, LIMIT = 128, 24, 5, 6


def convolution(inputs, outputs, size=3, stride=1):
    return [
        torch.nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False),
        torch.nn.BatchNorm2d(outputs),
    ]


class Residual(torch.nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        first, second = convolution(inputs, outputs, stride=stride), convolution(outputs, outputs)
        self.main = torch.nn.Sequential(*first, torch.nn.ReLU(inplace=True), *second)
        same = inputs == outputs and stride == 1
        self.shortcut = torch.nn.Sequential(*([] if same else convolution(inputs, outputs, 1, stride)))

    def forward(self, x):
        return torch.relu_(self.main(x) + self.shortcut(x))


torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
if sys.argv[2] == "cnn":
    channels = (1, 16, 32, 32, 64, 64)
    layers = []
    for before, width, stride in zip(channels, channels[1:], (1, 2, 1, 2, 1)):
        layers += [*convolution(before, width, stride=stride), torch.nn.ReLU(inplace=True)]
else:
    layers = [*convolution(1, 16), torch.nn.ReLU(inplace=True)]
    layers += [Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2)]
model = torch.nn.Sequential(*layers, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(64, 10))
inputs, labels = torch.randn(BATCH, 1, 28, 28), torch.arange(BATCH) % 10
if sys.argv[3] == "channels-last":
    model = model.to(memory_format=torch.channels_last)
    inputs = inputs.to(memory_format=torch.channels_last)
optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
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
