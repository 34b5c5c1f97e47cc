import type { ImageDescription } from './description/image-description.ts';
import type { Use } from './usage/use.ts';

/** Common fields of described programs. Times are ms since program start. */
export interface Life {
  /** Before, ports are closed and nothing is written. */
  readonly startsInMs?: number;
  readonly failures?: readonly Failure[];
  readonly needs?: readonly Need[];
  /** Processor use, millicores. */
  readonly cpu?: Use;
  /** Memory use, bytes. */
  readonly memory?: Use;
}

/**
 * Behavior of an executable.
 * - `serve` writes its lines and runs until a fatal signal.
 * - `exit` writes its lines and exits after a delay.
 * - `wrapper` runs its arguments, like `docker-entrypoint.sh` of many images: see {@link ScriptProgram}.
 * - `commands` selects a program by first argument ('' without one), else `otherwise`.
 * - `stand-in` follows the container's spec in its pod.
 * - `shell` runs a script in the shell of its image.
 * - `tool` is a command of the runtime (a shell, sleep, echo …) under another name.
 */
export type Program =
  | ServingProgram
  | ExitingProgram
  | ScriptProgram
  | { readonly type: 'commands'; readonly by: Readonly<Record<string, Program>>; readonly otherwise: Program }
  | { readonly type: 'shell'; readonly script: string }
  | { readonly type: 'tool'; readonly name: string }
  | { readonly type: 'stand-in' };

/** Entrypoint script: runs its arguments. */
export interface ScriptProgram {
  readonly type: 'wrapper';
  /** Words prepended to arguments whose first matches `before`, or is no executable if `beforeUnknown`. */
  readonly prepends?: { readonly words: readonly string[]; readonly before: RegExp; readonly beforeUnknown: boolean };
  readonly requires?: readonly Requirement[];
}

/** Environment variables required for a program. */
export interface Requirement {
  readonly program: string;
  /** Alternatives: variables with any value, or with `value`. */
  readonly anyOf: readonly { readonly name: string; readonly value?: string }[];
  /** Arguments without requirements. */
  readonly unless: readonly string[];
  readonly lines: readonly string[];
  readonly code: number;
}

/** Program that runs until signalled. */
export interface ServingProgram extends Life {
  readonly type: 'serve';
  readonly lines: readonly string[];
  /** Reactions by signal (`TERM`); other signals have their default effect. */
  readonly reactions: Readonly<Record<string, Reaction>>;
  readonly listens?: readonly Listener[];
  readonly logs?: readonly PeriodicLine[];
  /** Afterwards the program neither responds nor writes, and ignores signals. */
  readonly hangsAfterMs?: number;
}

/** Program that exits without a signal. */
export interface ExitingProgram extends Life {
  readonly type: 'exit';
  readonly lines: readonly string[];
  readonly code: number;
  readonly afterMs?: number;
  /** Signal for the first process of the container: `QUIT`. */
  readonly sends?: string;
}

/** Condition of a start: a file, the address of a host, or the value of an option. */
export type Need = { readonly lines: readonly string[]; readonly code: number } & (
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'host'; readonly name: string }
  | { readonly type: 'option'; readonly name: string; readonly values?: RegExp }
);

/** A line that is written again and again. */
export interface PeriodicLine {
  readonly everyMs: number;
  readonly line: string;
  readonly stream: 'stdout' | 'stderr';
}

/** End of `times` runs, counted from the container's first; Infinity means all further ones. */
export interface Failure {
  readonly afterMs: number;
  readonly exitCode: number;
  readonly times: number;
  readonly lines: readonly string[];
}

/** Port with its responses. Times count from its opening. */
export interface Listener {
  readonly port: number;
  /** Options and variables with another port number. */
  readonly portFrom?: readonly string[];
  /** `tcp` echoes its input. `any` speaks HTTP, HTTPS, gRPC or TCP like its client. `redis` stores keys. */
  readonly speaks: 'http' | 'https' | 'grpc' | 'redis' | 'tcp' | 'any';
  /** Before, connections are refused. */
  readonly opensAfterMs?: number;
  /** Afterwards, connections are accepted but get no response. */
  readonly hangsAfterMs?: number;
  /** HTTP responses by path, otherwise 404; absent: status 200 on all paths. */
  readonly paths?: Readonly<Record<string, readonly PathAnswer[]>>;
  /** Response body of all paths when `paths` is absent. */
  readonly page?: string;
  /** Folder served on other paths. */
  readonly folder?: string;
  /** How long each HTTP request takes one processor. */
  readonly takesMs?: number;
  /** `Server` header. */
  readonly server?: string;
  /** Log line of each HTTP request. */
  readonly log?: string;
  /** Status of gRPC health checks by service; `''` is the server. Default: SERVING. */
  readonly health?: Readonly<Record<string, 'SERVING' | 'NOT_SERVING'>>;
}

/** Response of a path, valid from `afterMs` until the next list entry. */
export interface PathAnswer {
  readonly afterMs: number;
  readonly status: number;
  readonly body: string;
}

/** Reaction to a signal: after a delay writes lines, then exits with a code unless it continues. */
export interface Reaction {
  readonly goesOn: boolean;
  readonly code: number;
  readonly lines: readonly string[];
  readonly afterMs: number;
}

/** Which of the runtime's own commands an image carries: none (distroless), BusyBox's, or GNU's with bash. */
export type Tools = 'none' | 'busybox' | 'gnu';

/** Simulated image. Placeholders such as `{{now}}`, `{{hostname}}` and `{{version}}` are expanded when a line is written. */
export interface Image {
  /** `docker.io/library/nginx` */
  readonly repository: string;
  /** Valid tags, anchored. */
  readonly tags: RegExp;
  readonly sizeBytes: number;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** `1000`, `nginx:nginx`; '' is root. */
  readonly user: string;
  /** '' is the root folder. */
  readonly workingDir: string;
  /** `SIGTERM` */
  readonly stopSignal: string;
  readonly tools: Tools;
  /** Versions by tag without variants; '' for tags without a version. */
  readonly versions: Readonly<Record<string, string>>;
  /** Only its name is described. */
  readonly isBare: boolean;
  /** Undescribed programs run as stand-ins. */
  readonly isStandIn: boolean;
  /** Executables beside the tools, by base name. */
  readonly programs: Readonly<Record<string, Program>>;
  /** Source description. */
  readonly description: ImageDescription;
}

/** First requirement not met by a command line. */
export function unmetRequirement(
  { requires = [] }: ScriptProgram,
  [program = '', ...args]: readonly string[],
  variable: (name: string) => string | undefined,
): Requirement | undefined {
  const isMet = ({ name, value }: Requirement['anyOf'][number]) =>
    value === undefined ? Boolean(variable(name)) : variable(name) === value;
  return requires.find(
    (requirement) =>
      requirement.program === program && !args.some((arg) => requirement.unless.includes(arg)) && !requirement.anyOf.some(isMet),
  );
}

/** Path of a description that matches all other paths. */
const OTHER_PATHS = '/*';

/** Response of a path `ageMs` after the port's opening; 404 for an unknown path. */
export function answerAt({ paths, page = '' }: Listener, path: string, ageMs: number): PathAnswer {
  if (paths === undefined) return { afterMs: 0, status: 200, body: page };
  const answers = (Object.hasOwn(paths, path) ? paths[path] : paths[OTHER_PATHS]) ?? [];
  return answers.findLast(({ afterMs }) => afterMs <= ageMs) ?? { afterMs: 0, status: 404, body: '' };
}

/** Failure of run number `attempt` (from 0) of a container; undefined for a successful run. */
export function failureOf({ failures = [] }: Life, attempt: number): Failure | undefined {
  let before = 0;
  return failures.find(({ times }) => {
    before += times;
    return attempt < before;
  });
}
