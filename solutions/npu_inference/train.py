"""Train the network of exercise 15 and write its weights and pictures.

    apt-get install dataset-fashion-mnist     # or name a folder with the four files by --data
    python solutions/npu_inference/train.py

The pictures are Fashion-MNIST (Xiao, Rasul and Vollgraf 2017, © Zalando SE, MIT licence): 28×28
pixels, 10 kinds of clothing, 60,000 for training and 10,000 for testing, as Debian ships them.
Four convolutions; the batch normalization that follows each of them while training is folded into
its weights and bias at the end. Everything is seeded and runs on one thread.

Writes exercises/npu_inference/fashion_mnist.npz: w0, b0 … w3, b3 (float32), 256 training pictures
to calibrate with, 250 test pictures with labels for the learner; and
solutions/npu_inference/held_back.npz: the first 1,000 test pictures with labels, for the checks.
"""

import argparse
import gzip
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT / "exercises" / "npu_inference" / "fashion_mnist.npz"
HIDDEN = ROOT / "solutions" / "npu_inference" / "held_back.npz"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
SEED, EPOCHS, BATCH, RATE = 15, 10, 128, 2e-3
# channels in, channels out, kernel, stride, padding
SHAPES = ((1, 16, 3, 2, 1), (16, 32, 3, 2, 1), (32, 64, 3, 2, 1), (64, 10, 4, 1, 0))
HELD_BACK, SHOWN, CALIBRATION = 1000, 250, 256


def read(path: Path) -> np.ndarray:
    """An IDX file of bytes: two zeros, the type, the number of axes, the sizes, the values."""
    data = gzip.decompress(path.read_bytes())
    axes = data[3]
    shape = np.frombuffer(data, ">i4", axes, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(shape).copy()


def pictures(folder: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures, uint8 (N, 1, 28, 28), and labels, uint8 (N,)."""
    images = read(folder / f"{name}-images-idx3-ubyte.gz")
    return images[:, None], read(folder / f"{name}-labels-idx1-ubyte.gz")


def network() -> nn.Sequential:
    """Convolution, batch normalization and ReLU; the last layer without ReLU."""
    modules: list[nn.Module] = []
    for c, m, kernel, stride, padding in SHAPES:
        modules += [nn.Conv2d(c, m, kernel, stride, padding, bias=False), nn.BatchNorm2d(m)]
        modules.append(nn.ReLU())
    return nn.Sequential(*modules[:-1])


def train(model: nn.Sequential, images: np.ndarray, labels: np.ndarray) -> None:
    """Adam with a falling rate; every other picture mirrored, anew in each epoch."""
    x, y = torch.from_numpy(images / np.float32(255)), torch.from_numpy(labels).long()
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=1e-2)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        for batch in torch.randperm(len(x)).split(BATCH):
            shown = torch.where(torch.rand(len(batch), 1, 1, 1) < 0.5, x[batch], x[batch].flip(3))
            loss = nn.functional.cross_entropy(model(shown).flatten(1), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        sys.stderr.write(f"epoch {epoch + 1} of {EPOCHS}: loss {loss.item():.3f}\n")


def folded(model: nn.Sequential) -> dict[str, np.ndarray]:
    """w0, b0, w1, …: convolutions that do what they did together with their normalization."""
    arrays: dict[str, np.ndarray] = {}
    convolutions = [m for m in model if isinstance(m, nn.Conv2d)]
    norms = [m for m in model if isinstance(m, nn.BatchNorm2d)]
    for number, (conv, norm) in enumerate(zip(convolutions, norms, strict=True)):
        mean, variance = norm.get_buffer("running_mean"), norm.get_buffer("running_var")
        factor = norm.weight / torch.sqrt(variance + norm.eps)
        w = conv.weight * factor.reshape(-1, 1, 1, 1)
        b = norm.bias - mean * factor
        arrays |= {f"w{number}": w.detach().numpy(), f"b{number}": b.detach().numpy()}
    return arrays


def accuracy(model: nn.Sequential, images: np.ndarray, labels: np.ndarray) -> float:
    """Percent of pictures whose largest output is that of their label."""
    with torch.no_grad():
        scores = model(torch.from_numpy(images / np.float32(255))).flatten(1)
    return 100 * float((scores.argmax(1).numpy() == labels).mean())


def main() -> None:
    """Train, fold, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DEBIAN)
    folder = parser.parse_args().data
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    (images, labels), (tests, truth) = pictures(folder, "train"), pictures(folder, "t10k")
    model = network()
    train(model, images, labels)
    model.eval()
    sys.stderr.write(f"test accuracy in float32: {accuracy(model, tests, truth):.2f} %\n")
    shown = slice(HELD_BACK, HELD_BACK + SHOWN)
    arrays = folded(model) | {"calibration": images[:CALIBRATION]}
    arrays |= {"images": tests[shown], "labels": truth[shown]}
    np.savez_compressed(PUBLIC, allow_pickle=False, **arrays)
    np.savez_compressed(HIDDEN, images=tests[:HELD_BACK], labels=truth[:HELD_BACK])


if __name__ == "__main__":
    main()
