/** Sizes of one network. The same definition, `forward-network.ts`, builds all of them. */
export interface NetworkConfiguration {
  readonly name: 'fast' | 'paper';
  /** Matching works in square blocks of this many LR pixels; tile sizes are multiples of it. */
  readonly block: number;
  /** How far around the registered position a match is searched for, in LR pixels. */
  readonly searchMargin: number;
  /** The shared encoder φ. */
  readonly matching: { readonly hidden: number; readonly features: number };
  /** Channels of F_SR. */
  readonly features: number;
  /** Residual blocks of the encoder of the wide image. */
  readonly encoderBlocks: number;
  /** Whether runs of residual blocks end in a convolution and have a skip around them. */
  readonly groupedBlocks: boolean;
  readonly reference: ReferenceConfiguration;
  /** What F_SR goes through: first on the wide image's grid and then, if there are two, on the twice as fine one. */
  readonly scales: readonly ScaleConfiguration[];
  readonly fusion: { readonly kernel: number; readonly gate: { readonly hidden: number; readonly kernel: number } };
  readonly detailGate: { readonly hidden: number; readonly kernel: number; readonly seesFeatures: boolean };
  /** Channels between the two last convolutions; null for a single one. */
  readonly tailHidden: number | null;
}

export type ReferenceConfiguration =
  /** The image is aligned first and then encoded, on the wide image's grid. */
  | { readonly kind: 'align-image'; readonly features: number; readonly blocks: number }
  /** ψ: the reference is encoded at every scale, and its features are aligned, with a local transform at the finest. */
  | { readonly kind: 'align-features'; readonly blocks: number; readonly transformHidden: number };

export interface ScaleConfiguration {
  readonly name: string;
  readonly decoderBlocks: number;
}

/** The default on processors: all heavy work on the wide image's grid. */
const fast: NetworkConfiguration = {
  name: 'fast',
  block: 32,
  searchMargin: 12,
  matching: { hidden: 24, features: 16 },
  features: 32,
  encoderBlocks: 3,
  groupedBlocks: false,
  reference: { kind: 'align-image', features: 16, blocks: 1 },
  scales: [{ name: 'wide-grid', decoderBlocks: 4 }],
  fusion: { kernel: 3, gate: { hidden: 16, kernel: 5 } },
  detailGate: { hidden: 24, kernel: 3, seesFeatures: true },
  tailHidden: null,
};

/** Features, blocks and kernels as published. */
const paper: NetworkConfiguration = {
  name: 'paper',
  block: 32,
  searchMargin: 12,
  matching: { hidden: 64, features: 16 },
  features: 64,
  encoderBlocks: 8,
  groupedBlocks: true,
  reference: { kind: 'align-features', blocks: 4, transformHidden: 32 },
  scales: [
    { name: 'wide-grid', decoderBlocks: 8 },
    { name: 'fine-grid', decoderBlocks: 4 },
  ],
  fusion: { kernel: 5, gate: { hidden: 16, kernel: 7 } },
  detailGate: { hidden: 32, kernel: 7, seesFeatures: false },
  tailHidden: 32,
};

export const networkConfigurations = { fast, paper } as const;
