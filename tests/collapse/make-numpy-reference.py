#!/usr/bin/python3
"""Writes numpy-reference.ini: small random data and its metrics, by the definitions and NumPy's pinv and svd.

Run it in this folder to write the file again; test-metrics and test-probe read it."""

import itertools

import numpy as np
from numpy.linalg import lstsq, norm, pinv, svd


def hull_distance(points, point):
    """By the definition of the hull's faces: the nearest point is the nearest of some subset's affine hull."""
    best = np.inf
    for size in range(1, min(len(points), len(point) + 1) + 1):
        for subset in itertools.combinations(points - point, size):
            base = subset[0]
            edges = np.array(subset)[1:] - base
            shares = -base @ pinv(edges)
            if (shares >= 0).all() and shares.sum() <= 1:
                best = min(best, norm(base + shares @ edges))
    return best


def separation(rows):
    return min(hull_distance(np.delete(rows, c, 0), rows[c]) for c in range(len(rows)))


def minority_cosine(w, counts):
    rare = sorted(range(len(w)), key=lambda c: (counts[c], -c))[: len(w) // 2]
    if len(rare) < 2 or min(counts) == max(counts):
        return np.nan
    return np.mean([w[i] @ w[j] / norm(w[i]) / norm(w[j]) for i, j in itertools.combinations(rare, 2)])


def metrics(h, y, k, w, b):
    n, d = h.shape
    mu = np.array([h[y == c].mean(0) for c in range(k)])
    mu_g = mu.mean(0)
    m = mu - mu_g
    within = (h - mu[y]).T @ (h - mu[y]) / n
    between = m.T @ m / k
    v = np.array([((h[y == c] - mu[c]) ** 2).sum(1).mean() for c in range(k)])
    pairs = [(i, j) for i in range(k) for j in range(i + 1, k)]
    ideal = (np.eye(k) - np.ones((k, k)) / k) / np.sqrt(k - 1)

    def cosines(a, c):
        return (a / norm(a, axis=1)[:, None]) @ (c / norm(c, axis=1)[:, None]).T

    def angle(a):
        return np.mean([abs(cosines(a, a)[i, j] + 1 / (k - 1)) for i, j in pairs])

    def unit(a):
        return a / norm(a)

    def numerical_rank(a):
        s = svd(a, compute_uv=False)
        return s.sum() ** 2 / (s**2).sum()

    nearest = ((h[:, None] - mu[None]) ** 2).sum(2).argmin(1)
    lengths, weights = norm(m, axis=1), norm(w, axis=1)
    return {
        "nc1": np.trace(within @ pinv(between, rcond=1e-12)) / k,
        "nc1_quotient": np.trace(within) / np.trace(between),
        "cdnv": np.mean([(v[i] + v[j]) / (2 * norm(mu[i] - mu[j]) ** 2) for i, j in pairs]),
        "vci": 1 - np.trace(pinv(within + between, rcond=1e-12) @ between) / min(d, k - 1),
        "numerical_rank": np.mean([numerical_rank(h[y == c]) for c in range(k)]),
        "stable_rank": norm(h - mu[y]) ** 2 / norm(h - mu[y], 2) ** 2,
        "nc2_norm_means": lengths.std() / lengths.mean(),
        "nc2_norm_weights": weights.std() / weights.mean(),
        "nc2_angle_means": angle(m),
        "nc2_angle_weights": angle(w),
        "nc2_etf_means": norm(unit(m @ m.T) - ideal),
        "nc2_etf_weights": norm(unit(w @ w.T) - ideal),
        "nc3": norm(unit(w) - unit(m)),
        "nc3_gram": norm(unit(w @ m.T) - ideal),
        "nc3_cosine": np.diag(cosines(w, m)).mean(),
        "nc3_bias": norm(w @ mu_g + b),
        "nc4": np.mean((h @ w.T + b).argmax(1) != nearest),
        "nc0": norm(w.sum(0)) / d,
        "gnc2": separation(w / weights[:, None]) if k > d + 1 else np.nan,
        "minority_cosine": minority_cosine(w, np.bincount(y)),
        "ncc_accuracy": np.mean(nearest == y),
    }


def probe(h, y, k):
    """Ridge regression as least squares with sqrt(lambda) I for more samples, of target 0."""
    n, d = h.shape
    targets = np.eye(k)[y]
    x, t = h - h.mean(0), targets - targets.mean(0)
    ridge = 1e-3 * np.trace(x.T @ x / n) / d
    rows = np.vstack([x / np.sqrt(n), np.sqrt(ridge) * np.eye(d)])
    weight = lstsq(rows, np.vstack([t / np.sqrt(n), np.zeros((d, k))]), rcond=None)[0].T
    bias = targets.mean(0) - weight @ h.mean(0)
    return weight, bias, np.mean((h @ weight.T + bias).argmax(1) == y)


def section(name, counts, d, seed):
    rng = np.random.default_rng(seed)
    k = len(counts)
    y = rng.permutation(np.repeat(np.arange(k), counts))
    centres = 2 * rng.normal(size=(k, d)) + 5
    h = np.round(centres[y] + rng.normal(size=(len(y), d)) * rng.uniform(0.3, 2, size=d), 3)
    w = np.round(rng.normal(size=(k, d)), 3)
    b = np.round(rng.normal(size=k), 3)
    print(f"\n[{name}]")
    print(f"classes={k}\ndimension={d}")
    print("labels=" + ";".join(map(str, y)))
    for key, values in (("features", h), ("weight", w), ("bias", b)):
        print(f"{key}=" + ";".join(f"{v:g}" for v in values.ravel()))
    for key, value in metrics(h, y, k, w, b).items():
        print(f"{key}={value:.17g}")
    for key, values in zip(("probe_weight", "probe_bias", "probe_accuracy"), probe(h, y, k)):
        print(f"{key}=" + ";".join(f"{v:.17g}" for v in np.ravel(values)))


if __name__ == "__main__":
    import contextlib

    with open("numpy-reference.ini", "w") as file, contextlib.redirect_stdout(file):
        print(f"# by make-numpy-reference.py, NumPy {np.__version__}")
        section("unequal", [17, 5, 9, 12], 6, 1)
        section("many-classes", [6, 7, 8, 9, 5, 4], 3, 2)
        section("few-samples", [3, 4, 3], 12, 3)
        section("two-classes", [20, 11], 5, 4)
