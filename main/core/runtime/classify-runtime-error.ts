import type { ErrorCode } from '#contract/errors';

/**
 * What a failure of the runtime or of an allocation means for the caller: `out-of-memory` (try something smaller),
 * `device-unavailable` (the device or its driver is missing, lost or refused; try another), `cancelled`, else `internal`.
 * The only place of the program that reads the text of an error: onnxruntime, its providers and V8 give nothing else.
 */
export function classifyRuntimeError(error: unknown): ErrorCode {
  if (!(error instanceof Error)) return 'internal';
  if (error.name === 'AbortError') return 'cancelled';
  const text = `${error.name}: ${error.message}`;
  return meanings.find(({ pattern }) => pattern.test(text))?.code ?? 'internal';
}

/** Whether a device failed because it has no 16-bit floats. */
export function lacksHalfPrecision(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /requires f16|shader-f16/i.test(error.message) || lacksHalfPrecision(error.cause);
}

/** Read in this order: a lost device often names the allocation that lost it, and then memory is the cause. */
const meanings: readonly { pattern: RegExp; code: ErrorCode }[] = [
  // CPU arena, std::bad_alloc, V8, CUDA, DirectML, Dawn. A buffer that WebGPU could not allocate is only reported when used.
  { pattern: /failed to allocate|bad_?alloc|allocation (failed|size too large)/i, code: 'out-of-memory' },
  { pattern: /out of (device |host )?memory|not enough memory|insufficient memory/i, code: 'out-of-memory' },
  { pattern: /invalid typed array length|array buffer allocation|E_OUTOFMEMORY|8007000E/i, code: 'out-of-memory' },
  { pattern: /\[Invalid Buffer.*\] is invalid due to a previous error/i, code: 'out-of-memory' },
  { pattern: /smaller than requested bytes|exceeds the max(imum)? buffer size/i, code: 'out-of-memory' },
  {
    pattern: /device (was |is |has been )?(lost|removed|hung|reset)|DXGI_ERROR_DEVICE|887A000[567]/i,
    code: 'device-unavailable',
  },
  {
    pattern: /failed to get a webgpu (adapter|device)|no (available|supported|suitable) adapter/i,
    code: 'device-unavailable',
  },
  { pattern: /no available backend|backend not found|failed to load (shared )?library/i, code: 'device-unavailable' },
  { pattern: /\b(CUDA|CUDNN|CUBLAS)[ _](failure|error|driver)|MLIR|coreml.*(fail|error)/i, code: 'device-unavailable' },
];
