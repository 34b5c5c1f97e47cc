/** Larger ranges are mistakes. */
const RANGE_MAX = 10_000;
const PLAIN = /[\w.-]/;
const RANGE = /^(\d{1,6})\.\.(\d{1,6})$/;

/** Invalid pattern, with its reason. */
class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** Problem of a tag pattern; undefined when valid. */
export function tagPatternProblem(pattern: string): string | undefined {
  try {
    sourceOf(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/**
 * Expression for whole tags: one of `tags`, followed by any of `variants`, each after a dash. Both may contain `*` (any text), `?` (any
 * character), `[a-z]` (a set), `{a,b}` (alternatives), `{7..29}` (number range). Throws for an invalid pattern.
 */
export function tagMatcher(tags: readonly string[], variants: readonly string[] = []): RegExp {
  const either = (patterns: readonly string[]) => patterns.map(sourceOf).join('|');
  const suffix = variants.length === 0 ? '' : `(?:-(?:${either(variants)}))*`;
  return new RegExp(`^(?:${either(tags)})${suffix}$`);
}

function sourceOf(pattern: string): string {
  if (pattern === '') throw new PatternError('must not be empty');
  return translate(pattern);
}

function translate(pattern: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const [text, length] = nextPart(pattern, at);
    source += text;
    at += length;
  }
  return source;
}

/** Expression for the part at `at`, and its length in the pattern. */
function nextPart(pattern: string, at: number): [string, number] {
  const character = pattern.charAt(at);
  if (character === '*') return ['[\\w.-]*', 1];
  if (character === '?') return ['[\\w.-]', 1];
  if (character === '[') return setAt(pattern, at);
  if (character === '{') return bracesAt(pattern, at);
  if (!PLAIN.test(character)) throw new PatternError(`must not contain ${JSON.stringify(character)}`);
  return [character === '.' ? '\\.' : character, 1];
}

function setAt(pattern: string, at: number): [string, number] {
  const [set] = /^\[[\w.]+(?:-[\w.]+)*\]/.exec(pattern.slice(at)) ?? [];
  if (set === undefined) throw new PatternError('must close every "[" around a set such as [0-9]');
  if (/(.)-(.)/.test(set) && [...set.matchAll(/([\w.])-([\w.])/g)].some(([, from = '', to = '']) => from > to))
    throw new PatternError('must have ranges from the lower to the higher');
  return [set.replaceAll('.', '\\.'), set.length];
}

function bracesAt(pattern: string, at: number): [string, number] {
  const end = closingBrace(pattern, at);
  const inner = pattern.slice(at + 1, end);
  const range = RANGE.exec(inner);
  const source = range === null ? alternatives(inner).map(translate).join('|') : numbers(Number(range[1]), Number(range[2]));
  return [`(?:${source})`, end + 1 - at];
}

function closingBrace(pattern: string, at: number): number {
  let depth = 0;
  for (let index = at; index < pattern.length; index++) {
    if (pattern.charAt(index) === '{') depth += 1;
    if (pattern.charAt(index) === '}') depth -= 1;
    if (depth === 0) return index;
  }
  throw new PatternError('must close every "{"');
}

/** Splits at commas outside inner braces. */
function alternatives(inner: string): string[] {
  const alternatives = [''];
  let depth = 0;
  for (const character of inner) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ',' && depth === 0) alternatives.push('');
    else alternatives.push((alternatives.pop() ?? '') + character);
  }
  return alternatives;
}

function numbers(first: number, last: number): string {
  if (first > last || last - first >= RANGE_MAX)
    throw new PatternError(`must have ranges from the lower to the higher, of ${RANGE_MAX} numbers at most`);
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index)).join('|');
}
