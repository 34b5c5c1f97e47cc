import type { CaseItem, Command, CompoundCommand, Script, Word } from './ast.ts';
import { parseCondition } from './parse-condition.ts';
import { parseExpression, parseWord } from './parse-word.ts';
import type { Scanner } from './scanner.ts';

/** Mutually recursive parts of the grammar. */
interface Grammar {
  parseScript(scanner: Scanner): Script;
  parseCommand(scanner: Scanner): Command;
}

const FUNCTION = /[A-Za-z_][\w.:-]*[ \t]*\([ \t]*\)/y;
const BASH_FUNCTION = /function[ \t]+[A-Za-z_][\w.:-]*(?:[ \t]*\([ \t]*\))?/y;

/** Reads a compound command or a function definition; undefined when none is next. */
export function parseCompound(scanner: Scanner, grammar: Grammar): CompoundCommand | undefined {
  switch (scanner.peek()) {
    case '{':
      return scanner.takeKeyword('{') ? { type: 'group', body: parseBody(scanner, grammar, '}') } : undefined;
    case '(':
      return parseParentheses(scanner, grammar);
    case '[':
      return scanner.dialect !== 'dash' && scanner.takeKeyword('[[') ? parseDoubleBrackets(scanner, grammar) : undefined;
    default:
      return parseByKeyword(scanner, grammar) ?? parseFunction(scanner, grammar);
  }
}

function parseByKeyword(scanner: Scanner, grammar: Grammar): CompoundCommand | undefined {
  if (scanner.takeKeyword('if')) return parseIf(scanner, grammar);
  if (scanner.takeKeyword('while')) return parseLoop(scanner, grammar, false);
  if (scanner.takeKeyword('until')) return parseLoop(scanner, grammar, true);
  if (scanner.takeKeyword('for')) return parseFor(scanner, grammar);
  return scanner.takeKeyword('case') ? parseCase(scanner, grammar) : undefined;
}

function parseFunction(scanner: Scanner, { parseCommand }: Grammar): CompoundCommand | undefined {
  const match = (scanner.dialect === 'dash' ? undefined : scanner.match(BASH_FUNCTION)) ?? scanner.match(FUNCTION);
  if (match === undefined) return undefined;
  scanner.skipLines();
  const name = match.replace(/^function[ \t]+/, '').replace(/[ \t]*\([ \t]*\)$/, '');
  return { type: 'function', name, body: parseCommand(scanner) };
}

function parseParentheses(scanner: Scanner, { parseScript }: Grammar): CompoundCommand {
  const start = scanner.position;
  if (scanner.dialect !== 'dash' && scanner.take('((')) {
    const expression = parseExpression(scanner, parseScript, '))');
    if (scanner.take('))')) return { type: 'arithmetic-command', expression };
    scanner.rewind(start);
  }
  scanner.take('(');
  const body = parseScript(scanner);
  if (body.length === 0) throw scanner.unexpected();
  if (!scanner.take(')')) throw scanner.unexpected(')');
  return { type: 'subshell', body };
}

function parseDoubleBrackets(scanner: Scanner, { parseScript }: Grammar): CompoundCommand {
  const condition = parseCondition(scanner, parseScript);
  scanner.skipLines();
  if (!scanner.takeKeyword(']]')) throw scanner.unexpected(']]');
  return { type: 'condition', condition };
}

function parseBody(scanner: Scanner, { parseScript }: Grammar, ...ends: string[]): Script {
  const body = parseScript(scanner);
  if (body.length === 0 && !scanner.atEnd) throw scanner.unexpected();
  if (!ends.some((end) => scanner.atKeyword(end))) throw scanner.unexpected(ends.at(-1));
  if (ends.length === 1) scanner.takeKeyword(ends[0] as string);
  return body;
}

function parseIf(scanner: Scanner, grammar: Grammar): CompoundCommand {
  const branches: { condition: Script; body: Script }[] = [];
  do {
    const condition = parseBody(scanner, grammar, 'then');
    branches.push({ condition, body: parseBody(scanner, grammar, 'elif', 'else', 'fi') });
  } while (scanner.takeKeyword('elif'));
  if (scanner.takeKeyword('else')) return { type: 'if', branches, otherwise: parseBody(scanner, grammar, 'fi') };
  scanner.takeKeyword('fi');
  return { type: 'if', branches };
}

function parseLoop(scanner: Scanner, grammar: Grammar, until: boolean): CompoundCommand {
  const condition = parseBody(scanner, grammar, 'do');
  return { type: 'while', until, condition, body: parseBody(scanner, grammar, 'done') };
}

function parseFor(scanner: Scanner, grammar: Grammar): CompoundCommand {
  scanner.skipBlanks();
  if (scanner.dialect !== 'dash' && scanner.take('((')) return parseArithmeticFor(scanner, grammar);
  const name = scanner.match(/[A-Za-z_][A-Za-z0-9_]*(?=[\s;]|$)/y);
  if (name === undefined) throw badLoopVariable(scanner);
  scanner.skipLines();
  const items = scanner.takeKeyword('in') ? parseWords(scanner, grammar) : undefined;
  scanner.skipBlanks();
  scanner.take(';');
  return { type: 'for', name, items, body: parseLoopBody(scanner, grammar) };
}

function badLoopVariable(scanner: Scanner): Error {
  if (scanner.dialect === 'bash') return scanner.unexpected();
  return scanner.fail(`${scanner.dialect === 'dash' ? 'B' : 'b'}ad for loop variable`);
}

function parseLoopBody(scanner: Scanner, grammar: Grammar): Script {
  scanner.skipLines();
  if (scanner.dialect === 'bash' && scanner.takeKeyword('{')) return parseBody(scanner, grammar, '}');
  if (!scanner.takeKeyword('do')) throw scanner.unexpected('do');
  return parseBody(scanner, grammar, 'done');
}

function parseArithmeticFor(scanner: Scanner, grammar: Grammar): CompoundCommand {
  const [first, condition, next] = [';', ';', '))'].map((end) => {
    const expression = parseExpression(scanner, grammar.parseScript, end);
    if (!scanner.take(end)) throw scanner.unexpected();
    return expression;
  });
  scanner.skipBlanks();
  scanner.take(';');
  return { type: 'arithmetic-for', first: first!, while: condition!, next: next!, body: parseLoopBody(scanner, grammar) };
}

function parseWords(scanner: Scanner, { parseScript }: Grammar): Word[] {
  const words: Word[] = [];
  for (;;) {
    scanner.skipBlanks();
    const word = parseWord(scanner, parseScript);
    if (word === undefined) return words;
    words.push(word);
  }
}

function parseCase(scanner: Scanner, grammar: Grammar): CompoundCommand {
  scanner.skipBlanks();
  const word = parseWord(scanner, grammar.parseScript);
  if (word === undefined) throw scanner.unexpected();
  scanner.skipLines();
  if (!scanner.takeKeyword('in')) throw scanner.unexpected('in');
  const items: CaseItem[] = [];
  for (scanner.skipLines(); !scanner.takeKeyword('esac'); scanner.skipLines()) {
    const item = parseCaseItem(scanner, grammar);
    items.push(item.item);
    if (item.isLast && !scanner.atKeyword('esac')) throw scanner.unexpected(';;');
  }
  return { type: 'case', word, items };
}

function parseCaseItem(scanner: Scanner, grammar: Grammar): { item: CaseItem; isLast: boolean } {
  scanner.take('(');
  const patterns: Word[] = [];
  do {
    scanner.skipBlanks();
    const pattern = parseWord(scanner, grammar.parseScript);
    if (pattern === undefined) throw scanner.unexpected();
    patterns.push(pattern);
    scanner.skipBlanks();
  } while (scanner.take('|'));
  if (!scanner.take(')')) throw scanner.unexpected(')');
  const body = grammar.parseScript(scanner);
  const falls = scanner.take(';&');
  return { item: { patterns, body, falls }, isLast: !falls && !scanner.take(';;') };
}
