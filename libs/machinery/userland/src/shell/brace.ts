import type { Word, WordPart } from './ast.ts';

/** More words than a person writes out by braces. */
const WORDS_MAX = 10_000;

/** `a{b,c}d` and `{1..5}`, as bash writes out before everything else. */
export function expandBraces(word: Word): readonly Word[] {
  if (!word.some((part) => isPlain(part) && part.text.includes('{'))) return [word];
  return expand(word, WORDS_MAX);
}

function isPlain(part: WordPart | undefined): part is WordPart & { type: 'text' } {
  return part?.type === 'text' && !part.quoted;
}

function expand(word: Word, most: number): readonly Word[] {
  for (const [index, part] of word.entries()) {
    if (!isPlain(part)) continue;
    for (let at = part.text.indexOf('{'); at >= 0; at = part.text.indexOf('{', at + 1)) {
      const inner = split(word, index, at);
      if (inner === undefined) continue;
      const before = [...word.slice(0, index), text(part.text.slice(0, at))];
      const rests = expand(inner.after, most);
      const expandedWords = inner.items.slice(0, most).flatMap((item) => expand(item, most));
      return expandedWords.flatMap((item) => rests.map((rest) => [...before, ...item, ...rest])).slice(0, most);
    }
  }
  return [word];
}

function text(value: string): WordPart {
  return { type: 'text', text: value, quoted: false };
}

/** Alternatives between the brace at `at` of part `index` and its partner; undefined without a comma list. */
function split(word: Word, index: number, at: number): { items: Word[]; after: Word } | undefined {
  const items: WordPart[][] = [[]];
  let depth = 0;
  for (let part = index; part < word.length; part++) {
    const piece = word[part] as WordPart;
    if (!isPlain(piece)) {
      items.at(-1)?.push(piece);
      continue;
    }
    for (let char = part === index ? at + 1 : 0; char < piece.text.length; char++) {
      const next = piece.text[char] ?? '';
      if (next === '}' && depth === 0) {
        const after = [text(piece.text.slice(char + 1)), ...word.slice(part + 1)];
        const sequence = items.length === 1 ? range(items[0] ?? []) : undefined;
        const words = sequence ?? (items.length > 1 ? items : undefined);
        return words === undefined ? undefined : { items: words, after };
      }
      if (next === '{') depth += 1;
      if (next === '}') depth -= 1;
      if (next === ',' && depth === 0) items.push([]);
      else items.at(-1)?.push(text(next));
    }
  }
  return undefined;
}

function range(parts: readonly WordPart[]): WordPart[][] | undefined {
  const writtenText = parts.map((part) => (part.type === 'text' ? part.text : '\0')).join('');
  const match = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/.exec(writtenText);
  if (match === null) return undefined;
  const [, from = '', to = '', by = '1'] = match;
  const isNumber = /\d/.test(from);
  if (isNumber !== /\d/.test(to)) return undefined;
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const step = Math.abs(Number(by)) || 1;
  const count = Math.min(Math.floor(Math.abs(last - first) / step) + 1, WORDS_MAX);
  const width = isNumber && /^-?0\d|^-?0\d/.test(`${from}`) ? Math.max(from.length, to.length) : 0;
  const values = Array.from({ length: count }, (_, index) => first + Math.sign(last - first) * step * index);
  return values.map((value) => [text(isNumber ? String(value).padStart(width, '0') : String.fromCharCode(value))]);
}
