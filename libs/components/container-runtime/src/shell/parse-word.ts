import type { ParameterOperator, Script, Word, WordPart } from './ast.ts';
import type { Scanner } from './scanner.ts';
import { ShellSyntaxError } from './scanner.ts';

/** Parses the script of `$(…)`, up to its closing parenthesis. */
type ParseScript = (scanner: Scanner) => Script;

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;
const OPERATOR = /:?[-=+?]/y;

/** Reads one word; undefined when none is next. */
export function parseWord(scanner: Scanner, parseScript: ParseScript): Word | undefined {
  if (scanner.atWordEnd()) return undefined;
  return parseParts(scanner, parseScript, () => scanner.atWordEnd());
}

function parseParts(scanner: Scanner, parseScript: ParseScript, isEnd: () => boolean): Word {
  const parts: WordPart[] = [];
  while (!isEnd()) {
    if (scanner.atEnd) throw new ShellSyntaxError('syntax error: unexpected end of file');
    if (scanner.take("'")) parts.push({ kind: 'text', text: parseSingleQuoted(scanner), quoted: true });
    else if (scanner.take('"')) parts.push(...parseDoubleQuoted(scanner, parseScript));
    else if (scanner.take('\\\n')) continue;
    else if (scanner.take('\\')) parts.push({ kind: 'text', text: scanner.next(), quoted: true });
    else parts.push(parseExpansion(scanner, parseScript, false) ?? { kind: 'text', text: scanner.next(), quoted: false });
  }
  return joinText(parts);
}

function parseSingleQuoted(scanner: Scanner): string {
  const text = scanner.match(/[^']*/y) ?? '';
  if (!scanner.take("'")) throw new ShellSyntaxError('syntax error: unterminated quoted string');
  return text;
}

function parseDoubleQuoted(scanner: Scanner, parseScript: ParseScript): WordPart[] {
  // An empty text keeps `""` a field of its own.
  const parts: WordPart[] = [{ kind: 'text', text: '', quoted: true }];
  while (!scanner.take('"')) {
    if (scanner.atEnd) throw new ShellSyntaxError('syntax error: unterminated quoted string');
    if (scanner.take('\\\n')) continue;
    const escaped = scanner.match(/\\["\\$`]/y);
    if (escaped !== undefined) parts.push({ kind: 'text', text: escaped.slice(1), quoted: true });
    else parts.push(parseExpansion(scanner, parseScript, true) ?? { kind: 'text', text: scanner.next(), quoted: true });
  }
  return parts;
}

function parseExpansion(scanner: Scanner, parseScript: ParseScript, quoted: boolean): WordPart | undefined {
  if (scanner.take('$((')) {
    const expression = parseParts(scanner, parseScript, () => scanner.startsWith('))'));
    scanner.take('))');
    return { kind: 'arithmetic', expression, quoted };
  }
  if (scanner.take('$(')) {
    const script = parseScript(scanner);
    if (!scanner.take(')')) throw scanner.unexpected();
    return { kind: 'command', script, quoted };
  }
  if (scanner.take('${')) return parseBraced(scanner, parseScript, quoted);
  if (!scanner.startsWith('$')) return undefined;
  scanner.take('$');
  const name = scanner.match(NAME);
  return name === undefined ? { kind: 'text', text: '$', quoted } : { kind: 'parameter', name, quoted };
}

function parseBraced(scanner: Scanner, parseScript: ParseScript, quoted: boolean): WordPart {
  const isLength = scanner.match(/#(?=[A-Za-z_])/y) !== undefined;
  const name = scanner.match(NAME);
  if (name === undefined) throw new ShellSyntaxError('syntax error: bad substitution');
  if (isLength && scanner.take('}')) return { kind: 'parameter', name, quoted, operator: '#' };
  if (scanner.take('}')) return { kind: 'parameter', name, quoted };
  const operator = scanner.match(OPERATOR) as ParameterOperator | undefined;
  if (operator === undefined) throw new ShellSyntaxError('syntax error: bad substitution');
  const word = parseParts(scanner, parseScript, () => scanner.startsWith('}'));
  scanner.take('}');
  return { kind: 'parameter', name, quoted, operator, word };
}

function joinText(parts: readonly WordPart[]): Word {
  const joined: WordPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text' && last.quoted === part.quoted) {
      joined[joined.length - 1] = { ...last, text: last.text + part.text };
    } else joined.push(part);
  }
  return joined;
}
