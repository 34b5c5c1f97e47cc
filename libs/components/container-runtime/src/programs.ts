import type { Program, ResolvedImage } from '@klockwork/images';
import type { Process, Signal } from './process.ts';
import { formatTime } from './tools/date.ts';
import { untilKilled } from './tools/system-tools.ts';
import { findTool } from './tools/tools.ts';

/** Runs an executable of an image; undefined when the image has none of that name. */
export function execute(resolved: ResolvedImage, argv: readonly string[], process: Process): Promise<number> | undefined {
  const [path = '', ...args] = argv;
  const program = programOf(resolved, path);
  if (program !== undefined) return runProgram(resolved, program, args, process);
  const tool = findTool(resolved.image.tools, path);
  return tool === undefined ? undefined : runTool(() => tool(process, args));
}

/** Whether an executable is there. What a wrapper is to run is its own affair, as with a real entrypoint script. */
export function hasExecutable(resolved: ResolvedImage, path: string): boolean {
  return programOf(resolved, path) !== undefined || findTool(resolved.image.tools, path) !== undefined;
}

function programOf({ image }: ResolvedImage, path: string): Program | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Object.hasOwn(image.programs, name) ? image.programs[name] : undefined;
}

async function runTool(run: () => number | Promise<number>): Promise<number> {
  return run();
}

async function runProgram(resolved: ResolvedImage, program: Program, args: readonly string[], process: Process): Promise<number> {
  switch (program.kind) {
    case 'wrapper':
      return runWrapped(resolved, args, process);
    case 'tool':
      return (await execute(resolved, [program.name, ...args], process)) ?? 127;
    case 'exit':
      writeLines(resolved, program.lines, process);
      return program.code;
    case 'commands':
      return runProgram(resolved, commandOf(program, args), args.slice(1), process);
    case 'serve':
      return listenAndServe(resolved, program, process);
  }
}

async function runWrapped(resolved: ResolvedImage, args: readonly string[], process: Process): Promise<number> {
  const code = execute(resolved, args, process);
  if (code !== undefined) return code;
  process.write('stderr', `exec: ${args[0] ?? ''}: not found\n`);
  return 127;
}

function commandOf({ by, usually }: Program & { kind: 'commands' }, [name = usually]: readonly string[]): Program {
  if (Object.hasOwn(by, name)) return by[name] as Program;
  return { kind: 'exit', lines: [`Error: unknown command "${name}"`], code: 1 };
}

/** Serves with its ports open, which close with it. */
async function listenAndServe(resolved: ResolvedImage, program: Program & { kind: 'serve' }, process: Process): Promise<number> {
  const close = process.machine.listen(program.listens ?? []);
  if (typeof close === 'number') {
    process.write('stderr', `listen tcp :${close}: bind: address already in use\n`);
    return 1;
  }
  try {
    writeLines(resolved, program.lines, process);
    return await serve(resolved, program, process);
  } finally {
    close();
  }
}

/** Runs until a signal it obeys, or KILL. */
async function serve(resolved: ResolvedImage, program: Program & { kind: 'serve' }, process: Process): Promise<number> {
  const { onTerm } = program;
  if (onTerm === 'ignore' || process.handleSignals === undefined) return untilKilled(process.machine);
  let release = () => {};
  const ended = new Promise<void>((resolve) => {
    release = process.handleSignals?.((signal) => isStop(signal) && resolve()) ?? release;
  });
  await Promise.race([ended, untilKilled(process.machine)]);
  release();
  writeLines(resolved, onTerm.lines, process);
  return onTerm.code;
}

function isStop(signal: Signal): boolean {
  return signal === 'TERM' || signal === 'INT' || signal === 'QUIT';
}

function writeLines(resolved: ResolvedImage, lines: readonly string[], process: Process): void {
  for (const line of lines) process.write('stdout', `${fillIn(line, resolved, process)}\n`);
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
