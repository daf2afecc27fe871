/** Grows when the same weights would no longer give the same picture. */
export const graphVersion = 1;

export type ConfigurationName = 'fast' | 'paper';

/** Sizes of one network. The same definition, `forward-network.ts`, builds all of them. */
export interface NetworkConfiguration {
  readonly name: ConfigurationName;
  /** Matching works in square blocks of this many LR pixels; tile sizes are multiples of it. */
  readonly block: number;
  /** How far around the registered position a match is searched for, in LR pixels. */
  readonly searchMargin: number;
  /** The shared encoder φ. */
  readonly matching: { readonly hidden: number; readonly features: number };
  /** Whether the network is told how the wide camera blurs and how noisy it is. */
  readonly knowsCamera: boolean;
  /** Channels of F_SR. */
  readonly features: number;
  /** Residual blocks of the encoder of the wide image. */
  readonly encoderBlocks: number;
  /** Whether runs of residual blocks end in a convolution and have a skip around them. */
  readonly groupedBlocks: boolean;
  readonly reference: ReferenceConfiguration;
  /** Where the reference is sampled: moved by aligned attention, or at the matched patches as they are. */
  readonly alignment: 'attention' | 'patches';
  /** What F_SR goes through: first on the wide image's grid and then, if there are two, on the twice as fine one. */
  readonly scales: readonly ScaleConfiguration[];
  readonly fusion: FusionConfiguration;
  /** Null for fusion of features alone, without the high-frequency residual of Eq. 4. */
  readonly detailGate: { readonly hidden: number; readonly kernel: number; readonly seesFeatures: boolean } | null;
  /** Channels between the two last convolutions; null for a single one. */
  readonly tailHidden: number | null;
}

export type ReferenceConfiguration =
  /** The image is aligned first and then encoded, on the wide image's grid. */
  | { readonly kind: 'align-image'; readonly features: number; readonly blocks: number }
  /** ψ: the reference is encoded at every scale, and its features are aligned, with a local transform at the finest. */
  | { readonly kind: 'align-features'; readonly blocks: number; readonly transformHidden: number };

/** Eq. 3: h's first kernel, and what takes the place of g(C): a learned gate, C itself, or 1 wherever C is above 0. */
export interface FusionConfiguration {
  readonly kernel: number;
  readonly gate: { readonly hidden: number; readonly kernel: number } | 'confidence' | 'one';
}

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
  knowsCamera: false,
  features: 32,
  encoderBlocks: 3,
  groupedBlocks: false,
  reference: { kind: 'align-image', features: 16, blocks: 1 },
  alignment: 'attention',
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
  knowsCamera: false,
  features: 64,
  encoderBlocks: 8,
  groupedBlocks: true,
  reference: { kind: 'align-features', blocks: 4, transformHidden: 32 },
  alignment: 'attention',
  scales: [
    { name: 'wide-grid', decoderBlocks: 8 },
    { name: 'fine-grid', decoderBlocks: 4 },
  ],
  fusion: { kernel: 5, gate: { hidden: 16, kernel: 7 } },
  detailGate: { hidden: 32, kernel: 7, seesFeatures: false },
  tailHidden: 32,
};

export const networkConfigurations: Readonly<Record<ConfigurationName, NetworkConfiguration>> = { fast, paper };

type Variation = (configuration: NetworkConfiguration) => NetworkConfiguration;

/** What the ablations change in a configuration, one thing each. */
const variations = {
  /** Table 4: the reference's features are added, whatever C says. */
  summation: (base) => ({ ...base, fusion: { ...base.fusion, gate: 'one' } }),
  /** Table 4: C itself weighs the reference's features. */
  'soft-fusion': (base) => ({ ...base, fusion: { ...base.fusion, gate: 'confidence' } }),
  /** Fig. 8: no high-frequency residual in image space. */
  'features-only': (base) => ({ ...base, detailGate: null }),
  /** Fig. 7: patches where they were matched, without aligned attention. */
  'patches-only': (base) => ({ ...base, alignment: 'patches' }),
  /** Told of the wide camera. */
  'camera-told': (base) => ({ ...base, knowsCamera: true }),
} satisfies Record<string, Variation>;

export type VariationName = keyof typeof variations;
export const variationNames = Object.keys(variations) as VariationName[];

/** The configuration as it is, or with one thing changed. */
export function varyNetwork(base: NetworkConfiguration, variation: VariationName | null): NetworkConfiguration {
  return variation === null ? base : variations[variation](base);
}
