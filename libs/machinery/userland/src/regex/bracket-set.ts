const CLASSES: Readonly<Record<string, { test(char: string): boolean }>> = {
  cntrl: { test: (char) => char < ' ' || char === '\x7f' },
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9a-fA-F]/,
};

/** Reads what follows `[` at `start`: ranges, classes, a `^` or `!` to turn it round. Undefined when it has no end. */
export function bracketSet(
  source: string,
  start: number,
  { negation = '^', escapes = false }: { readonly negation?: string; readonly escapes?: boolean } = {},
): { fits(char: string): boolean; end: number } | undefined {
  const negated = negation.includes(source[start] ?? ' ');
  const tests: ((char: string) => boolean)[] = [];
  let at = negated ? start + 1 : start;
  for (let isFirst = true; isFirst || source[at] !== ']'; isFirst = false) {
    if (at >= source.length) return undefined;
    const namedMatch = /^\[:(\w+):\]/.exec(source.slice(at, at + 12));
    const chars = namedMatch === null ? undefined : CLASSES[namedMatch[1] ?? ''];
    if (namedMatch !== null && chars !== undefined) {
      tests.push((char) => chars.test(char));
      at += namedMatch[0].length;
      continue;
    }
    if (escapes && source[at] === '\\') at += 1;
    const low = source[at] ?? '';
    const isRange = source[at + 1] === '-' && source[at + 2] !== ']' && at + 2 < source.length;
    const high = isRange ? (source[at + 2] ?? '') : low;
    tests.push((char) => char >= low && char <= high);
    at += isRange ? 3 : 1;
  }
  return { fits: (char) => tests.some((test) => test(char)) !== negated, end: at + 1 };
}
