/** All warnings of an answer together, in characters; beyond that each is cut. Models `recorder` of apiserver's warning filter. */
const ALL_CHARACTERS_MAX = 4 * 1_024;
const CUT_CHARACTERS = 256;

/** The texts to warn with: each once, in order, cut when they are too long together, and left out when they are too long still. */
export function boundedWarnings(texts: readonly string[]): string[] {
  const once = [...new Set(texts)].filter((text) => text !== '');
  const fit = (all: readonly string[]) => all.reduce((sum, text) => sum + lengthOf(text), 0) <= ALL_CHARACTERS_MAX;
  if (fit(once)) return once;
  const keptHeaders: string[] = [];
  let writtenBytes = 0;
  for (const text of once) {
    if (writtenBytes >= ALL_CHARACTERS_MAX) break;
    const cut = [...text].slice(0, CUT_CHARACTERS).join('');
    keptHeaders.push(cut);
    writtenBytes += lengthOf(cut);
  }
  return keptHeaders;
}

function lengthOf(text: string): number {
  return [...text].length;
}
