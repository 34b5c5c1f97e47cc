import type { Expression, Rule } from './ast.ts';
import { evaluate } from './evaluate.ts';
import { ControlTransfer, execute } from './execute.ts';
import type { Interpreter } from './interpreter.ts';
import { isTrue } from './value.ts';

/** Runs a program: BEGIN, the records of its input, END. Gives its exit code. Throws AwkError. */
export async function runProgram(on: Interpreter): Promise<number> {
  const { rules } = on.program;
  const isOnlyBegin = rules.every(({ pattern }) => pattern === 'BEGIN');
  const left = await leaving(() => runRules(on, rules, 'BEGIN'));
  if (isOnlyBegin) return on.status;
  if (left === undefined) await leaving(() => runRecords(on));
  await leaving(() => runRules(on, rules, 'END'));
  return on.status;
}

async function leaving(run: () => Promise<void>): Promise<ControlTransfer['to'] | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof ControlTransfer) return error.to;
    throw error;
  }
}

async function runRules(on: Interpreter, rules: readonly Rule[], pattern: 'BEGIN' | 'END'): Promise<void> {
  for (const rule of rules) if (rule.pattern === pattern && rule.action !== undefined) await execute(on, rule.action);
}

async function runRecords(on: Interpreter): Promise<void> {
  const open = new Set<Rule>();
  const rules = on.program.rules.filter(({ pattern }) => pattern !== 'BEGIN' && pattern !== 'END');
  for (let text = await on.nextRecord(); text !== undefined; text = await on.nextRecord()) {
    on.record.set(text);
    await on.step();
    const left = await leaving(() => runRecord(on, rules, open));
    if (left === 'nextfile') on.skipFile();
    if (left === 'exit') throw new ControlTransfer('exit');
  }
}

async function runRecord(on: Interpreter, rules: readonly Rule[], open: Set<Rule>): Promise<void> {
  for (const rule of rules) {
    if (!(await isFor(on, rule, open))) continue;
    if (rule.action === undefined) await on.print(on.record.text + on.setting('ORS'), undefined);
    else await execute(on, rule.action);
  }
}

/** Returns whether a rule matches the current record; `open` holds active range rules. */
async function isFor(on: Interpreter, rule: Rule, open: Set<Rule>): Promise<boolean> {
  const { pattern } = rule;
  if (pattern === undefined || typeof pattern === 'string') return true;
  if (!('from' in pattern)) return holds(on, pattern);
  if (!open.has(rule) && !(await holds(on, pattern.from))) return false;
  if (await holds(on, pattern.to)) open.delete(rule);
  else open.add(rule);
  return true;
}

async function holds(on: Interpreter, condition: Expression): Promise<boolean> {
  return isTrue(await evaluate(on, condition));
}
