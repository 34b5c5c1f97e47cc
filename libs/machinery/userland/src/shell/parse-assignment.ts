import type { ArrayElement, Assignment, Word } from './ast.ts';
import { type ParseScript, parseSubscript, parseWord } from './parse-word.ts';
import type { Scanner } from './scanner.ts';

const DECLARATION = /^(?:declare|typeset|local|readonly|export)$/;
const START = { bash: /[A-Za-z_]\w*(?:\+?=|(?=\[))/y, other: /[A-Za-z_]\w*=/y };
/** `[subscript]=`, perhaps with `+`. */
const SUBSCRIPTED = /\[[^\]\n]+\]\+?=/y;

/** Returns whether an array follows among the arguments of `declare` or `local`. */
export function isDeclaration(words: readonly Word[], scanner: Scanner): boolean {
  const [first] = words[0] ?? [];
  const declares = scanner.dialect === 'bash' && words[0]?.length === 1 && first?.type === 'text' && DECLARATION.test(first.text);
  return declares && scanner.looksAt(/[A-Za-z_]\w*\+?=\(/y);
}

/** Reads `NAME=value`, and in bash `NAME+=value`, `NAME[subscript]=value` and `NAME=(…)`; undefined when none of them is next. */
export function parseAssignment(scanner: Scanner, parseScript: ParseScript): Assignment | undefined {
  const start = scanner.position;
  const isBash = scanner.dialect === 'bash';
  const match = scanner.match(isBash ? START.bash : START.other);
  if (match === undefined) return undefined;
  const name = match.replace(/\+?=$/, '');
  if (!match.endsWith('=')) {
    if (scanner.looksAt(SUBSCRIPTED)) return { name, ...parseElement(scanner, parseScript) };
    scanner.rewind(start);
    return undefined;
  }
  const append = match.endsWith('+=') ? ({ append: true } as const) : {};
  if (isBash && scanner.take('(')) return { name, value: [], elements: parseElements(scanner, parseScript), ...append };
  return { name, value: parseWord(scanner, parseScript) ?? [], ...append };
}

function parseElements(scanner: Scanner, parseScript: ParseScript): readonly ArrayElement[] {
  const elements: ArrayElement[] = [];
  for (scanner.skipLines(); !scanner.take(')'); scanner.skipLines()) {
    if (scanner.atEnd) throw scanner.unterminated(')');
    if (scanner.looksAt(SUBSCRIPTED)) elements.push(parseElement(scanner, parseScript));
    else {
      const value = parseWord(scanner, parseScript);
      if (value === undefined) throw scanner.unexpected(')');
      elements.push({ value });
    }
  }
  return elements;
}

/** Reads `[subscript]=value`. */
function parseElement(scanner: Scanner, parseScript: ParseScript): ArrayElement & { readonly append?: true } {
  const subscript = parseSubscript(scanner, parseScript);
  const append = scanner.take('+') ? ({ append: true } as const) : {};
  scanner.take('=');
  return { subscript, value: parseWord(scanner, parseScript) ?? [], ...append };
}
