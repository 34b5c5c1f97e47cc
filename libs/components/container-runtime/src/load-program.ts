import { FileError, type Files, type FileTree } from '@klockwork/files';
import type { ResolvedImage } from '@klockwork/images';
import type { ContainerSpec } from '@klockwork/pod-lifecycle';
import { type LoadedProgram, loadExecutable } from './process/executable.ts';
import type { Host } from './process/simulated-process.ts';
import { missingProgram } from './programs.ts';

/** Execution context of a process started by the runtime. */
interface ProgramPlace {
  readonly spec: ContainerSpec;
  readonly resolved: ResolvedImage;
  readonly host: Host;
  readonly tree: FileTree;
  /** File tree under the process's user; `loadProgram` sets its working folder. */
  readonly files: Files;
  readonly environment: ReadonlyMap<string, string>;
  /** First process of its container. */
  readonly isFirst: boolean;
}

/** Creates and enters the working folder, then loads the executable. Returns the runtime's error text for a missing executable. */
export function loadProgram(
  argv: readonly string[],
  { spec, resolved, host, tree, files, environment, isFirst }: ProgramPlace,
): LoadedProgram | string {
  const folder = spec.workingDir ?? (resolved.image.workingDir || '/');
  try {
    if (!files.exists(folder)) tree.root.makeFolders(folder, 0o755);
    files.changeDirectory(folder);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return `chdir to cwd ("${folder}") set in config.json failed: ${lowerFirst(error.message)}`;
  }
  try {
    return loadExecutable(files, environment, argv, {
      named: (name) => host.program(name),
      missing: () => missingProgram(resolved, isFirst),
    });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return cannotExecute(argv[0] ?? '', error);
  }
}

/** Error text of runc. */
function cannotExecute(executable: string, { code, message }: FileError): string {
  if (code === 'ENOEXEC') return 'exec format error';
  if (code === 'EACCES' || code === 'EISDIR') return `exec: "${executable}": ${lowerFirst(message)}`;
  return executable.includes('/')
    ? `exec: "${executable}": stat ${executable}: ${lowerFirst(message)}`
    : `exec: "${executable}": executable file not found in $PATH`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
