/** Description without the rest of a line after `words`. Throws if absent: new versions of the package need review. */
export function withoutLine(prose: string, words: string): string {
  const from = prose.indexOf(words);
  if (from < 0) throw new Error(`the prose does not say: ${words}`);
  const end = prose.indexOf('\n', from);
  const before = prose.slice(0, from).trimEnd();
  const after = end < 0 ? '' : prose.slice(end).trimStart();
  return after === '' ? before : `${before}\n\n${after}`;
}
