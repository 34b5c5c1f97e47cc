import { FileError } from '@klockwork/files';
import type { Program, ResolvedImage } from '@klockwork/images';
import type { Signal } from './process/signals.ts';
import type { Main, Process } from './process.ts';
import { formatTime } from './tools/date.ts';
import { findTool } from './tools/tools.ts';

/** What an executable file of an image does: `tool:ls`, `program:nginx`; undefined when the image has none of that name. */
export function programOf(resolved: ResolvedImage, executable: string): Main | undefined {
  const [kind = '', name = ''] = splitOnce(executable);
  if (kind === 'tool') return findTool(resolved.image.tools, name);
  const program = Object.hasOwn(resolved.image.programs, name) ? resolved.image.programs[name] : undefined;
  return program === undefined ? undefined : (process) => runProgram(resolved, program, process.argv.slice(1), process);
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(':');
  return [text.slice(0, at), text.slice(at + 1)];
}

async function runProgram(resolved: ResolvedImage, program: Program, args: readonly string[], process: Process): Promise<number> {
  switch (program.kind) {
    case 'wrapper':
      return runWrapped(args, process);
    case 'tool':
      return process.replace([program.name, ...args]);
    case 'exit':
      await writeLines(resolved, program.lines, process);
      return program.code;
    case 'commands':
      return runProgram(resolved, commandOf(program, args), args.slice(1), process);
    case 'serve':
      return listenAndServe(resolved, program, process);
  }
}

async function runWrapped(args: readonly string[], process: Process): Promise<number> {
  try {
    return await process.replace(args);
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    const isMissing = error.code === 'ENOENT';
    await process.stderr.write(`exec: ${args[0] ?? ''}: ${isMissing ? 'not found' : error.message}\n`);
    return isMissing ? 127 : 126;
  }
}

function commandOf({ by, usually }: Program & { kind: 'commands' }, [name = usually]: readonly string[]): Program {
  if (Object.hasOwn(by, name)) return by[name] as Program;
  return { kind: 'exit', lines: [`Error: unknown command "${name}"`], code: 1 };
}

/** Serves with its ports open, which close with it. */
async function listenAndServe(resolved: ResolvedImage, program: Program & { kind: 'serve' }, process: Process): Promise<number> {
  const close = process.machine.listen(program.listens ?? []);
  if (typeof close === 'number') {
    await process.stderr.write(`listen tcp :${close}: bind: address already in use\n`);
    return 1;
  }
  // Also when it is killed: then nothing of this function runs any more.
  process.killed.onStop(close);
  await writeLines(resolved, program.lines, process);
  return serve(resolved, program, process);
}

/** Runs until a signal it obeys, or KILL. */
async function serve(resolved: ResolvedImage, program: Program & { kind: 'serve' }, process: Process): Promise<number> {
  const { onTerm } = program;
  if (onTerm === 'ignore') return process.untilKilled();
  const asked = new Promise<void>((resolve) => {
    for (const signal of STOP_SIGNALS) process.onSignal(signal, () => resolve());
  });
  await Promise.race([asked, process.untilKilled()]);
  await writeLines(resolved, onTerm.lines, process);
  return onTerm.code;
}

const STOP_SIGNALS: readonly Signal[] = ['TERM', 'INT', 'QUIT'];

async function writeLines(resolved: ResolvedImage, lines: readonly string[], process: Process): Promise<void> {
  for (const line of lines) {
    const wait = process.stdout.write(`${fillIn(line, resolved, process)}\n`);
    if (wait !== undefined) await wait;
  }
}

const TIME_FORMATS: Readonly<Record<string, string>> = {
  nginx: '%Y/%m/%d %H:%M:%S',
  go: '%Y/%m/%d %H:%M:%S',
  redis: '%d %b %Y %H:%M:%S.%L',
  postgres: '%Y-%m-%d %H:%M:%S.%L UTC',
  httpd: '%a %b %d %H:%M:%S.%L000 %Y',
  rfc3339: '%Y-%m-%dT%H:%M:%S.%LZ',
  epoch: '%s',
};

function fillIn(line: string, { version }: ResolvedImage, { machine }: Process): string {
  return line
    .replaceAll('{{hostname}}', machine.hostname)
    .replaceAll('{{version}}', version)
    .replace(/\{\{now:(\w+)\}\}/g, (_, format: string) => formatTime(machine.clock.now(), TIME_FORMATS[format] ?? '%s'));
}
