/** In the page: WebGL says that a graphics card draws it, so that what people with one see is tested without one. */
export function pretendGraphicsCard(called = 'A graphics card'): void {
  const unmaskedRenderer = 0x92_46;
  const { prototype } = WebGL2RenderingContext as unknown as { prototype: { getParameter: (name: number) => unknown } };
  prototype.getParameter = new Proxy(prototype.getParameter, {
    apply: (getParameter, context, [name]: [number]) =>
      name === unmaskedRenderer ? called : Reflect.apply(getParameter, context, [name]),
  });
}
