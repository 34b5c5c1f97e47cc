import type { Condition, Word } from './ast.ts';
import { type ParseScript, parseParts, parseWord } from './parse-word.ts';
import type { Scanner } from './scanner.ts';

const UNARY = /-[a-zA-Z](?=\s)/y;
const BINARY = /==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef)(?=\s)/y;

export function parseCondition(scanner: Scanner, parseScript: ParseScript): Condition {
  let left = parseAnd(scanner, parseScript);
  for (scanner.skipLines(); scanner.take('||'); scanner.skipLines()) left = { type: 'or', left, right: parseAnd(scanner, parseScript) };
  return left;
}

function parseAnd(scanner: Scanner, parseScript: ParseScript): Condition {
  let left = parseNot(scanner, parseScript);
  for (scanner.skipLines(); scanner.take('&&'); scanner.skipLines()) left = { type: 'and', left, right: parseNot(scanner, parseScript) };
  return left;
}

function parseNot(scanner: Scanner, parseScript: ParseScript): Condition {
  scanner.skipLines();
  if (scanner.takeKeyword('!')) return { type: 'not', operand: parseNot(scanner, parseScript) };
  if (!scanner.take('(')) return parseTest(scanner, parseScript);
  const inner = parseCondition(scanner, parseScript);
  scanner.skipLines();
  if (!scanner.take(')')) throw scanner.unexpected(')');
  return inner;
}

function parseTest(scanner: Scanner, parseScript: ParseScript): Condition {
  const unary = scanner.match(UNARY);
  if (unary !== undefined) return { type: 'unary', operator: unary, operand: parseOperand(scanner, parseScript) };
  const left = parseOperand(scanner, parseScript);
  scanner.skipBlanks();
  const operator = scanner.match(BINARY);
  if (operator === undefined) return { type: 'unary', operator: '-n', operand: left };
  const right = operator === '=~' ? parseExpressionOperand(scanner, parseScript) : parseOperand(scanner, parseScript);
  return { type: 'binary', operator, left, right };
}

function parseOperand(scanner: Scanner, parseScript: ParseScript): Word {
  scanner.skipBlanks();
  const word = scanner.atKeyword(']]') ? undefined : parseWord(scanner, parseScript);
  if (word === undefined) throw scanner.unexpected();
  return word;
}

/** A regular expression: parentheses and bars belong to it, blanks inside parentheses too. */
function parseExpressionOperand(scanner: Scanner, parseScript: ParseScript): Word {
  scanner.skipBlanks();
  let depth = 0;
  return parseParts(scanner, parseScript, () => {
    const next = scanner.peek();
    if (scanner.atEnd) return true;
    if (next === '(') depth += 1;
    if (next === ')') depth -= 1;
    return depth < 0 || (depth === 0 && /\s/.test(next));
  });
}
