import { assert } from '@klockwork/kernel';
import type { Expression, OfType, Redirection, Statement } from './ast.ts';
import { AwkError } from './awk-error.ts';
import { evaluate, evaluateAll, evaluateText, keyOf } from './evaluate.ts';
import type { Interpreter } from './interpreter.ts';
import { isTrue, numberOf, type Value } from './value.ts';
import { sprintf, textOf } from './value-text.ts';
import { Variable } from './variables.ts';

/** How a statement ended early within its function or rule; undefined when it did not. */
type Flow = 'break' | 'continue' | 'return' | undefined;

/** Unwinds to the next record, next file, or program end. */
export class ControlTransfer extends Error {
  override readonly name = 'Leave';
  readonly to: 'next' | 'nextfile' | 'exit';
  constructor(to: 'next' | 'nextfile' | 'exit') {
    super(to);
    this.to = to;
  }
}

type Of<K extends Statement['type']> = OfType<Statement, K>;
type Executors = { readonly [K in Statement['type']]: (on: Interpreter, statement: Of<K>) => Flow | Promise<Flow> };

const DEPTH_MAX = 5_000;

/** Executes a statement. Throws Leave to unwind beyond the current function, AwkError for runtime errors. */
export function execute(on: Interpreter, statement: Statement): Flow | Promise<Flow> {
  const executor = EXECUTORS[statement.type] as (on: Interpreter, statement: Statement) => Flow | Promise<Flow>;
  return executor(on, statement);
}

/** Calls a user function: arrays by reference, values by copy. */
export async function callFunction(on: Interpreter, name: string, args: readonly Expression[], line: number): Promise<Value> {
  const calledFunction = on.program.functions.get(name);
  assert(calledFunction !== undefined, 'the parser has seen every function');
  if (on.variables.depth >= DEPTH_MAX) throw new AwkError(`function ${name} nested too deeply`, line);
  // Also keeps the host's stack flat, however deeply functions call each other.
  await on.step();
  const frame = new Map<string, Variable>();
  for (const [index, parameter] of calledFunction.parameters.entries()) frame.set(parameter, await argument(on, args[index]));
  on.variables.enter(frame);
  on.returned = undefined;
  try {
    await execute(on, calledFunction.body);
  } finally {
    on.variables.leave();
  }
  const { returned } = on;
  on.returned = undefined;
  return returned;
}

async function argument(on: Interpreter, expression: Expression | undefined): Promise<Variable> {
  if (expression === undefined) return new Variable();
  if (expression.type !== 'name' || expression.name === 'NF') return new Variable(await evaluate(on, expression));
  const variable = on.variables.get(expression.name);
  return new Variable(variable.value, variable);
}

async function isSo(on: Interpreter, condition: Expression): Promise<boolean> {
  return isTrue(await evaluate(on, condition));
}

/** Runs a loop body; returns what ends the loop. */
async function round(on: Interpreter, body: Statement): Promise<Flow> {
  await on.step();
  const flow = await execute(on, body);
  return flow === 'continue' ? undefined : flow;
}

async function target(on: Interpreter, redirection: Redirection | undefined) {
  return redirection === undefined ? undefined : { to: redirection.to, name: await evaluateText(on, redirection.name) };
}

/** Flow after its loop ended. */
function outside(flow: Flow): Flow {
  return flow === 'break' ? undefined : flow;
}

function leave(to: ControlTransfer['to']): never {
  throw new ControlTransfer(to);
}

const EXECUTORS: Executors = {
  block: async (on, { body }) => {
    for (const statement of body) {
      const flow = await execute(on, statement);
      if (flow !== undefined) return flow;
    }
    return undefined;
  },
  expression: async (on, { value }) => {
    await evaluate(on, value);
    return undefined;
  },
  print: async (on, { args, redirection }) => {
    const values = args.length === 0 ? [on.record.text] : (await evaluateAll(on, args)).map((value) => textOf(value, on.printStyle));
    await on.print(values.join(on.setting('OFS')) + on.setting('ORS'), await target(on, redirection));
    return undefined;
  },
  printf: async (on, { args, redirection }) => {
    const [format, ...values] = await evaluateAll(on, args);
    await on.print(sprintf(on.text(format), values, on.style), await target(on, redirection));
    return undefined;
  },
  if: async (on, { condition, yes, no }) => {
    if (await isSo(on, condition)) return execute(on, yes);
    return no === undefined ? undefined : execute(on, no);
  },
  while: async (on, { condition, body }) => {
    let flow: Flow;
    while (flow === undefined && (await isSo(on, condition))) flow = await round(on, body);
    return outside(flow);
  },
  do: async (on, { condition, body }) => {
    let flow: Flow;
    do flow = await round(on, body);
    while (flow === undefined && (await isSo(on, condition)));
    return outside(flow);
  },
  for: async (on, { first, condition, next, body }) => {
    let flow: Flow;
    if (first !== undefined) await execute(on, first);
    while (flow === undefined && (condition === undefined || (await isSo(on, condition)))) {
      flow = await round(on, body);
      if (flow === undefined && next !== undefined) await execute(on, next);
    }
    return outside(flow);
  },
  'for-in': async (on, { name, array, body }) => {
    let flow: Flow;
    const { elements } = on.variables.get(array);
    for (const key of [...elements.keys()]) {
      if (!elements.has(key)) continue;
      on.variables.get(name).value = key;
      flow = await round(on, body);
      if (flow !== undefined) break;
    }
    return outside(flow);
  },
  delete: async (on, { array, keys }) => {
    const { elements } = on.variables.get(array);
    if (keys === undefined) elements.clear();
    else elements.delete(await keyOf(on, keys));
    return undefined;
  },
  break: () => 'break',
  continue: () => 'continue',
  next: () => leave('next'),
  nextfile: () => leave('nextfile'),
  exit: async (on, { value }) => {
    if (value !== undefined) on.status = Math.trunc(numberOf(await evaluate(on, value))) & 255;
    return leave('exit');
  },
  return: async (on, { value }): Promise<Flow> => {
    on.returned = value === undefined ? undefined : await evaluate(on, value);
    return 'return';
  },
};
