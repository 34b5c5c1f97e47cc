import { FileError, type Files, type FileTree } from '@klockwork/files';
import type { ResolvedImage } from '@klockwork/images';
import type { ContainerSpec } from '@klockwork/pod-lifecycle';
import { type LoadedProgram, loadExecutable } from './process/executable.ts';
import type { Host } from './process/simulated-process.ts';
import { missingProgram } from './programs.ts';

/** Where a process that no other one starts is to run. */
interface ProgramPlace {
  readonly spec: ContainerSpec;
  readonly resolved: ResolvedImage;
  readonly host: Host;
  readonly tree: FileTree;
  /** The tree as its user sees it; its working folder is set here. */
  readonly files: Files;
  readonly environment: ReadonlyMap<string, string>;
  /** Whether it is the first process of its container. */
  readonly isFirst: boolean;
}

/** Goes to the working folder, which is made where there is none, and finds the executable; the runtime's text when there is none. */
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

/** How runc says that an executable cannot be run. */
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
