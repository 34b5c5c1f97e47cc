/** A text with its strings whole: a string, a bracket or another mark, or a word (a number, `true`). Spaces between them are skipped. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON text indented by two spaces, as Go's `json.MarshalIndent` writes it: numbers stay letter for letter, what is empty stays on its line.
 * Undefined when it would be longer than `charsMax`: deep lists grow a thousandfold.
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
