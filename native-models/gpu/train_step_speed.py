"""PyTorch's half of tests/bench/train-step.ts: python train_step_speed.py loss.onnx THREADS

For every line on stdin it takes one eager step of training on the loss graph, on random pairs, and answers with one line:
the milliseconds it took, and those of processor time.
"""

import sys
import time
from pathlib import Path

import torch

from train_step_check import LEARNING_RATE, TorchTraining, make_pairs, random_weights


def main() -> None:
    path, threads = Path(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    weights, shapes = random_weights(path)
    pairs = make_pairs(shapes)
    training = TorchTraining(path, weights)
    print("ready", flush=True)
    for _ in sys.stdin:
        started, used = time.perf_counter(), time.process_time()
        training.step(pairs, LEARNING_RATE)
        took = (time.perf_counter() - started, time.process_time() - used)
        print(*(f"{1000 * seconds:.3f}" for seconds in took), flush=True)


if __name__ == "__main__":
    main()
