import type { Redirect, Script, Word } from './ast.ts';
import { joinText, type ParseScript, parseQuotedParts, parseWord } from './parse-word.ts';
import { Scanner } from './scanner.ts';

const PLAIN = /(\d*)(>>|>&|>\||<&|<>|>|<(?!<))/y;
const BOTH = /&>>|&>/y;
const HERE = /\d*<<-?/y;

/** Reads all redirections that come next. */
export function parseRedirects(scanner: Scanner, parseScript: ParseScript): Redirect[] {
  const redirects: Redirect[] = [];
  for (;;) {
    scanner.skipBlanks();
    const redirect = parseRedirect(scanner, parseScript);
    if (redirect === undefined) return redirects;
    redirects.push(redirect);
  }
}

/** Parses one redirection; undefined when another token follows. */
export function parseRedirect(scanner: Scanner, parseScript: ParseScript): Redirect | undefined {
  const next = scanner.peek();
  if (next !== '<' && next !== '>' && next !== '&' && !(next >= '0' && next <= '9')) return undefined;
  const both = scanner.dialect === 'dash' ? undefined : scanner.match(BOTH);
  if (both !== undefined) return { descriptor: 1, operator: both as Redirect['operator'], target: parseTarget(scanner, parseScript) };
  if (scanner.dialect !== 'dash' && scanner.looksAt(/\d*<<</y)) return parseHereString(scanner, parseScript);
  const here = scanner.match(HERE);
  if (here !== undefined) return parseHereDocument(scanner, parseScript, here);
  const match = scanner.match(PLAIN);
  if (match === undefined) return undefined;
  const operator = match.replace(/^\d*/, '') as Redirect['operator'];
  return { descriptor: descriptorOf(match, operator), operator, target: parseTarget(scanner, parseScript) };
}

function descriptorOf(descriptor: string, operator: string): number {
  const digits = /^\d+/.exec(descriptor)?.[0];
  return digits === undefined ? (operator.startsWith('<') ? 0 : 1) : Number(digits);
}

function parseTarget(scanner: Scanner, parseScript: ParseScript): Word {
  scanner.skipBlanks();
  const target = parseWord(scanner, parseScript);
  if (target === undefined) throw scanner.unexpected();
  return target;
}

function parseHereString(scanner: Scanner, parseScript: ParseScript): Redirect {
  const match = scanner.match(/\d*<<</y) ?? '';
  const target = parseTarget(scanner, parseScript);
  return { descriptor: descriptorOf(match, '<'), operator: 'text', target: [...target, { type: 'text', text: '\n', quoted: true }] };
}

/** Text follows after the current line; until then the target is empty. */
function parseHereDocument(scanner: Scanner, parseScript: ParseScript, descriptor: string): Redirect {
  const end = parseTarget(scanner, parseScript);
  const literal = end.some(({ quoted }) => quoted);
  const delimiter = end.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const redirect: Redirect = { descriptor: descriptorOf(descriptor, '<'), operator: 'text', target: [] };
  scanner.afterLine(() => {
    const { line } = scanner;
    const text = readLines(scanner, delimiter, descriptor.endsWith('-'));
    redirect.target = literal ? [{ type: 'text', text, quoted: true }] : parseBody(new Scanner(text, scanner.dialect, line), parseScript);
  });
  return redirect;
}

function readLines(scanner: Scanner, delimiter: string, stripTabs: boolean): string {
  let text = '';
  for (let line = scanner.takeLine(); line !== undefined; line = scanner.takeLine()) {
    const strippedLine = stripTabs ? line.replace(/^\t+/, '') : line;
    if (strippedLine === `${delimiter}\n` || strippedLine === delimiter) break;
    text += strippedLine;
  }
  return text;
}

function parseBody(scanner: Scanner, parseScript: (scanner: Scanner) => Script): Word {
  return joinText(parseQuotedParts(scanner, parseScript, () => scanner.atEnd, /\\[\\$`]/y));
}
