import { composeHomographies, invertHomography, type Homography, type Point, type Size } from '#contract/geometry';
import { fitCanvas } from './canvas-renderer.ts';
import { createTileProgram, maxEdges, type TileProgram } from './gl-program.ts';
import { apron, fillApron, loadGlTile, readablePart, type GlTile } from './gl-tiles.ts';

import { levelsToDraw, planLayer, squaresFrom, wantedTiles, type LayerPlan } from './plan-scene.ts';
import type { RendererOptions, SceneRenderer } from './scene-renderer.ts';
import { TileStore } from './tile-store.ts';
import { viewHomography } from './view-transform.ts';
import type { Tile } from './visible-tiles.ts';

/** Draws with WebGL 2 on a graphics card; null where there is none: every tile exactly where it belongs, to fractions of a pixel, and no seam between two of them. */
export function createGlRenderer({ canvas, byteBudget, onChange }: RendererOptions): SceneRenderer | null {
  if (!hasGraphicsCard()) return null;
  const gl = canvas.getContext('webgl2', { alpha: true, antialias: false, depth: false, premultipliedAlpha: true });
  if (gl === null) return null;
  gl.drawingBufferColorSpace = 'display-p3';
  gl.unpackColorSpace = 'display-p3';
  const program = createTileProgram(gl);
  if (program === null) return null;
  const [vertices, reader] = [gl.createBuffer(), gl.createFramebuffer()];
  const tiles = new TileStore<GlTile>({
    load: (url, signal) => loadGlTile(gl, url, signal),
    byteBudget,
    onChange,
  });
  prepare(gl, program, vertices);
  return {
    draw(frame, view, layers) {
      fitCanvas(canvas, frame);
      gl.viewport(0, 0, frame.width, frame.height);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const plans = layers.map((layer) => planLayer(layer, frame, view));
      for (const plan of plans) drawLayer(gl, program, reader, frame, plan, tiles);
      tiles.want(wantedTiles(plans));
    },
    close() {
      tiles.close();
      gl.deleteBuffer(vertices);
      gl.deleteFramebuffer(reader);
      gl.deleteProgram(program.program);
    },
  };
}

/** Of a vertex: x, y, z, w in clip space, then x and y in the tile. */
const vertexNumbers = 6;

function prepare(gl: WebGL2RenderingContext, { program }: TileProgram, vertices: WebGLBuffer): void {
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, vertices);
  gl.enableVertexAttribArray(0);
  gl.enableVertexAttribArray(1);
  const stride = vertexNumbers * 4;
  gl.vertexAttribPointer(0, 4, gl.FLOAT, false, stride, 0);
  gl.vertexAttribPointer(1, 2, gl.FLOAT, false, stride, 16);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.clearColor(0, 0, 0, 0);
}

function drawLayer(
  gl: WebGL2RenderingContext,
  { uniforms }: TileProgram,
  reader: WebGLFramebuffer,
  frame: Size,
  plan: LayerPlan,
  tiles: TileStore<GlTile>,
): void {
  const { layer, view } = plan;
  const edges = layer.clip === undefined ? [] : edgesOf(layer.clip);
  gl.uniform1f(uniforms.opacity, layer.opacity ?? 1);
  gl.uniform1f(uniforms.frameHeight, frame.height);
  gl.uniform1i(uniforms.squares, view.scale > squaresFrom ? 1 : 0);
  gl.uniform3f(uniforms.view, view.scale, view.x, view.y);
  gl.uniform1i(uniforms.edges, edges.length / 3);
  if (edges.length > 0) gl.uniform3fv(uniforms.edge, edges);
  const toScene = composeHomographies(invertHomography(viewHomography(view)), plan.toFrame);
  for (const level of levelsToDraw(plan, (url) => tiles.get(url) !== undefined)) {
    for (const tile of level) {
      const gpu = tiles.get(tile.url);
      if (gpu === undefined) continue;
      fillApron(gl, reader, { pyramid: layer.pyramid, tile, gpu }, (url) => tiles.get(url));
      gl.bindTexture(gl.TEXTURE_2D, gpu.texture);
      gl.uniform2f(uniforms.textureSide, gpu.width + 2 * apron, gpu.height + 2 * apron);
      gl.uniform4fv(uniforms.inner, readablePart(layer.pyramid, tile, gpu));
      gl.uniformMatrix3fv(uniforms.sceneToTexel, true, toTexels(tile, invertHomography(toScene)));
      gl.bufferData(gl.ARRAY_BUFFER, cornersInClipSpace(tile, plan.toFrame, frame), gl.STREAM_DRAW);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
  }
}

/** Picture pixels by `toPicture`, then the tile's own pixels. */
function toTexels({ inPicture, onLevel }: Tile, toPicture: Homography): Homography {
  const [x, y] = [onLevel.width / inPicture.width, onLevel.height / inPicture.height];
  return composeHomographies([x, 0, -inPicture.x * x, 0, y, -inPicture.y * y, 0, 0, 1], toPicture);
}

/** Corners that tiles share have the very same numbers, so that no pixel between them is left out or drawn twice. */
function cornersInClipSpace({ inPicture, onLevel }: Tile, toFrame: Homography, frame: Size): Float32Array {
  const [a, b, c, d, e, f, g, h, i] = toFrame;
  const numbers = new Float32Array(4 * vertexNumbers);
  [0, 1, 2, 3].forEach((index) => {
    const [right, below] = [index % 2, index >> 1];
    const x = inPicture.x + right * inPicture.width;
    const y = inPicture.y + below * inPicture.height;
    const w = g * x + h * y + i;
    const frameX = (a * x + b * y + c) / w;
    const frameY = (d * x + e * y + f) / w;
    const place = [((2 * frameX) / frame.width - 1) * w, (1 - (2 * frameY) / frame.height) * w, 0, w];
    numbers.set([...place, right * onLevel.width, below * onLevel.height], index * vertexNumbers);
  });
  return numbers;
}

/** The half planes whose common part is a convex polygon, each as a x + b y + c >= 0. */
function edgesOf(polygon: readonly Point[]): number[] {
  return polygon.slice(0, maxEdges).flatMap((from, index) => {
    const to = polygon[(index + 1) % polygon.length] ?? from;
    const [a, b] = [from.y - to.y, to.x - from.x];
    return [a, b, -(a * from.x + b * from.y)];
  });
}

/** What browsers call WebGL that the processor computes: Chromium's, Mesa's on Linux, Windows' and Apple's own. */
const softwareNames = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render/i;

let known: boolean | undefined;

/** Whether WebGL runs on a graphics card here. Computed by the processor it has a tenth of the frames that a plain canvas has there. */
function hasGraphicsCard(): boolean {
  return (known ??= look());
}

function look(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (gl === null) return false;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
  // Browsers keep only so many contexts.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !softwareNames.test(String(name));
}
