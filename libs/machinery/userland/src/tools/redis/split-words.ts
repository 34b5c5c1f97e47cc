const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** A word: parts in quotes, which end before a blank, or anything else. */
const WORD = /"((?:[^"\\]|\\.)*)"(?=\s|$)|'((?:[^'\\]|\\.)*)'(?=\s|$)|([^\s"']+)/y;

/** Splits a line of redis-cli; undefined for quotes without their end. Models `sdssplitargs`. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  for (let at = 0; ; ) {
    at += /^\s*/.exec(line.slice(at))?.[0].length ?? 0;
    if (at >= line.length) return words;
    WORD.lastIndex = at;
    const match = WORD.exec(line);
    if (match === null) return undefined;
    const [all, double, single, plain = ''] = match;
    words.push(double === undefined ? (single?.replace(/\\'/g, "'") ?? plain) : unescaped(double));
    at += all.length;
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex: string | undefined, char = '') =>
    hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
