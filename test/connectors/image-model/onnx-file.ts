/** Protocol buffers by hand, as much as the smallest model in ONNX needs (onnx.proto3 of ONNX 1.16: field numbers below). */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))];
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...value,
];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)]);

const FLOAT = 1;
const INT64 = 7;

/** ValueInfoProto: name 1, type 2 → tensor_type 1 → elem_type 1, shape 2 → dim 1 → dim_value 1 or dim_param 2. */
function tensor(name: string, shape: readonly (number | string)[]): number[] {
  const dims = shape.flatMap((size) => bytes(1, typeof size === 'number' ? number(1, size) : text(2, size)));
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, FLOAT), ...bytes(2, dims)]))];
}

/** NodeProto: input 1, output 2, op_type 4. */
function node(operation: string, inputs: readonly string[], output: string): number[] {
  return [...inputs.flatMap((name) => text(1, name)), ...text(2, output), ...text(4, operation)];
}

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
function constant(name: string, type: number, dims: readonly number[], raw: Buffer): number[] {
  return [
    ...dims.flatMap((size) => number(1, size)),
    ...number(2, type),
    ...text(8, name),
    ...bytes(9, [...raw]),
  ];
}

/**
 * A model of the form of the segmentation models: `1×3×H×W` in, `1×1×H×W` out. It takes the mean of the colour channels for
 * the product's opacity, so it cuts out what is bright.
 *
 * @param side pixels, or undefined for a model that takes any size
 */
export function brightnessModel(side?: number): Buffer {
  const [height, width] = side === undefined ? ['height', 'width'] : [side, side];
  // `ReduceMean` over axis 1 by an input, as of operator set 18; keepdims is its default.
  const axis = Buffer.alloc(8);
  axis.writeBigInt64LE(1n);
  const graph = [
    ...bytes(1, node('ReduceMean', ['picture', 'axis'], 'opacity')),
    ...text(2, 'brightness'),
    ...bytes(5, constant('axis', INT64, [1], axis)),
    ...bytes(11, tensor('picture', [1, 3, height ?? '', width ?? ''])),
    ...bytes(12, tensor('opacity', [1, 1, height ?? '', width ?? ''])),
  ];
  // ModelProto: ir_version 1, graph 7, opset_import 8 → version 2.
  return Buffer.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 18))]);
}
