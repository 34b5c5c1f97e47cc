import type { AndOr, Assignment, Command, Pipeline, Redirect, Script, Word } from './ast.ts';
import { isDeclaration, parseAssignment } from './parse-assignment.ts';
import { parseCompound } from './parse-compound.ts';
import { parseRedirect, parseRedirects } from './parse-redirect.ts';
import { parseWord } from './parse-word.ts';
import type { Scanner } from './scanner.ts';

const CLOSING_KEYWORDS = ['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}'];

/** Parses the next line with its continuation lines; undefined at end of input. Throws ShellSyntaxError. */
export function parseLine(scanner: Scanner): Script | undefined {
  scanner.skipLines();
  if (scanner.atEnd) return undefined;
  const items: AndOr[] = [];
  while (!scanner.atEnd && !scanner.takeNewline()) {
    if (isClosing(scanner)) throw scanner.unexpected();
    if (!parseItem(scanner, items) && !scanner.atEnd && scanner.peek() !== '\n') throw scanner.unexpected();
    scanner.skipBlanks();
  }
  return items;
}

/** Reads lists up to what closes them: a reserved word, `)`, `;;` or the end. */
function parseScript(scanner: Scanner): Script {
  const items: AndOr[] = [];
  for (scanner.skipLines(); !isClosing(scanner); scanner.skipLines()) {
    if (!parseItem(scanner, items) && scanner.peek() !== '\n') break;
  }
  scanner.skipLines();
  return items;
}

/** Parses one list plus its separator. False without a separator. */
function parseItem(scanner: Scanner, items: AndOr[]): boolean {
  const item = parseAndOr(scanner);
  scanner.skipBlanks();
  const background = !scanner.startsWith('&&') && scanner.take('&');
  items.push({ ...item, background });
  return background || (!scanner.looksAt(/;[;&]/y) && scanner.take(';'));
}

function isClosing(scanner: Scanner): boolean {
  if (scanner.atEnd || scanner.peek() === ')' || scanner.looksAt(/;[;&]/y)) return true;
  return CLOSING_KEYWORDS.some((keyword) => scanner.atKeyword(keyword));
}

function parseAndOr(scanner: Scanner): AndOr {
  const start = scanner.position;
  const pipelines = [parsePipeline(scanner)];
  const operators: ('&&' | '||')[] = [];
  for (;;) {
    scanner.skipBlanks();
    const operator = scanner.take('&&') ? '&&' : scanner.take('||') ? '||' : undefined;
    if (operator === undefined) return { pipelines, operators, background: false, text: scanner.textSince(start) };
    scanner.skipLines();
    operators.push(operator);
    pipelines.push(parsePipeline(scanner));
  }
}

function parsePipeline(scanner: Scanner): Pipeline {
  scanner.skipBlanks();
  let negated = false;
  for (; scanner.takeKeyword('!'); scanner.skipBlanks()) negated = !negated;
  const commands = [parseCommand(scanner)];
  for (scanner.skipBlanks(); !scanner.startsWith('||') && scanner.take('|'); scanner.skipBlanks()) {
    const both = scanner.dialect === 'bash' && scanner.take('&');
    if (both) commands.push(withErrors(commands.pop() as Command));
    scanner.skipLines();
    commands.push(parseCommand(scanner));
  }
  return { negated, commands };
}

// `a |& b` is `a 2>&1 | b`.
function withErrors(command: Command): Command {
  const both: Redirect = { descriptor: 2, operator: '>&', target: [{ type: 'text', text: '1', quoted: false }] };
  return { ...command, redirects: [...command.redirects, both] };
}

function parseCommand(scanner: Scanner): Command {
  scanner.skipBlanks();
  const compound = parseCompound(scanner, { parseScript, parseCommand });
  return compound === undefined ? parseSimple(scanner) : { ...compound, redirects: parseRedirects(scanner, parseScript) };
}

function parseSimple(scanner: Scanner): Command {
  const { line } = scanner;
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const declaredAssignments: Assignment[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    scanner.skipBlanks();
    const redirect = parseRedirect(scanner, parseScript);
    if (redirect !== undefined) redirects.push(redirect);
    else {
      const assignment = words.length === 0 ? parseAssignment(scanner, parseScript) : undefined;
      const array = isDeclaration(words, scanner) ? parseAssignment(scanner, parseScript) : undefined;
      const word = assignment === undefined && array === undefined ? parseWord(scanner, parseScript) : undefined;
      if (assignment !== undefined) assignments.push(assignment);
      else if (array !== undefined) {
        declaredAssignments.push(array);
        words.push([{ type: 'text', text: array.name, quoted: true }]);
      } else if (word !== undefined) words.push(word);
      else break;
    }
  }
  if (assignments.length + words.length + redirects.length === 0) throw scanner.unexpected();
  if (scanner.peek() === '(') throw scanner.unexpected();
  return { type: 'simple', line, assignments, words, redirects, ...(declaredAssignments.length > 0 && { declared: declaredAssignments }) };
}
