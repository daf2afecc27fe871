import { describe, expect, it } from 'vitest';
import { classifyRuntimeError } from '#core/runtime/classify-runtime-error';

describe('classifyRuntimeError', () => {
  it.each([
    ['a text', 'Failed to allocate memory'],
    ['nothing', undefined],
    ['an object that looks like an error', { name: 'AbortError', message: 'out of memory' }],
    ['an unknown error', new Error('Non-zero status code returned while running Conv node.')],
    ['a refused input', new Error('Got invalid dimensions for input: wide for the following indices')],
    ['a defect of the program', new TypeError("Cannot read properties of undefined (reading 'memory')")],
    ['a lost file', new Error('Load model from /models/lost.onnx failed. File doesn’t exist')],
    ['an array index out of range', new RangeError('Maximum call stack size exceeded')],
  ])('takes %s for internal', (_, error) => {
    expect(classifyRuntimeError(error)).toBe('internal');
  });

  it('knows a cancelled run, whatever made it', () => {
    expect(classifyRuntimeError(AbortSignal.abort().reason)).toBe('cancelled');
    expect(classifyRuntimeError(Object.assign(new Error('device lost'), { name: 'AbortError' }))).toBe('cancelled');
  });

  it.each([
    ['the CPU arena', 'Failed to allocate memory for requested buffer of size 17179869184'],
    ['C++', 'std::bad_alloc'],
    ['C++ on Windows', 'bad allocation: bad_alloc'],
    ['CUDA', 'CUDA failure 2: out of memory ; GPU=0 ; hostname=x ; expr=cudaMalloc((void**)&p, size);'],
    ['the arena of CUDA', 'Available memory of 1048576 is smaller than requested bytes of 9437184'],
    ['Direct3D', 'Exception(3) tid(7) 8007000E Not enough memory resources are available to complete this operation.'],
    ['Vulkan', 'vkAllocateMemory failed with VK_ERROR: out of device memory'],
    ['Dawn, at the allocation', 'Buffer size (4294967296) exceeds the max buffer size limit (268435456).'],
    ['Dawn, at the use', '[Invalid Buffer "weights"] is invalid due to a previous error.'],
    ['Dawn, losing the device over it', 'Device was lost: Failed to allocate memory, out of memory'],
    ['V8', 'Array buffer allocation failed'],
    ['V8, counting', 'Invalid typed array length: 8589934592'],
  ])('knows memory that ran out on %s', (_, message) => {
    expect(classifyRuntimeError(new Error(message))).toBe('out-of-memory');
  });

  it('knows what V8 itself throws', () => {
    const thrown = ((): unknown => {
      try {
        return new Float32Array(2 ** 53 - 1);
      } catch (error) {
        return error;
      }
    })();
    expect(classifyRuntimeError(thrown)).toBe('out-of-memory');
  });

  it.each([
    ['no such provider', 'no available backend found. ERR: [directml] Error: backend not found.'],
    ['a missing library', 'Failed to load library libonnxruntime_providers_cuda.so with error: libcudnn.so.9'],
    ['a missing adapter', 'Failed to get a WebGPU adapter: No supported adapters found.'],
    ['an old driver', 'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version'],
    ['cuDNN', 'CUDNN failure 4: CUDNN_STATUS_INTERNAL_ERROR'],
    ['a removed card', 'The GPU device instance has been suspended. 887A0005'],
    ['a hung card', 'DXGI_ERROR_DEVICE_HUNG'],
    ['a lost device', 'WebGPU device lost (2): Device was destroyed.'],
    ['a lost device, said in a sentence', 'A valid external Instance reference no longer exists: the device was lost.'],
  ])('knows a device that cannot be used: %s', (_, message) => {
    expect(classifyRuntimeError(new Error(message))).toBe('device-unavailable');
  });
});
