/** The corner of a tile in clip space, and the same corner in the tile's own pixels. */
const vertexSource = `#version 300 es
in vec4 place;
in vec2 corner;
out vec2 texel;
void main() {
  gl_Position = place;
  texel = corner;
}`;

/**
 * A tile lies in its texture with a margin of two pixels on every side, which its neighbours fill; \`inner\` is the part of it that
 * may be read. Enlarged pictures are interpolated by the cubic kernel of Keys (a = -0.5), as bicubic enlargement is; shrunk ones are
 * the mean of four samples. \`squares\` samples the middle of the scene's pixel that a device pixel lies in.
 */
const fragmentSource = `#version 300 es
precision highp float;
uniform sampler2D tile;
uniform vec2 textureSide;
uniform vec4 inner;
uniform float opacity;
uniform float frameHeight;
uniform bool squares;
uniform vec3 view;
uniform mat3 sceneToTexel;
uniform int edges;
uniform vec3 edge[8];
in vec2 texel;
out vec4 colour;

vec3 smoothAt(vec2 at) {
  return texture(tile, (clamp(at, inner.xy, inner.zw) + 2.0) / textureSide).rgb;
}

vec3 cubicAt(vec2 at) {
  vec2 centre = floor(at - 0.5) + 0.5;
  vec2 f = at - centre;
  vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f));
  vec2 w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
  vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f));
  vec2 w3 = f * f * (-0.5 + 0.5 * f);
  vec2 w12 = w1 + w2;
  vec2 near = centre - 1.0;
  vec2 middle = centre + w2 / w12;
  vec2 far = centre + 2.0;
  vec3 sum = smoothAt(middle) * w12.x * w12.y;
  sum += smoothAt(vec2(middle.x, near.y)) * w12.x * w0.y;
  sum += smoothAt(vec2(near.x, middle.y)) * w0.x * w12.y;
  sum += smoothAt(vec2(far.x, middle.y)) * w3.x * w12.y;
  sum += smoothAt(vec2(middle.x, far.y)) * w12.x * w3.y;
  sum += smoothAt(vec2(near.x, near.y)) * w0.x * w0.y;
  sum += smoothAt(vec2(far.x, near.y)) * w3.x * w0.y;
  sum += smoothAt(vec2(near.x, far.y)) * w0.x * w3.y;
  sum += smoothAt(vec2(far.x, far.y)) * w3.x * w3.y;
  return clamp(sum, 0.0, 1.0);
}

void main() {
  vec2 device = vec2(gl_FragCoord.x, frameHeight - gl_FragCoord.y);
  for (int index = 0; index < edges; index++) {
    if (dot(edge[index], vec3(device, 1.0)) < 0.0) discard;
  }
  vec2 across = dFdx(texel);
  vec2 down = dFdy(texel);
  float shrink = max(dot(across, across), dot(down, down));
  vec3 found;
  if (squares) {
    vec3 at = sceneToTexel * vec3(floor((device - view.yz) / view.x) + 0.5, 1.0);
    found = cubicAt(at.xy / at.z);
  } else if (shrink < 0.98) {
    found = cubicAt(texel);
  } else if (shrink <= 1.02) {
    found = smoothAt(texel);
  } else {
    vec2 x = across * 0.25;
    vec2 y = down * 0.25;
    found = 0.25 * (smoothAt(texel - x - y) + smoothAt(texel + x - y) + smoothAt(texel - x + y) + smoothAt(texel + x + y));
  }
  colour = vec4(found * opacity, opacity);
}`;

const uniformNames = [
  'textureSide',
  'inner',
  'opacity',
  'frameHeight',
  'squares',
  'view',
  'sceneToTexel',
  'edges',
  'edge',
] as const;

/** The one program that draws tiles, and where its inputs go. */
export interface TileProgram {
  program: WebGLProgram;
  uniforms: Record<(typeof uniformNames)[number], WebGLUniformLocation | null>;
}

/** As many edges as a clip may have. */
export const maxEdges = 8;

/** Null when the driver refuses it. */
export function createTileProgram(gl: WebGL2RenderingContext): TileProgram | null {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertexSource],
    [gl.FRAGMENT_SHADER, fragmentSource],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.bindAttribLocation(program, 0, 'place');
  gl.bindAttribLocation(program, 1, 'corner');
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) return null;
  const located = uniformNames.map((name) => [name, gl.getUniformLocation(program, name)] as const);
  return { program, uniforms: Object.fromEntries(located) as TileProgram['uniforms'] };
}
