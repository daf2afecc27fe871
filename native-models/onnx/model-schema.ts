import protobuf from 'protobufjs';

/** The part of ONNX's published protobuf schema (onnx.proto, IR version 10) that our models use. */
const schema = `syntax = "proto2"; package onnx;
message AttributeProto { optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
  repeated float floats = 7; repeated int64 ints = 8; optional int32 type = 20; }
message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
message NodeProto { repeated string input = 1; repeated string output = 2; optional string name = 3;
  optional string op_type = 4; repeated AttributeProto attribute = 5; }
message ModelProto { optional int64 ir_version = 1; optional string producer_name = 2; optional GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8; }
message GraphProto { repeated NodeProto node = 1; optional string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12; }
message TensorProto { repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8;
  optional bytes raw_data = 9; }
message TensorShapeProto { message Dimension { optional int64 dim_value = 1; } repeated Dimension dim = 1; }
message TypeProto { message Tensor { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
  optional Tensor tensor_type = 1; }
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }`;

let modelType: protobuf.Type | undefined;

export interface AttributeMessage {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  ints?: readonly number[];
}

export interface NodeMessage {
  name: string;
  op_type: string;
  input: readonly string[];
  output: readonly string[];
  attribute: readonly AttributeMessage[];
}

export interface TensorMessage {
  name: string;
  data_type: number;
  dims: readonly number[];
  raw_data: Uint8Array;
}

export interface ValueMessage {
  name: string;
  type: { tensor_type: { elem_type: number; shape: { dim: readonly { dim_value: number }[] } } };
}

export interface ModelMessage {
  ir_version: number;
  producer_name: string;
  opset_import: readonly { domain: string; version: number }[];
  graph: {
    name: string;
    node: readonly NodeMessage[];
    initializer: readonly TensorMessage[];
    input: readonly ValueMessage[];
    output: readonly ValueMessage[];
  };
}

/** The bytes of an ONNX model; the same message always gives the same bytes. */
export function encodeModel(message: ModelMessage): Uint8Array {
  modelType ??= protobuf.parse(schema, { keepCase: true }).root.lookupType('onnx.ModelProto');
  const problem = modelType.verify(message);
  if (problem !== null) throw new TypeError(`Expected an ONNX model, received a message whose ${problem}`);
  return modelType.encode(modelType.fromObject(message)).finish();
}
