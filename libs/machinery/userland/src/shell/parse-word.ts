import { ansiQuoted } from './ansi-quoted.ts';
import type { ParameterOperator, ParameterPart, Script, Subscript, Word, WordPart } from './ast.ts';
import { Scanner } from './scanner.ts';

/** Parses a script in `$(…)`, up to its closing parenthesis. */
export type ParseScript = (scanner: Scanner) => Script;

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;
const BRACED_NAME = /[A-Za-z_][A-Za-z0-9_]*|\d+|[@*#?$!-]/y;
const OPERATOR = /:?[-=+?]|##?|%%?/y;
/** Text in which no operand ends. */
const OPERAND_TEXT = /[\w.=+,@^-]+/y;
const EXTENDED = /\/[/#%]?|\^\^?|,,?|:/y;
const PLAIN = /[\w./:=+,@%^-]+/y;
const PLAIN_QUOTED = /[^"\\$`\n]+/y;

/** Parses one word; undefined at a word end. */
export function parseWord(scanner: Scanner, parseScript: ParseScript): Word | undefined {
  if (scanner.atWordEnd()) return undefined;
  const tilde = scanner.match(/~[\w-]*(?=[/\s;&|<>():]|$)/y);
  const parts: WordPart[] = tilde === undefined ? [] : [{ type: 'tilde', user: tilde.slice(1), quoted: false }];
  return [...parts, ...parseParts(scanner, parseScript, () => scanner.atWordEnd())];
}

/** Parses word parts until `isEnd`. */
export function parseParts(scanner: Scanner, parseScript: ParseScript, isEnd: () => boolean, plainText = PLAIN): Word {
  const parts: WordPart[] = [];
  while (!isEnd()) {
    if (scanner.atEnd) throw scanner.unterminated('}');
    const plain = scanner.match(plainText);
    if (plain !== undefined) parts.push({ type: 'text', text: plain, quoted: false });
    else if (scanner.take("'")) parts.push({ type: 'text', text: parseSingleQuoted(scanner), quoted: true });
    else if (scanner.take('"')) parts.push(...parseDoubleQuoted(scanner, parseScript));
    else if (scanner.dialect !== 'dash' && scanner.take("$'")) parts.push({ type: 'text', text: ansiQuoted(scanner), quoted: true });
    else if (scanner.take('\\\n')) continue;
    else if (scanner.take('\\')) parts.push({ type: 'text', text: scanner.atEnd ? '\\' : scanner.next(), quoted: true });
    else parts.push(parseExpansion(scanner, parseScript, false) ?? { type: 'text', text: scanner.next(), quoted: false });
  }
  return joinText(parts);
}

function parseSingleQuoted(scanner: Scanner): string {
  const text = scanner.match(/[^']*/y) ?? '';
  if (!scanner.take("'")) throw scanner.unterminated("'");
  return text;
}

function parseDoubleQuoted(scanner: Scanner, parseScript: ParseScript): WordPart[] {
  const isEnd = () => {
    if (scanner.atEnd) throw scanner.unterminated('"');
    return scanner.startsWith('"');
  };
  // An empty text part preserves `""` as a field.
  const parts: WordPart[] = [{ type: 'text', text: '', quoted: true }, ...parseQuotedParts(scanner, parseScript, isEnd, /\\["\\$`]/y)];
  scanner.take('"');
  return parts;
}

/** Parses parts inside double quotes; sticky `escaping` matches escapable characters. */
export function parseQuotedParts(scanner: Scanner, parseScript: ParseScript, isEnd: () => boolean, escaping: RegExp): WordPart[] {
  const parts: WordPart[] = [];
  while (!isEnd()) {
    const escapedMatch = scanner.match(escaping);
    if (escapedMatch !== undefined) parts.push({ type: 'text', text: escapedMatch.slice(1), quoted: true });
    else if (scanner.take('\\\n')) continue;
    else parts.push(parseExpansion(scanner, parseScript, true) ?? { type: 'text', text: quotedText(scanner, isEnd), quoted: true });
  }
  return parts;
}

// Here-documents and `${…}` may end anywhere: only in strings is the end a quote.
function quotedText(scanner: Scanner, isEnd: () => boolean): string {
  let text = scanner.next();
  while (!isEnd() && scanner.looksAt(PLAIN_QUOTED)) text += scanner.next();
  return text;
}

function parseExpansion(scanner: Scanner, parseScript: ParseScript, quoted: boolean): WordPart | undefined {
  if (scanner.startsWith('$((')) return parseArithmetic(scanner, parseScript, quoted);
  if (scanner.take('$(')) return { type: 'command', script: parseSubstitution(scanner, parseScript), quoted };
  if (scanner.take('`')) return { type: 'command', script: parseBackquoted(scanner, parseScript, quoted), quoted };
  if (scanner.take('${')) return parseBraced(scanner, parseScript, quoted);
  if (!scanner.take('$')) return undefined;
  const name = scanner.match(NAME);
  return name === undefined ? { type: 'text', text: '$', quoted } : { type: 'parameter', name, quoted };
}

/** Reads `${…}` after its opening brace. */
function parseBraced(scanner: Scanner, parseScript: ParseScript, quoted: boolean): ParameterPart {
  if (scanner.looksAt(/#(?:[A-Za-z_]\w*|\d+|[@*?$!#-])\}/y)) return parseLength(scanner, parseScript, quoted);
  if (scanner.dialect === 'bash' && scanner.looksAt(/#[A-Za-z_]\w*\[/y)) return parseLength(scanner, parseScript, quoted);
  const indirect = scanner.dialect === 'bash' && scanner.match(/!(?=[A-Za-z_])/y) !== undefined;
  const name = scanner.match(BRACED_NAME);
  if (name === undefined) return badSubstitution(scanner, quoted);
  const element = parseElementOf(scanner, parseScript);
  if (scanner.take('}')) {
    const operator = indirect ? { operator: typeof element.subscript === 'string' ? ('keys' as const) : ('indirect' as const) } : {};
    return { type: 'parameter', name, quoted, ...element, ...operator };
  }
  const operator = scanner.match(OPERATOR) ?? (scanner.dialect === 'dash' ? undefined : scanner.match(EXTENDED));
  if (operator === undefined) return badSubstitution(scanner, quoted);
  return parseOperation(scanner, parseScript, { name, quoted, operator, ...element });
}

function parseLength(scanner: Scanner, parseScript: ParseScript, quoted: boolean): ParameterPart {
  scanner.take('#');
  const name = scanner.match(BRACED_NAME) ?? '';
  const element = parseElementOf(scanner, parseScript);
  if (!scanner.take('}')) return badSubstitution(scanner, quoted);
  return { type: 'parameter', name, quoted, ...element, operator: 'length' };
}

/** Parses the optional subscript of a name (bash). */
function parseElementOf(scanner: Scanner, parseScript: ParseScript): { readonly subscript?: Subscript } {
  if (scanner.dialect !== 'bash' || scanner.peek() !== '[') return {};
  const all = scanner.match(/\[[@*]\]/y);
  return { subscript: all === undefined ? parseSubscript(scanner, parseScript) : (all[1] as '@' | '*') };
}

/** Node for unsupported syntax: an error at expansion, not earlier. */
function badSubstitution(scanner: Scanner, quoted: boolean): ParameterPart {
  const text = scanner.match(/[^}\n]*/y) ?? '';
  if (!scanner.take('}')) throw scanner.unterminated('}');
  return { type: 'parameter', name: `\${${text}}`, quoted };
}

function parseOperation(
  scanner: Scanner,
  parseScript: ParseScript,
  { operator, ...parameter }: { name: string; subscript?: Subscript; quoted: boolean; operator: string },
): ParameterPart {
  const isPattern = /^[#%/^,]/.test(operator);
  const read = (ends: string) => parseOperand(scanner, parseScript, parameter.quoted && !isPattern, ends);
  if (operator === ':') {
    const word = read(':}');
    const second = scanner.take(':') ? read('}') : undefined;
    scanner.take('}');
    return { type: 'parameter', ...parameter, operator: 'substring', word, ...(second === undefined ? {} : { second }) };
  }
  const word = read(operator.startsWith('/') ? '/}' : '}');
  const second = operator.startsWith('/') && scanner.take('/') ? read('}') : undefined;
  scanner.take('}');
  return { type: 'parameter', ...parameter, operator: operator as ParameterOperator, word, ...(second === undefined ? {} : { second }) };
}

function parseOperand(scanner: Scanner, parseScript: ParseScript, quoted: boolean, ends: string): Word {
  const isEnd = () => {
    if (scanner.atEnd) throw scanner.unterminated('}');
    return ends.includes(scanner.peek());
  };
  if (!quoted) return parseParts(scanner, parseScript, isEnd, OPERAND_TEXT);
  return joinText(parseInnerQuotes(scanner, parseScript, isEnd));
}

// Inside "${x:-…}" quotes come in pairs and only group.
function parseInnerQuotes(scanner: Scanner, parseScript: ParseScript, isEnd: () => boolean): Word {
  const parts = [];
  while (!isEnd()) {
    if (scanner.take('"'))
      parts.push(...parseQuotedParts(scanner, parseScript, () => scanner.startsWith('"') || scanner.atEnd, /\\["\\$`}]/y));
    else parts.push(...parseQuotedParts(scanner, parseScript, () => isEnd() || scanner.startsWith('"'), /\\["\\$`}]/y));
    scanner.take('"');
  }
  return parts;
}

/** Reads `[subscript]`. */
export function parseSubscript(scanner: Scanner, parseScript: ParseScript): Word {
  scanner.take('[');
  const subscript = parseParts(scanner, parseScript, () => scanner.peek() === ']', /[\w.=+,@:-]+/y);
  scanner.take(']');
  return subscript;
}

function parseSubstitution(scanner: Scanner, parseScript: ParseScript): Script {
  const script = parseScript(scanner);
  if (!scanner.take(')')) throw scanner.unexpected(')');
  return script;
}

/** `$((…))`, or `$( (…) )` written without the space. */
function parseArithmetic(scanner: Scanner, parseScript: ParseScript, quoted: boolean): WordPart {
  const start = scanner.position;
  scanner.take('$((');
  const expression = parseExpression(scanner, parseScript, '))');
  if (scanner.take('))')) return { type: 'arithmetic', expression, quoted };
  scanner.rewind(start);
  scanner.take('$(');
  return { type: 'command', script: parseSubstitution(scanner, parseScript), quoted };
}

/** Parses arithmetic text with balanced parentheses up to `end`; quotes are ordinary characters. */
export function parseExpression(scanner: Scanner, parseScript: ParseScript, end: string): Word {
  let depth = 0;
  const isEnd = () => {
    if (scanner.atEnd) throw scanner.unterminated(')');
    return depth === 0 && (scanner.startsWith(end) || scanner.peek() === ')');
  };
  const parts: WordPart[] = [];
  while (!isEnd()) {
    const next = scanner.peek();
    if (next === '(') depth += 1;
    if (next === ')') depth -= 1;
    if (scanner.take('"') || scanner.take('\\\n')) continue;
    parts.push(parseExpansion(scanner, parseScript, true) ?? { type: 'text', text: scanner.next(), quoted: true });
  }
  return joinText(parts);
}

function parseBackquoted(scanner: Scanner, parseScript: ParseScript, quoted: boolean): Script {
  const { line } = scanner;
  const text = scanner.match(/(?:[^`\\]|\\[\s\S])*/y) ?? '';
  if (!scanner.take('`')) throw scanner.unterminated('`');
  const inner = new Scanner(text.replace(quoted ? /\\([$`\\"])/g : /\\([$`\\])/g, '$1'), scanner.dialect, line);
  const script = parseScript(inner);
  if (!inner.atEnd) throw inner.unexpected();
  return script;
}

/** Merges adjacent text parts. */
export function joinText(parts: readonly WordPart[]): Word {
  const joinedParts: WordPart[] = [];
  for (const part of parts) {
    const last = joinedParts.at(-1);
    if (part.type === 'text' && last?.type === 'text' && last.quoted === part.quoted) {
      joinedParts[joinedParts.length - 1] = { ...last, text: last.text + part.text };
    } else joinedParts.push(part);
  }
  return joinedParts;
}
