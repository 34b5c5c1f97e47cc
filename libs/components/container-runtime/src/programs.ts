import { FileError } from '@klockwork/files';
import type { Program, ResolvedImage } from '@klockwork/images';
import type { Main, Process } from './process.ts';
import { runDescribed } from './programs/described-run.ts';
import { findApplication } from './tools/stress/applications.ts';
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
      return findApplication(program.name)?.(process) ?? runTool(resolved, program.name, args, process);
    case 'commands':
      return runCommand(resolved, program, args, process);
    case 'exit':
    case 'serve':
      return runDescribed(resolved, program, args, process);
  }
}

/** A tool that the image's own ones lack is taken from where it is. */
async function runTool({ image }: ResolvedImage, name: string, args: readonly string[], process: Process): Promise<number> {
  const borrowed = findTool(image.tools, name) === undefined ? findTool('gnu', name) : undefined;
  return borrowed === undefined ? process.replace([name, ...args]) : borrowed(process);
}

/** The first argument is the command's name; what is no command is told by it. */
function runCommand(
  resolved: ResolvedImage,
  { by, otherwise }: Program & { kind: 'commands' },
  args: readonly string[],
  process: Process,
): Promise<number> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(by, name) ? by[name] : undefined;
  return command === undefined ? runProgram(resolved, otherwise, args, process) : runProgram(resolved, command, rest, process);
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
