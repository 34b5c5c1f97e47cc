import type { ParameterOperator, ParameterPart, Subscript, Word } from './ast.ts';
import { joinText, type ParseScript, parseParts, parseQuotedParts } from './parse-word.ts';
import type { Scanner } from './scanner.ts';

const NAME = /[A-Za-z_][A-Za-z0-9_]*|\d+|[@*#?$!-]/y;
const OPERATOR = /:?[-=+?]|##?|%%?/y;
/** Text in which no operand ends. */
const OPERAND_TEXT = /[\w.=+,@^-]+/y;
const EXTENDED = /\/[/#%]?|\^\^?|,,?|:/y;

/** Reads `${…}` after its opening brace. */
export function parseBraced(scanner: Scanner, parseScript: ParseScript, quoted: boolean): ParameterPart {
  if (scanner.looksAt(/#(?:[A-Za-z_]\w*|\d+|[@*?$!#-])\}/y)) return parseLength(scanner, parseScript, quoted);
  if (scanner.dialect === 'bash' && scanner.looksAt(/#[A-Za-z_]\w*\[/y)) return parseLength(scanner, parseScript, quoted);
  const indirect = scanner.dialect === 'bash' && scanner.match(/!(?=[A-Za-z_])/y) !== undefined;
  const name = scanner.match(NAME);
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
  const name = scanner.match(NAME) ?? '';
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
