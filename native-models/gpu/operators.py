"""The operators of an emitted graph, each as PyTorch computes it: one entry per operator, (node, *operands) -> result.

Operands come as tensors, absent ones as None. Shapes, axes and the like are constants of the graph: `node.constant(i)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from onnx import TensorProto
from torch import Tensor


ELEMENT_TYPES = {
    TensorProto.FLOAT: torch.float32,
    TensorProto.INT32: torch.int32,
    TensorProto.INT64: torch.int64,
    TensorProto.BOOL: torch.bool,
}


@dataclass(frozen=True)
class Node:
    """One row of the graph's node table; `constants` holds the operands whose values are known beforehand."""

    operator: str
    inputs: tuple[str, ...]
    output: str
    attributes: dict[str, object]
    constants: dict[int, list | float]

    def constant(self, index: int, default: object = None) -> list | float | None:
        """Operand `index` as a number or a list of numbers; `default` when it is absent."""
        if index in self.constants:
            return self.constants[index]
        if index < len(self.inputs) and self.inputs[index]:
            raise ValueError(f"Expected a constant as operand {index} of {self.operator} '{self.output}'")
        return default

    def attribute(self, name: str, default: object = None) -> object:
        return self.attributes.get(name, default)


def _conv(node: Node, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    pads = node.attribute("pads")
    if pads[:2] != pads[2:]:
        raise ValueError(f"Expected equal pads on opposite sides for Conv '{node.output}', received {pads}")
    options = {"stride": node.attribute("strides"), "padding": pads[:2], "groups": node.attribute("group", 1)}
    if 1 not in node.constants:
        return F.conv2d(x, weight, bias, **options)
    # Constant kernels interpolate positions and sum weights: that needs more than bfloat16's eight bits.
    with torch.autocast(x.device.type, enabled=False):
        return F.conv2d(x.float(), weight, bias, **options)


def _conv_transpose(node: Node, x: Tensor, weight: Tensor) -> Tensor:
    pads = node.attribute("pads")
    if pads[:2] != pads[2:]:
        raise ValueError(f"Expected equal pads on opposite sides for ConvTranspose '{node.output}', received {pads}")
    options = {"padding": pads[:2], "output_padding": node.attribute("output_padding", [0, 0])}
    return F.conv_transpose2d(x, weight, stride=node.attribute("strides"), **options)


def _matmul(node: Node, a: Tensor, b: Tensor) -> Tensor:
    # Similarities nearly equal must still be told apart, so autocast stays away.
    with torch.autocast(a.device.type, enabled=False):
        return torch.matmul(a.float(), b.float())


def _slice(node: Node, x: Tensor, *_: Tensor) -> Tensor:
    if any(step != 1 for step in node.constant(4, [])):
        raise ValueError(f"Expected steps of 1 for Slice '{node.output}'")
    for start, end, axis in zip(node.constant(1), node.constant(2), node.constant(3), strict=True):
        x = x.narrow(axis, start, end - start)
    return x


def _pad(node: Node, x: Tensor, *_: Tensor) -> Tensor:
    pads = node.constant(1)
    amounts = [amount for axis in reversed(range(x.ndim)) for amount in (pads[axis], pads[axis + x.ndim])]
    mode = {b"constant": "constant", b"reflect": "reflect", b"edge": "replicate"}[node.attribute("mode")]
    if mode == "constant":
        return F.pad(x, amounts)
    if any(amounts[4:]):
        raise ValueError(f"Expected {mode} pads of the last two axes only for Pad '{node.output}', received {pads}")
    return F.pad(x, amounts[:4], mode)


def _gather(node: Node, x: Tensor, indices: Tensor) -> Tensor:
    axis = node.attribute("axis") % x.ndim
    picked = x.index_select(axis, indices.reshape(-1))
    return picked.reshape(*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :])


def _scatter_elements(node: Node, x: Tensor, indices: Tensor, updates: Tensor) -> Tensor:
    if node.attribute("reduction") != b"add":
        raise ValueError(f"Expected the reduction add for ScatterElements '{node.output}'")
    return x.scatter_add(node.attribute("axis") % x.ndim, indices.long(), updates)


def _depth_to_space(node: Node, x: Tensor) -> Tensor:
    if node.attribute("mode") != b"CRD":
        raise ValueError(f"Expected mode CRD for DepthToSpace '{node.output}'")
    return F.pixel_shuffle(x, node.attribute("blocksize"))


def _divide(node: Node, a: Tensor, b: Tensor) -> Tensor:
    return a / b if a.is_floating_point() else torch.div(a, b, rounding_mode="trunc")


def _reduction(reduce: Callable[..., Tensor]) -> Callable[..., Tensor]:
    return lambda node, x, _: reduce(x, node.constant(1), keepdim=bool(node.attribute("keepdims", 1)))


OPERATORS: dict[str, Callable[..., Tensor]] = {
    "Abs": lambda node, x: x.abs(),
    "Add": lambda node, a, b: a + b,
    "ArgMax": lambda node, x: x.argmax(node.attribute("axis"), bool(node.attribute("keepdims", 1))),
    "AveragePool": lambda node, x: F.avg_pool2d(x, node.attribute("kernel_shape"), node.attribute("strides")),
    "Cast": lambda node, x: x.to(ELEMENT_TYPES[node.attribute("to")]),
    "Clip": lambda node, x, *_: x.clamp(node.constant(1), node.constant(2)),
    "Concat": lambda node, *parts: torch.cat(parts, node.attribute("axis")),
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "DepthToSpace": _depth_to_space,
    "Div": _divide,
    "Exp": lambda node, x: x.exp(),
    "Expand": lambda node, x, _: x.expand(torch.broadcast_shapes(x.shape, node.constant(1))),
    "Floor": lambda node, x: x.floor(),
    "Gather": _gather,
    "Greater": lambda node, a, b: a > b,
    "GreaterOrEqual": lambda node, a, b: a >= b,
    "Identity": lambda node, x: x.detach(),  # The graph's way to stop a gradient.
    "LeakyRelu": lambda node, x: F.leaky_relu(x, node.attribute("alpha")),
    "Log": lambda node, x: x.log(),
    "MatMul": _matmul,
    "Mul": lambda node, a, b: a * b,
    "Pad": _pad,
    "ReduceMax": _reduction(torch.amax),
    "ReduceMean": _reduction(torch.mean),
    "ReduceMin": _reduction(torch.amin),
    "ReduceSum": _reduction(torch.sum),
    "Reshape": lambda node, x, _: x.reshape(node.constant(1)),
    "ScatterElements": _scatter_elements,
    "Slice": _slice,
    "Sqrt": lambda node, x: x.sqrt(),
    "Sub": lambda node, a, b: a - b,
    "Transpose": lambda node, x: x.permute(node.attribute("perm")),
    "Where": lambda node, condition, a, b: torch.where(condition, a, b),
}
