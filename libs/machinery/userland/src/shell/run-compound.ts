import { RegexError } from '../regex/parse-regex.ts';
import { arithmetic } from './arithmetic.ts';
import type { Command, CompoundCommand, Script, SimpleCommand, Word } from './ast.ts';
import { evaluateCondition } from './conditions.ts';
import { LoopJump } from './control.ts';
import { expandWords } from './expand.ts';
import { expandPattern, expandText } from './expand-text.ts';
import { fork } from './fork.ts';
import type { Io } from './io.ts';
import { compilePattern, matchesPattern } from './pattern.ts';
import type { Shell } from './shell.ts';
import { scopeOf } from './shell-scope.ts';

type Compound = Exclude<Command, SimpleCommand>;

/** Runs a compound command after its redirections. */
export function runCompound(shell: Shell, command: Compound, io: Io, isLast: boolean): Promise<void> {
  switch (command.type) {
    case 'group':
      return shell.runScript(command.body, io, isLast);
    case 'subshell':
      return runSubshell(shell, command.body, io);
    case 'if':
      return runIf(shell, command, io, isLast);
    case 'while':
      return runWhile(shell, command, io);
    case 'for':
      return runFor(shell, command, io);
    case 'arithmetic-for':
      return runArithmeticFor(shell, command, io);
    case 'case':
      return runCase(shell, command, io);
    case 'function':
      return define(shell, command);
    case 'arithmetic-command':
      return runArithmetic(shell, command.expression, io);
    case 'condition':
      return runCondition(shell, command, io);
  }
}

async function define(shell: Shell, { name, body }: CompoundCommand & { type: 'function' }): Promise<void> {
  shell.functions.set(name, body);
  shell.status = 0;
}

async function runSubshell(shell: Shell, body: Script, io: Io): Promise<void> {
  const child = fork(shell, (own) => own.runScript(body, { ...own.io, others: io.others }, true), io);
  shell.status = (await shell.process.wait(child)).code;
}

async function holds(shell: Shell, condition: Script, io: Io): Promise<boolean> {
  shell.testing += 1;
  try {
    await shell.runScript(condition, io);
  } finally {
    shell.testing -= 1;
  }
  return shell.status === 0;
}

async function runIf(shell: Shell, command: CompoundCommand & { type: 'if' }, io: Io, isLast: boolean): Promise<void> {
  for (const { condition, body } of command.branches) {
    if (await holds(shell, condition, io)) return shell.runScript(body, io, isLast);
  }
  if (command.otherwise !== undefined) await shell.runScript(command.otherwise, io, isLast);
  else shell.status = 0;
}

async function runWhile(shell: Shell, { condition, until, body }: CompoundCommand & { type: 'while' }, io: Io): Promise<void> {
  let status = 0;
  await inLoop(shell, async () => {
    for (;;) {
      const goesOn = await runTurn(async () => {
        if ((await holds(shell, condition, io)) === until) throw new LoopJump('break', 1);
        await shell.runScript(body, io);
        status = shell.status;
      });
      if (!goesOn) break;
    }
  });
  shell.status = status;
}

async function runFor(shell: Shell, { name, items, body }: CompoundCommand & { type: 'for' }, io: Io): Promise<void> {
  const values = items === undefined ? shell.positional : await expandWords(items, scopeOf(shell, io));
  if (values.length === 0) shell.status = 0;
  await inLoop(shell, async () => {
    for (const value of values) {
      shell.variables.set(name, value);
      if (!(await runTurn(() => shell.runScript(body, io)))) break;
    }
  });
}

async function runArithmeticFor(shell: Shell, command: CompoundCommand & { type: 'arithmetic-for' }, io: Io): Promise<void> {
  const evaluate = async (word: Word) => arithmetic(await expandText(word, scopeOf(shell, io)), scopeOf(shell, io));
  await evaluate(command.first);
  shell.status = 0;
  await inLoop(shell, async () => {
    while (command.while.length === 0 || (await evaluate(command.while)) !== '0') {
      if (!(await runTurn(() => shell.runScript(command.body, io)))) break;
      await evaluate(command.next);
    }
  });
}

async function inLoop(shell: Shell, run: () => Promise<void>): Promise<void> {
  shell.loopDepth += 1;
  try {
    await run();
  } finally {
    shell.loopDepth -= 1;
  }
}

/** Runs one loop iteration. False after the last. */
async function runTurn(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (!(error instanceof LoopJump)) throw error;
    if (error.levels > 1) throw new LoopJump(error.kind, error.levels - 1);
    return error.kind === 'continue';
  }
}

async function runCase(shell: Shell, { word, items }: CompoundCommand & { type: 'case' }, io: Io): Promise<void> {
  const scope = scopeOf(shell, io);
  const text = await expandText(word, scope);
  let falls = false;
  let ran = false;
  for (const item of items) {
    for (const pattern of falls ? [] : item.patterns) {
      falls = matchesPattern(compilePattern(await expandPattern(pattern, scope)), text);
      if (falls) break;
    }
    if (!falls) continue;
    await shell.runScript(item.body, io);
    ran ||= item.body.length > 0;
    if (!item.falls) break;
  }
  if (!ran) shell.status = 0;
}

async function runArithmetic(shell: Shell, expression: Word, io: Io): Promise<void> {
  const scope = scopeOf(shell, io);
  shell.status = arithmetic(await expandText(expression, scope), scope) === '0' ? 1 : 0;
}

async function runCondition(shell: Shell, { condition }: CompoundCommand & { type: 'condition' }, io: Io): Promise<void> {
  try {
    shell.status = (await evaluateCondition(shell, condition, io)) ? 0 : 1;
  } catch (error) {
    // An invalid expression has status 2, without a message in bash.
    if (!(error instanceof RegexError)) throw error;
    shell.status = 2;
  }
}
