"""Checks PyTorch's results against onnxruntime's: python check.py [model.onnx [weights.safetensors]]

Without arguments every operator is checked on small graphs; with a model (and the weights that are its inputs) the
whole graph is, on a random picture. Ends with exit code 1 when the relative error reaches 1e-5.
"""

import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from graph_module import GraphModule
from operators import OPERATORS

MARGIN = 24  # Of a training reference around its tile, on the 2x grid.
REACH = 9  # Of the reference that a forward model takes, for the camera's kernel.
KERNEL = 2 + 2 * REACH

TOLERANCE = 1e-5
random = np.random.default_rng(0)
image = random.random((2, 4, 6, 8), dtype=np.float32)
kernel = random.standard_normal((3, 4, 3, 3), dtype=np.float32)
per_channel = kernel.reshape(12, 1, 3, 3)
matrix = random.standard_normal((2, 8, 5), dtype=np.float32)
row = random.standard_normal((1, 8), dtype=np.float32)
whole = lambda *values: np.array(values, np.int64)
small = lambda *values: np.array(values, np.float32)

# (operator, attributes, operands): the first operand is the graph's input, the others are constants; None is absent.
CASES: list[tuple[str, dict, tuple[np.ndarray | None, ...]]] = [
    ("Abs", {}, (row,)),
    ("Add", {}, (image, row)),
    ("ArgMax", {"axis": 1}, (matrix,)),
    ("AveragePool", {"kernel_shape": [2, 2], "strides": [2, 2]}, (image,)),
    ("AveragePool", {"kernel_shape": [3, 3], "strides": [1, 1]}, (image,)),
    ("Cast", {"to": TensorProto.INT32}, (row * 5,)),
    ("Cast", {"to": TensorProto.FLOAT}, (whole(-3, 4),)),
    ("Clip", {}, (row, np.float32(-0.5), np.float32(0.5))),
    ("Clip", {}, (row, None, np.float32(0.5))),
    ("Clip", {}, (row, np.float32(-0.5))),
    ("Concat", {"axis": 1}, (matrix, matrix)),
    ("Conv", {"pads": [1, 1, 1, 1], "strides": [2, 2]}, (image, kernel, small(1, 2, 3))),
    ("Conv", {"pads": [0, 0, 0, 0], "strides": [1, 1], "group": 4}, (image, per_channel, small(*range(12)))),
    (
        "ConvTranspose",
        {"pads": [1, 1, 1, 1], "strides": [2, 2], "output_padding": [1, 0]},
        (image, kernel.transpose(1, 0, 2, 3).copy()),
    ),
    ("DepthToSpace", {"blocksize": 2, "mode": "CRD"}, (image,)),
    ("Div", {}, (image, row)),
    ("Div", {}, (whole(-7, 7), whole(2, 2))),
    ("Exp", {}, (row,)),
    ("Expand", {}, (row, whole(3, 4, 8))),
    ("Floor", {}, (row,)),
    ("Gather", {"axis": 2}, (image, np.array([[0, 5], [2, 2]], np.int32))),
    ("Gather", {"axis": 0}, (row.T, np.array([3], np.int64))),
    ("Greater", {}, (row, row[:, ::-1].copy())),
    ("GreaterOrEqual", {}, (row, row[:, ::-1].copy())),
    ("Identity", {}, (row,)),
    ("LeakyRelu", {"alpha": 0.2}, (row,)),
    ("Log", {}, (image,)),
    ("MatMul", {}, (matrix.transpose(0, 2, 1).copy(), matrix)),
    ("Mul", {}, (image, row)),
    ("Pad", {"mode": "constant"}, (image, whole(0, 1, 2, 0, 0, 0, 1, 3))),
    ("Pad", {"mode": "reflect"}, (image, whole(0, 0, 2, 3, 0, 0, 1, 0))),
    ("Pad", {"mode": "edge"}, (image, whole(0, 0, 2, 3, 0, 0, 1, 0))),
    ("ReduceMax", {}, (image, whole(1))),
    ("ReduceMean", {}, (image, whole(-1))),
    ("ReduceMin", {}, (image, whole(1))),
    ("ReduceSum", {}, (image, whole(2))),
    ("Reshape", {}, (image, whole(2, -1, 12))),
    (
        "ScatterElements",
        {"axis": 0, "reduction": "add"},
        (matrix[0], np.array([[1, 1, 7, 0, 1], [1, 2, 7, 0, 3]], np.int32), matrix[1, :2]),
    ),
    ("Slice", {}, (image, whole(1, 2), whole(5, 8), whole(2, 3))),
    ("Sqrt", {}, (image,)),
    ("Sub", {}, (image, row)),
    ("Transpose", {"perm": [2, 0, 1]}, (matrix,)),
    ("Where", {}, (row > 0, row, small(2))),
]


def check_operators() -> None:
    unchecked = OPERATORS.keys() - {operator for operator, _, _ in CASES}
    if unchecked:
        raise SystemExit(f"Expected a case for every operator; add one for {', '.join(sorted(unchecked))}")
    with tempfile.TemporaryDirectory() as folder:
        for index, (operator, attributes, operands) in enumerate(CASES):
            path = Path(folder) / f"{index}.onnx"
            onnx.save(_model_of(operator, attributes, operands), path)
            _compare(operator, path, {}, {"operand_0": operands[0]})


def check_graph(path: Path, weights: dict[str, np.ndarray]) -> None:
    shapes = GraphModule(path, weights).shapes
    batch, _, height, width = shapes["wide"]
    border = (shapes["reference"][2] - 2 * height) // 2 if "reference" in shapes else REACH
    reference = cloudy(batch, 2 * height + 2 * border, 2 * width + 2 * border)
    tile = reference[:, :, border:-border, border:-border]
    validity = np.ones_like(reference[:, :1])
    validity[:, :, :, : border + width // 2] = 0
    wide = tile.reshape(batch, 3, height, 2, width, 2).mean((3, 5))
    inputs = {
        "wide": wide,
        "reference": reference,
        "validity": validity,
        "camera": np.full((KERNEL, KERNEL), KERNEL**-2, np.float32),
        "camera-exponent": np.array(2.2, np.float32),
        "seen": wide,
        "noise": np.full((batch, 1, 1, 1), 0.01, np.float32),
    }
    _compare(path.name, path, weights, {name: value for name, value in inputs.items() if name in shapes})


def cloudy(batch: int, height: int, width: int) -> np.ndarray:
    """Noise of several sizes, so that every place looks different."""
    layers = [
        cv2.resize(random.random((height // size, width // size, 3 * batch), dtype=np.float32), (width, height))
        for size in (1, 2, 4, 8)
    ]
    return np.ascontiguousarray(np.mean(layers, 0).reshape(height, width, batch, 3).transpose(2, 3, 0, 1))


def _compare(title: str, path: Path, weights: dict[str, np.ndarray], inputs: dict[str, np.ndarray]) -> None:
    module = GraphModule(path, weights)
    with torch.no_grad():
        actual = module(**{name: torch.tensor(value) for name, value in inputs.items()})
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    fed = {value.name for value in session.get_inputs()}
    expected = session.run(None, inputs | {name: value for name, value in weights.items() if name in fed})
    for name, reference in zip(module.output_names, expected, strict=True):
        result = actual[name].numpy()
        if result.shape != reference.shape:
            raise SystemExit(f"{title}: expected shape {reference.shape} for {name}, received {result.shape}")
        difference = np.abs(result.astype(np.float64) - reference).max()
        error = difference / max(np.abs(reference).max(), 1e-12)
        print(f"{title:16} {name:16} {str(reference.shape):24} largest error {difference:.2e}, relative {error:.2e}")
        if not error < TOLERANCE:
            raise SystemExit(f"{title}: expected a relative error under {TOLERANCE} for {name}, received {error:.2e}")


def _model_of(operator: str, attributes: dict, operands: tuple[np.ndarray | None, ...]) -> onnx.ModelProto:
    names = ["" if operand is None else f"operand_{index}" for index, operand in enumerate(operands)]
    node = helper.make_node(operator, names, ["result"], **attributes)
    element = helper.np_dtype_to_tensor_dtype(operands[0].dtype)
    source = helper.make_tensor_value_info(names[0], element, operands[0].shape)
    constants = [numpy_helper.from_array(np.asarray(o), n) for o, n in zip(operands[1:], names[1:]) if o is not None]
    graph = helper.make_graph([node], "case", [source], [onnx.ValueInfoProto(name="result")], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    return onnx.shape_inference.infer_shapes(model)


def main() -> None:
    if len(sys.argv) == 1:
        check_operators()
    else:
        check_graph(Path(sys.argv[1]), load_file(sys.argv[2]) if len(sys.argv) > 2 else {})


if __name__ == "__main__":
    main()
