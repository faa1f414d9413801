/** The subsets that nearly all text needs; the others are drawn with what the machine has. */
const wanted = /\/preview\/modules\/fonts\/[\w.-]*latin-(?!ext)[\w.-]+\.woff2/g;

/**
 * The preview's own fonts as `data:` addresses by path, for pictures: those can load nothing. What the frame's document
 * names is fetched once.
 */
export function createFrameFonts(
  fetchHere: (path: string) => Promise<Response>,
): () => Promise<Record<string, string>> {
  let loading: Promise<Record<string, string>> | undefined;
  async function load(): Promise<Record<string, string>> {
    const document = await (await fetchHere("/preview/frame")).text();
    const paths = [...new Set(document.match(wanted))];
    const pairs = paths.map(async (path) => [path, await dataUrl(await fetchHere(path))] as const);
    return Object.fromEntries(await Promise.all(pairs));
  }
  return () => {
    loading ??= load().catch(() => {
      loading = undefined;
      return {};
    });
    return loading;
  };
}

async function dataUrl(response: Response): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:font/woff2;base64,${btoa(binary)}`;
}
