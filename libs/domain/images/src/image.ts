import type { ImageDescription } from './description/image-description.ts';
import type { Use } from './usage/use.ts';

/** What all programs that run by a description have. Times are in ms since the program was started. */
export interface Life {
  /** Until then it has no open ports and has written nothing. */
  readonly startsInMs?: number;
  readonly failures?: readonly Failure[];
  /** What it uses, in thousandths of a processor. */
  readonly cpu?: Use;
  /** What it uses, in bytes. */
  readonly memory?: Use;
}

/**
 * What an executable of an image does.
 * - `serve` writes its lines and runs until a signal ends it.
 * - `exit` writes its lines and ends after a while.
 * - `wrapper` runs its arguments, as the `docker-entrypoint.sh` of many images does: see {@link ScriptProgram}.
 * - `commands` is a program whose first argument ('' for none) says what it does; others do what `otherwise` does.
 * - `stand-in` does what the pod's own spec expects of the container.
 * - `tool` is one of the runtime's own commands (a shell, sleep, echo …) under another name.
 */
export type Program =
  | ServingProgram
  | ExitingProgram
  | ScriptProgram
  | { readonly type: 'commands'; readonly by: Readonly<Record<string, Program>>; readonly otherwise: Program }
  | { readonly type: 'tool'; readonly name: string }
  | { readonly type: 'stand-in' };

/** An entrypoint script: it runs its arguments. */
export interface ScriptProgram {
  readonly type: 'wrapper';
  /** Words that it puts before arguments of which the first matches, or is no executable where `beforeUnknown`. */
  readonly prepends?: { readonly words: readonly string[]; readonly before: RegExp; readonly beforeUnknown: boolean };
  readonly requires?: readonly Requirement[];
}

/** Variables that a script requires before it runs a program. */
export interface Requirement {
  readonly program: string;
  /** Variables of which one must have a value, or the one that is named here. */
  readonly anyOf: readonly { readonly name: string; readonly value?: string }[];
  /** Arguments with which nothing is required. */
  readonly unless: readonly string[];
  readonly lines: readonly string[];
  readonly code: number;
}

/** A program that runs until it is signalled. */
export interface ServingProgram extends Life {
  readonly type: 'serve';
  readonly lines: readonly string[];
  /** How it takes signals, by name (`TERM`); those that are not here are not handled. */
  readonly reactions: Readonly<Record<string, Reaction>>;
  readonly listens?: readonly Listener[];
  readonly logs?: readonly PeriodicLine[];
  /** From then on it answers nothing, writes nothing and takes no signal. */
  readonly hangsAfterMs?: number;
}

/** A program that ends by itself. */
export interface ExitingProgram extends Life {
  readonly type: 'exit';
  readonly lines: readonly string[];
  readonly code: number;
  readonly afterMs?: number;
}

/** A line that is written again and again. */
export interface PeriodicLine {
  readonly everyMs: number;
  readonly line: string;
  readonly stream: 'stdout' | 'stderr';
}

/** How so many runs of a program end, counted from the container's first; Infinity is all further ones. */
export interface Failure {
  readonly afterMs: number;
  readonly exitCode: number;
  readonly times: number;
  readonly lines: readonly string[];
}

/** A port that a program listens on, and what it answers. Times count from when the port is opened. */
export interface Listener {
  readonly port: number;
  /** Options and variables that another port may come from. */
  readonly portFrom?: readonly string[];
  /** `tcp` accepts connections, and answers in neither HTTP nor gRPC. `any` speaks the protocol of its client. */
  readonly speaks: 'http' | 'https' | 'grpc' | 'tcp' | 'any';
  /** Until then connections are refused. */
  readonly opensAfterMs?: number;
  /** From then on connections are taken and nothing is answered. */
  readonly hangsAfterMs?: number;
  /** HTTP answers by path, others being 404; without it every path is 200. */
  readonly paths?: Readonly<Record<string, readonly PathAnswer[]>>;
  /** Body of the answer at every path when `paths` is absent. */
  readonly page?: string;
  /** Other paths are the files of this folder. */
  readonly folder?: string;
  /** How long each HTTP request takes one processor. */
  readonly takesMs?: number;
  /** What the server calls itself. */
  readonly server?: string;
  /** A line that is written for each HTTP request. */
  readonly log?: string;
  /** What gRPC health checks say of the services by name; `''` is the server. Without it the server is SERVING. */
  readonly health?: Readonly<Record<string, 'SERVING' | 'NOT_SERVING'>>;
}

/** What a path answers from `afterMs` on, until the next answer of the list. */
export interface PathAnswer {
  readonly afterMs: number;
  readonly status: number;
  readonly body: string;
}

/** How a serving program takes a signal: after a while it writes its lines, and unless it goes on it ends with a code. */
export interface Reaction {
  readonly goesOn: boolean;
  readonly code: number;
  readonly lines: readonly string[];
  readonly afterMs: number;
}

/** Which of the runtime's own commands an image carries: none (distroless), BusyBox's, or GNU's with bash. */
export type Tools = 'none' | 'busybox' | 'gnu';

/** A simulated image. `{{now}}`, `{{hostname}}` and `{{version}}` in lines are filled in when they are written. */
export interface Image {
  /** `docker.io/library/nginx` */
  readonly repository: string;
  /** Which tags there are. Matched against the whole tag. */
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
  /** Versions by tag without variants; '' is for tags that name none. */
  readonly versions: Readonly<Record<string, string>>;
  /** Nothing but its name is described. */
  readonly isBare: boolean;
  /** Programs that it does not have run as stand-ins. */
  readonly isStandIn: boolean;
  /** Executables beside the tools, by base name. */
  readonly programs: Readonly<Record<string, Program>>;
  /** What it was made of. */
  readonly description: ImageDescription;
}

/** The requirement that words which a script is about to run do not meet. */
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

/** What a path answers `ageMs` after the port was opened: 404 for a path that is not there. */
export function answerAt({ paths, page = '' }: Listener, path: string, ageMs: number): PathAnswer {
  if (paths === undefined) return { afterMs: 0, status: 200, body: page };
  const answers = Object.hasOwn(paths, path) ? (paths[path] ?? []) : [];
  return answers.findLast(({ afterMs }) => afterMs <= ageMs) ?? { afterMs: 0, status: 404, body: '' };
}

/** How run number `attempt` (from 0) of a container fails; undefined when it does not. */
export function failureOf({ failures = [] }: Life, attempt: number): Failure | undefined {
  let before = 0;
  return failures.find(({ times }) => {
    before += times;
    return attempt < before;
  });
}
