import { assert } from '@klockwork/kernel';
import type { Expression, OfType, Place } from './ast.ts';
import { AwkError } from './awk-error.ts';
import type { Interpreter } from './interpreter.ts';
import { undefinedIfUnreadable } from './streams.ts';
import { fromOutside, isTrue, numberOf, type Value } from './value.ts';
import { compare } from './value-text.ts';

type Of<K extends Expression['type']> = OfType<Expression, K>;
type Evaluators = { readonly [K in Expression['type']]: (on: Interpreter, expression: Of<K>) => Value | Promise<Value> };

/** Evaluates an expression. Throws AwkError. */
export function evaluate(on: Interpreter, expression: Expression): Value | Promise<Value> {
  const evaluator = EVALUATORS[expression.type] as (on: Interpreter, expression: Expression) => Value | Promise<Value>;
  return evaluator(on, expression);
}

export async function evaluateText(on: Interpreter, expression: Expression): Promise<string> {
  return on.text(await evaluate(on, expression));
}

export async function evaluateNumber(on: Interpreter, expression: Expression): Promise<number> {
  return numberOf(await evaluate(on, expression));
}

/** Evaluates expressions in order. */
export async function evaluateAll(on: Interpreter, expressions: readonly Expression[]): Promise<Value[]> {
  const values: Value[] = [];
  for (const expression of expressions) values.push(await evaluate(on, expression));
  return values;
}

/** Regular expression source: of a regex literal, or from a text value. */
export async function patternOf(on: Interpreter, expression: Expression): Promise<string> {
  return expression.type === 'regex' ? expression.source : evaluateText(on, expression);
}

/** Element key: several subscripts are joined by SUBSEP. */
export async function keyOf(on: Interpreter, keys: readonly Expression[]): Promise<string> {
  const texts: string[] = [];
  for (const key of keys) texts.push(await evaluateText(on, key));
  return texts.join(on.setting('SUBSEP'));
}

/** Assigns to a place; evaluates its subscripts now. */
export async function assign(on: Interpreter, place: Place, value: Value): Promise<void> {
  (await target(on, place)).put(value);
}

interface Target {
  get(): Value;
  put(value: Value): void;
}

/** Place with subscripts evaluated once. */
async function target(on: Interpreter, place: Place): Promise<Target> {
  if (place.type === 'field') {
    const index = Math.trunc(await evaluateNumber(on, place.index));
    if (index < 0) throw new AwkError('negative field index', 1, { near: `$${index}` });
    return { get: () => on.record.get(index), put: (value) => on.record.put(index, value) };
  }
  if (place.type === 'element') {
    const { elements } = on.variables.get(place.array);
    const key = await keyOf(on, place.keys);
    return {
      get: () => {
        if (!elements.has(key)) on.keep('', undefined);
        if (!elements.has(key)) elements.set(key, undefined);
        return elements.get(key);
      },
      put: (value) => {
        on.keep(value, elements.get(key));
        elements.set(key, value);
      },
    };
  }
  if (place.name === 'NF')
    return {
      get: () => on.record.count,
      put: (value) => {
        on.record.count = Math.trunc(numberOf(value));
      },
    };
  const variable = on.variables.get(place.name);
  return {
    get: () => variable.value,
    put: (value) => {
      on.keep(value, variable.value);
      variable.value = value;
    },
  };
}

async function read(on: Interpreter, place: Place): Promise<Value> {
  return (await target(on, place)).get();
}

function arithmetic(on: Interpreter, operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '^':
      return left ** right;
    default:
      if (right === 0 && on.call.isBusybox) throw new AwkError('Division by zero', 1);
      return operator === '/' ? left / right : left % right;
  }
}

const EVALUATORS: Evaluators = {
  number: (_, { value }) => value,
  string: (_, { value }) => value,
  regex: (on, { source }) => Number(on.regexes.get(source).test(on.record.text)),
  name: (on, place) => (place.name === 'NF' ? on.record.count : on.variables.get(place.name).value),
  element: read,
  field: read,
  assign: async (on, { target: place, operator, value }) => {
    const operand = await evaluate(on, value);
    const to = await target(on, place);
    const result = operator === undefined ? operand : arithmetic(on, operator, numberOf(to.get()), numberOf(operand));
    to.put(result);
    return result;
  },
  step: async (on, { target: place, by, isPrefix }) => {
    const to = await target(on, place);
    const before = numberOf(to.get());
    to.put(before + by);
    return isPrefix ? before + by : before;
  },
  choice: async (on, { condition, yes, no }) => evaluate(on, isTrue(await evaluate(on, condition)) ? yes : no),
  and: async (on, { left, right }) => Number(isTrue(await evaluate(on, left)) && isTrue(await evaluate(on, right))),
  or: async (on, { left, right }) => Number(isTrue(await evaluate(on, left)) || isTrue(await evaluate(on, right))),
  concatenate: async (on, { left, right }) => on.joined(await evaluateText(on, left), await evaluateText(on, right)),
  arithmetic: async (on, { operator, left, right }) =>
    arithmetic(on, operator, await evaluateNumber(on, left), await evaluateNumber(on, right)),
  compare: async (on, { operator, left, right }) => {
    const order = compare(await evaluate(on, left), await evaluate(on, right), on.style);
    return Number({ '<': order < 0, '<=': order <= 0, '==': order === 0, '!=': order !== 0, '>': order > 0, '>=': order >= 0 }[operator]);
  },
  match: async (on, { negated, text, pattern }) => {
    const subject = await evaluateText(on, text);
    return Number(on.regexes.get(await patternOf(on, pattern)).test(subject) !== negated);
  },
  in: async (on, { keys, array }) => Number(on.variables.get(array).elements.has(await keyOf(on, keys))),
  not: async (on, { operand }) => Number(!isTrue(await evaluate(on, operand))),
  minus: async (on, { operand }) => -(await evaluateNumber(on, operand)),
  plus: (on, { operand }) => evaluateNumber(on, operand),
  call: (on, { name, args, line }) => on.functions.call(on, name, args, line),
  builtin: (on, { name, args }) => {
    const builtin = on.functions.builtins[name];
    assert(builtin !== undefined, 'the lexer knows no others');
    return builtin(on, args);
  },
  getline: getline,
  list: async (on, { items }) => {
    const [only] = items;
    return items.length === 1 && only !== undefined ? evaluate(on, only) : keyOf(on, items);
  },
};

/** Reads a record: 1 on success, 0 at end of file, -1 for an unreadable file. */
async function getline(on: Interpreter, { source, target: place }: Of<'getline'>): Promise<Value> {
  if (source.type === 'input') return received(on, place, await on.nextRecord());
  const name = await evaluateText(on, source.type === 'file' ? source.name : source.command);
  const input = await undefinedIfUnreadable(() => on.streams.input(source.type, name));
  if (input === undefined) return -1;
  const text = await input.next(on.setting('RS'));
  if (text !== undefined && source.type === 'command') on.count('NR');
  return received(on, place, text);
}

async function received(on: Interpreter, place: Place | undefined, text: string | undefined): Promise<number> {
  if (text === undefined) return 0;
  if (place === undefined) on.record.set(text);
  else await assign(on, place, fromOutside(text));
  return 1;
}
