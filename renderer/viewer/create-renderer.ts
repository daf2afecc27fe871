import { createCanvasRenderer } from './canvas-renderer.ts';
import { createGlRenderer } from './gl-renderer.ts';
import type { RendererKind, RendererOptions, SceneRenderer } from './scene-renderer.ts';

const makers: Record<RendererKind, (options: RendererOptions) => SceneRenderer | null> = {
  webgl: createGlRenderer,
  canvas: createCanvasRenderer,
};

/** Null when the browser has nothing of that kind. A canvas serves one kind only. */
export function createRenderer(kind: RendererKind, options: RendererOptions): SceneRenderer | null {
  return makers[kind](options);
}
