import { FileError } from '@klockwork/files';
import { type Program, type ResolvedImage, type ScriptProgram, unmetRequirement } from '@klockwork/images';
import { findApplication, findTool, type Main, type Process, writeMessage } from '@klockwork/userland';
import { executableFile } from './process/executable.ts';
import { writeLines } from './programs/fill-in.ts';
import { runDescribed } from './programs/run-described.ts';
import { runStandIn, succeedForNothing } from './programs/stand-in.ts';

/** Finds the program behind an executable file: `tool:ls`, `program:nginx` of an image, `machine:ls` of a node; undefined when unknown. */
export function programOf(image: ResolvedImage, executable: string): Main | undefined {
  const [kind = '', name = ''] = splitOnce(executable);
  if (kind === 'tool') return findTool(image.image.tools, name);
  if (kind === 'application') return findApplication(name);
  if (kind === 'machine') return findTool('gnu', name);
  const program = programNamed(image, name);
  return program === undefined ? undefined : (process) => runProgram(image, program, process.argv.slice(1), process);
}

/** A program copied from another image is unknown, thus a stand-in where the image allows it. */
function programNamed({ image }: ResolvedImage, name: string): Program | undefined {
  if (Object.hasOwn(image.programs, name)) return image.programs[name];
  return image.isStandIn ? { type: 'stand-in' } : undefined;
}

/** Replacement for a program missing in a stand-in image; undefined for described images. */
export function missingProgram(image: ResolvedImage, isOfFirst: boolean): Main | undefined {
  if (!image.image.isStandIn) return undefined;
  return isOfFirst ? (process) => runProgram(image, { type: 'stand-in' }, process.argv.slice(1), process) : succeedForNothing(image.name);
}

/** Stand-in executable as content of an unknown file; undefined for described images. */
export function unknownFile({ image }: ResolvedImage, path: string): string | undefined {
  return image.isStandIn && path.startsWith('/') ? executableFile('program:stand-in') : undefined;
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(':');
  return [text.slice(0, at), text.slice(at + 1)];
}

async function runProgram(image: ResolvedImage, program: Program, args: readonly string[], process: Process): Promise<number> {
  switch (program.type) {
    case 'wrapper':
      return runScript(image, program, args, process);
    case 'shell':
      return runWrapped(['sh', '-c', program.script, process.argv[0] ?? '', ...args], process);
    case 'tool':
      return findApplication(program.name)?.(process) ?? runTool(image, program.name, args, process);
    case 'stand-in':
      return process.machine.isOfFirst(process)
        ? runStandIn({ resolved: image, args, process }, process.machine.declared)
        : succeedForNothing(image.name)(process);
    case 'commands':
      return runCommand(image, program, args, process);
    case 'exit':
    case 'serve':
      return runDescribed(image, program, args, process);
  }
}

/** Borrows a GNU tool missing in the image. */
async function runTool({ image }: ResolvedImage, name: string, args: readonly string[], process: Process): Promise<number> {
  const borrowedMain = findTool(image.tools, name) === undefined ? findTool('gnu', name) : undefined;
  return borrowedMain === undefined ? process.replace([name, ...args]) : borrowedMain(process);
}

/** Runs the tool named by the first argument, or reports it as unknown. */
function runCommand(
  image: ResolvedImage,
  { by, otherwise }: Program & { type: 'commands' },
  args: readonly string[],
  process: Process,
): Promise<number> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(by, name) ? by[name] : undefined;
  return command === undefined ? runProgram(image, otherwise, args, process) : runProgram(image, command, rest, process);
}

/** Runs the command in the arguments after checking required environment variables. */
async function runScript(image: ResolvedImage, script: ScriptProgram, args: readonly string[], process: Process): Promise<number> {
  const { prepends } = script;
  const words = prepends?.before.test(args[0] ?? '') ? [...prepends.words, ...args] : args;
  const unmet = unmetRequirement(script, words, (name) => process.environment.get(name));
  if (unmet !== undefined) {
    await writeLines(unmet.lines, { resolved: image, args: words, process }, process.stderr);
    return unmet.code;
  }
  return runWrapped(words, process, prepends?.beforeUnknown === true && words === args ? [...prepends.words, ...args] : undefined);
}

/** Runs `args`, or `others` where the first of `args` is no executable. */
async function runWrapped(args: readonly string[], process: Process, others?: readonly string[]): Promise<number> {
  try {
    return await process.replace(args);
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    if (others !== undefined) return runWrapped(others, process);
    const isMissing = error.code === 'ENOENT';
    await writeMessage(process.stderr, `exec: ${args[0] ?? ''}: ${isMissing ? 'not found' : error.message}\n`);
    return isMissing ? 127 : 126;
  }
}
