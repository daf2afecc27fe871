/** What browsers call WebGL that the processor computes: Chromium's, Mesa's on Linux, Windows' and Apple's own. */
const softwareNames = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render/i;

let known: boolean | undefined;

/** Whether WebGL runs on a graphics card here. Computed by the processor it has a tenth of the frames that a plain canvas has there. */
export function hasGraphicsCard(): boolean {
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
