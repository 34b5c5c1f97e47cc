import type { AndOr, Assignment, Command, Pipeline, Redirect, Script, Word } from './ast.ts';
import { parseWord } from './parse-word.ts';
import { Scanner } from './scanner.ts';

const CLOSING_KEYWORDS = ['then', 'else', 'elif', 'fi', 'do', 'done', '}'];
const REDIRECT = /([0-2]?)(>>|>&|>|<)/y;

/** Parses a script. Throws ShellSyntaxError. */
export function parse(text: string): Script {
  const scanner = new Scanner(text);
  const script = parseScript(scanner);
  if (!scanner.atEnd) throw scanner.unexpected();
  return script;
}

function parseScript(scanner: Scanner): Script {
  const items: AndOr[] = [];
  for (scanner.skipLines(); !isClosing(scanner); scanner.skipLines()) {
    const item = parseAndOr(scanner);
    scanner.skipBlanks();
    const background = !scanner.startsWith('&&') && scanner.take('&');
    items.push({ ...item, background });
    if (background || scanner.peek() === '\n') continue;
    if (scanner.startsWith(';;') || !scanner.take(';')) break;
  }
  scanner.skipLines();
  return items;
}

function isClosing(scanner: Scanner): boolean {
  return scanner.atEnd || scanner.peek() === ')' || CLOSING_KEYWORDS.some((keyword) => scanner.atKeyword(keyword));
}

function parseAndOr(scanner: Scanner): AndOr {
  const pipelines = [parsePipeline(scanner)];
  const operators: ('&&' | '||')[] = [];
  for (;;) {
    scanner.skipBlanks();
    const operator = scanner.take('&&') ? '&&' : scanner.take('||') ? '||' : undefined;
    if (operator === undefined) return { pipelines, operators, background: false };
    scanner.skipLines();
    operators.push(operator);
    pipelines.push(parsePipeline(scanner));
  }
}

function parsePipeline(scanner: Scanner): Pipeline {
  scanner.skipBlanks();
  const negated = scanner.takeKeyword('!');
  const commands = [parseCommand(scanner)];
  for (scanner.skipBlanks(); !scanner.startsWith('||') && scanner.take('|'); scanner.skipBlanks()) {
    scanner.skipLines();
    commands.push(parseCommand(scanner));
  }
  return { negated, commands };
}

function parseCommand(scanner: Scanner): Command {
  scanner.skipBlanks();
  const compound = parseCompound(scanner);
  return compound === undefined ? parseSimple(scanner) : { ...compound, redirects: parseRedirects(scanner) };
}

function parseCompound(scanner: Scanner): Command | undefined {
  if (scanner.takeKeyword('if')) return parseIf(scanner);
  if (scanner.takeKeyword('while')) return parseLoop(scanner, false);
  if (scanner.takeKeyword('until')) return parseLoop(scanner, true);
  if (scanner.takeKeyword('for')) return parseFor(scanner);
  if (scanner.takeKeyword('{')) return { kind: 'group', subshell: false, body: parseBody(scanner, '}'), redirects: [] };
  if (!scanner.take('(')) return undefined;
  const body = parseScript(scanner);
  if (!scanner.take(')')) throw scanner.unexpected();
  return { kind: 'group', subshell: true, body, redirects: [] };
}

/** A script that a keyword ends. */
function parseBody(scanner: Scanner, ...ends: string[]): Script {
  const body = parseScript(scanner);
  if (body.length === 0 || !ends.some((end) => scanner.atKeyword(end))) throw scanner.unexpected();
  if (ends.length === 1) scanner.takeKeyword(ends[0] as string);
  return body;
}

function parseIf(scanner: Scanner): Command {
  const branches: { condition: Script; body: Script }[] = [];
  do {
    const condition = parseBody(scanner, 'then');
    branches.push({ condition, body: parseBody(scanner, 'elif', 'else', 'fi') });
  } while (scanner.takeKeyword('elif'));
  if (scanner.takeKeyword('else')) return { kind: 'if', branches, otherwise: parseBody(scanner, 'fi'), redirects: [] };
  scanner.takeKeyword('fi');
  return { kind: 'if', branches, redirects: [] };
}

function parseLoop(scanner: Scanner, until: boolean): Command {
  const condition = parseBody(scanner, 'do');
  return { kind: 'while', until, condition, body: parseBody(scanner, 'done'), redirects: [] };
}

function parseFor(scanner: Scanner): Command {
  scanner.skipBlanks();
  const name = scanner.match(/[A-Za-z_][A-Za-z0-9_]*/y);
  if (name === undefined) throw scanner.unexpected();
  scanner.skipLines();
  const items = scanner.takeKeyword('in') ? parseWords(scanner) : undefined;
  scanner.skipBlanks();
  scanner.take(';');
  scanner.skipLines();
  if (!scanner.takeKeyword('do')) throw scanner.unexpected();
  return { kind: 'for', name, items, body: parseBody(scanner, 'done'), redirects: [] };
}

function parseWords(scanner: Scanner): Word[] {
  const words: Word[] = [];
  for (;;) {
    scanner.skipBlanks();
    const word = parseWord(scanner, parseScript);
    if (word === undefined) return words;
    words.push(word);
  }
}

function parseSimple(scanner: Scanner): Command {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    scanner.skipBlanks();
    const redirect = parseRedirect(scanner);
    if (redirect !== undefined) {
      redirects.push(redirect);
      continue;
    }
    const assigned = words.length === 0 ? scanner.match(/[A-Za-z_][A-Za-z0-9_]*(?==)/y) : undefined;
    if (assigned !== undefined) {
      scanner.take('=');
      assignments.push({ name: assigned, value: parseWord(scanner, parseScript) ?? [] });
      continue;
    }
    const word = parseWord(scanner, parseScript);
    if (word === undefined) break;
    words.push(word);
  }
  if (assignments.length + words.length + redirects.length === 0) throw scanner.unexpected();
  return { kind: 'simple', assignments, words, redirects };
}

function parseRedirects(scanner: Scanner): Redirect[] {
  const redirects: Redirect[] = [];
  for (;;) {
    scanner.skipBlanks();
    const redirect = parseRedirect(scanner);
    if (redirect === undefined) return redirects;
    redirects.push(redirect);
  }
}

function parseRedirect(scanner: Scanner): Redirect | undefined {
  if (scanner.startsWith('<<')) throw scanner.unexpected();
  const found = scanner.match(REDIRECT);
  if (found === undefined) return undefined;
  const operator = found.replace(/^[0-2]/, '') as Redirect['operator'];
  const descriptor = /^[0-2]/.test(found) ? Number(found[0]) : operator === '<' ? 0 : 1;
  scanner.skipBlanks();
  const target = parseWord(scanner, parseScript);
  if (target === undefined) throw scanner.unexpected();
  return { descriptor, operator, target };
}
