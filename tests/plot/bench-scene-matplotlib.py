"""Milliseconds of a frame of matplotlib's 3-D scatter, turned a little for each, median of REPEATS; of the points in the
file argv[1] (float32, x, y, z of each) in classes of equal size, argv[2] of them, at argv[3] x argv[4] pixels."""
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot
import numpy

REPEATS = 7

points = numpy.fromfile(sys.argv[1], numpy.float32).reshape(-1, 3)
labels = numpy.arange(len(points)) // (len(points) // int(sys.argv[2]))
figure = matplotlib.pyplot.figure(figsize=(int(sys.argv[3]) / 100, int(sys.argv[4]) / 100), dpi=100)
axes = figure.add_subplot(projection="3d")
axes.scatter(*points.T, c=labels, cmap="tab10", s=8)
times = []
for i in range(REPEATS + 1):
    axes.view_init(20, i)
    start = time.process_time()
    figure.canvas.draw()
    times.append(1e3 * (time.process_time() - start))
print(sorted(times[1:])[REPEATS // 2])
