import type { Size } from '#contract/geometry';
import type { Layer } from './layer.ts';
import type { View } from './view-transform.ts';

/** Draws scenes onto one canvas. */
export interface SceneRenderer {
  /** Draws the layers as far as their tiles are there, and loads those that are missing. */
  draw(frame: Size, view: View, layers: readonly Layer[]): void;
  close(): void;
}

export type RendererKind = 'webgl' | 'canvas';

export interface RendererOptions {
  canvas: HTMLCanvasElement;
  /** Of decoded tiles. */
  byteBudget: number;
  /** Called when a tile has come, which makes the picture another one. */
  onChange: () => void;
}
