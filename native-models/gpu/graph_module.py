"""An emitted ONNX graph as a PyTorch module: the graph defines the network, PyTorch computes and differentiates it."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from operators import OPERATORS, Node


class GraphModule(nn.Module):
    """Runs the graph in `path` node by node.

    An input or initialiser of the graph that `weights` names becomes a Parameter; other initialisers are constants;
    the inputs that remain are what `forward` takes by name. Indices carry no gradient, gathered data does.
    """

    def __init__(self, path: str | Path, weights: dict[str, np.ndarray]) -> None:
        super().__init__()
        graph = onnx.load(str(path)).graph
        constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        constants = {name: value for name, value in constants.items() if name not in weights}
        self.shapes = {value.name: _shape_of(value) for value in graph.input}
        self.shapes |= {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
        missing = weights.keys() - self.shapes.keys()
        if missing:
            raise ValueError(f"Expected weights of the graph {path}, received others: {', '.join(sorted(missing))}")
        self._parameter_names = {name: f"parameter_{index}" for index, name in enumerate(sorted(weights))}
        for name, attribute in self._parameter_names.items():
            self.register_parameter(attribute, nn.Parameter(self._checked(name, torch.tensor(weights[name]))))
        self._constant_names = {name: f"constant_{index}" for index, name in enumerate(constants)}
        for name, attribute in self._constant_names.items():
            self.register_buffer(attribute, torch.tensor(constants[name]), persistent=False)
        self.input_names = tuple(v.name for v in graph.input if v.name not in weights and v.name not in constants)
        self.output_names = tuple(value.name for value in graph.output)
        self._nodes = tuple(_read_node(node, constants) for node in graph.node)

    @property
    def weights(self) -> dict[str, nn.Parameter]:
        """The parameters by the graph's own names."""
        return {name: getattr(self, attribute) for name, attribute in self._parameter_names.items()}

    def forward(self, **inputs: Tensor) -> dict[str, Tensor]:
        """The graph's outputs by name."""
        if inputs.keys() != set(self.input_names):
            raise ValueError(f"Expected inputs {', '.join(self.input_names)}, received {', '.join(inputs)}")
        values: dict[str, Tensor | None] = {"": None}
        values |= {name: self._checked(name, value) for name, value in inputs.items()}
        values |= self.weights
        values |= {name: getattr(self, attribute) for name, attribute in self._constant_names.items()}
        for node in self._nodes:
            values[node.output] = OPERATORS[node.operator](node, *(values[name] for name in node.inputs))
        return {name: values[name] for name in self.output_names}

    def _checked(self, name: str, value: Tensor) -> Tensor:
        if tuple(value.shape) != self.shapes[name]:
            raise ValueError(f"Expected {self.shapes[name]} for '{name}', received {tuple(value.shape)}")
        return value


def _shape_of(value: onnx.ValueInfoProto) -> tuple[int, ...]:
    return tuple(dimension.dim_value for dimension in value.type.tensor_type.shape.dim)


def _read_node(node: onnx.NodeProto, constants: dict[str, np.ndarray]) -> Node:
    if node.op_type not in OPERATORS:
        where = f"for '{node.output[0]}', received {node.op_type}"
        raise ValueError(f"Expected an operator of operators.py {where}. Add a line there")
    return Node(
        operator=node.op_type,
        inputs=tuple(node.input),
        output=node.output[0],
        attributes={attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute},
        constants={index: constants[name].tolist() for index, name in enumerate(node.input) if name in constants},
    )
