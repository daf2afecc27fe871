/** Grows when the same weights would no longer give the same picture. */
export const graphVersion = 2;

export type ConfigurationName = 'fast' | 'paper';

/** Sizes of one network. The same definition, `forward-network.ts`, builds all of them. */
export interface NetworkConfiguration {
  readonly name: ConfigurationName;
  /** Matching works in square blocks of this many LR pixels; tile sizes are multiples of it. */
  readonly block: number;
  /** How far around the registered position a match is searched for, in LR pixels. */
  readonly searchMargin: number;
  /** The shared encoder φ. `refined`: matches of patches (Eq. 1) are moved to a fraction of a pixel. */
  readonly matching: { readonly hidden: number; readonly features: number; readonly refined: boolean };
  /** Channels of F_SR. */
  readonly features: number;
  /** Residual blocks of the encoder of the wide image. */
  readonly encoderBlocks: number;
  /** Whether runs of residual blocks end in a convolution and have a skip around them. */
  readonly groupedBlocks: boolean;
  /** What F_SR goes through: first on the wide image's grid and then, if there are two, on the twice as fine one. */
  readonly scales: readonly ScaleConfiguration[];
  readonly fusion: FusionConfiguration;
  /** Channels between the two last convolutions; null for a single one. */
  readonly tailHidden: number | null;
}

/** How the reference enters the result; the widths are those of features on the wide image's grid. */
export interface FusionConfiguration {
  readonly features: number;
  readonly blocks: number;
  /** Eq. 4's gate: learned from where the measured trust puts it, that trust itself, 1, or nothing of the reference's detail. */
  readonly gate: 'learned' | 'trust' | 'one' | 'none';
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
  matching: { hidden: 24, features: 16, refined: true },
  features: 32,
  encoderBlocks: 3,
  groupedBlocks: false,
  scales: [{ name: 'wide-grid', decoderBlocks: 4 }],
  fusion: { features: 32, blocks: 3, gate: 'learned' },
  tailHidden: null,
};

/** Features, blocks and kernels of encoder and decoder as published. */
const paper: NetworkConfiguration = {
  name: 'paper',
  block: 32,
  searchMargin: 12,
  matching: { hidden: 64, features: 16, refined: true },
  features: 64,
  encoderBlocks: 8,
  groupedBlocks: true,
  scales: [
    { name: 'wide-grid', decoderBlocks: 8 },
    { name: 'fine-grid', decoderBlocks: 4 },
  ],
  fusion: { features: 64, blocks: 4, gate: 'learned' },
  tailHidden: 32,
};

export const networkConfigurations: Readonly<Record<ConfigurationName, NetworkConfiguration>> = { fast, paper };

type Variation = (configuration: NetworkConfiguration) => NetworkConfiguration;

const withGate =
  (gate: FusionConfiguration['gate']): Variation =>
  (base) => ({ ...base, fusion: { ...base.fusion, gate } });

/** What the ablations change in a configuration, one thing each. */
const variations = {
  /** Table 4: the reference's detail is added, whatever its trust says. */
  summation: withGate('one'),
  /** Table 4: the measured trust itself weighs the reference's detail. */
  'soft-fusion': withGate('trust'),
  /** Fig. 8: features alone are fused, without the reference's detail in image space. */
  'features-only': withGate('none'),
  /** Fig. 7: patches where they were matched, to whole pixels. */
  'patches-only': (base) => ({ ...base, matching: { ...base.matching, refined: false } }),
} satisfies Record<string, Variation>;

export type VariationName = keyof typeof variations;
export const variationNames = Object.keys(variations) as VariationName[];

/** The configuration as it is, or with one thing changed. */
export function varyNetwork(base: NetworkConfiguration, variation: VariationName | null): NetworkConfiguration {
  return variation === null ? base : variations[variation](base);
}
