/** Matches a string, a bracket or other mark, or a word (number, `true`). Skips spaces between tokens. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Indents JSON text by two spaces, like Go's `json.MarshalIndent`: numbers keep their digits, empty values stay on one line. Undefined for
 * results above `charsMax`: deep lists can grow a thousandfold.
 */
export function prettyJson(text: string, charsMax: number): string | undefined {
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  let before = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    const part = `${gapBefore(closes, before, depth)}${token}`;
    length += part.length;
    if (length > charsMax) return undefined;
    parts.push(part);
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return parts.join('');
}

function gapBefore(closes: boolean, before: string, depth: number): string {
  if (before === ':') return ' ';
  const opened = before === '{' || before === '[';
  const newLine = closes ? !opened : opened || before === ',';
  return newLine ? `\n${'  '.repeat(depth)}` : '';
}
