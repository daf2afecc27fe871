/** Lets the browser put a file of this page's own origin into its downloads. */
export function downloadFile(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = decodeURIComponent(url.split('/').at(-1) ?? '');
  document.body.append(link);
  link.click();
  link.remove();
}
