import { z } from 'zod';
import type { Said } from './messages.ts';

/** A model's folder name; 'fast' and 'paper' ship with the program. */
export type ModelId = string;

export type DeviceName = 'cpu' | 'webgpu' | 'cuda' | 'directml' | 'coreml';

/** In the order in which they are tried. */
export const deviceNames = ['cuda', 'directml', 'coreml', 'webgpu', 'cpu'] as const satisfies readonly DeviceName[];

export const deviceChoice = z.enum(['auto', ...deviceNames]);
export type DeviceChoice = z.infer<typeof deviceChoice>;

/** Floats that the network computes with: 32 bits throughout, or 16 in most of its convolutions. */
export const precisionNames = ['full', 'half'] as const;
export type Precision = (typeof precisionNames)[number];

/** `auto` takes half where a trial on the device showed that it is right and faster. */
export const precisionChoice = z.enum(['auto', ...precisionNames]);
export type PrecisionChoice = z.infer<typeof precisionChoice>;

/** A precision, and why it is that one, in words. */
export interface ChosenPrecision {
  precision: Precision;
  reason: Said;
}

export interface ModelSummary {
  id: ModelId;
  name: string;
  configuration: 'fast' | 'paper';
  /** What an experiment changed in it; null for the network as it is. */
  variation: string | null;
  graphVersion: number;
  parameters: number;
  /** One sentence for a person choosing a model. */
  description: Said;
  /** SHA-256 of the weights file, lower-case hexadecimal. */
  sha256: string;
  /** Made on this machine or brought here, and not with the program: it has a card and can be renamed, exported and removed. */
  isPersonal: boolean;
  /** The camera that it learned; absent for one that knows none in particular. */
  camera?: string | undefined;
  /** Made for another version of the networks: it can be looked at and removed, but enhances nothing until it is learned again. */
  isOutdated: boolean;
}

/** What came of trying one device with a known answer. */
export interface DeviceReport {
  name: DeviceName;
  /** The hardware behind it, as people know it; null where that cannot be told. */
  adapter: string | null;
  usable: boolean;
  /** Why it can or cannot be used, in words. */
  reason: Said;
  /** Of the known small run; null when it did not run. */
  milliseconds: number | null;
  /** What the usual model computes with there; absent where that was not tried. */
  precision?: ChosenPrecision;
}
