/**
 * What an image is and does, as users write it: the spec of the API's `Image`. Durations are Go's (`20s`), amounts are quantities
 * (`64Mi`, `250m`). {@link compileImage} makes of it what a runtime carries out.
 */
export interface ImageDescription {
  /** `nginx`, `docker.io/library/nginx`, `registry.example.com/shop/web` */
  readonly repository: string;
  /** Which tags there are: names, or patterns with `*`, `?`, `[a-z]`, `{a,b}` and `{1..9}`. */
  readonly tags: readonly string[];
  /** What may follow a tag, each after a dash, in any number and order: `alpine`, `slim`. Patterns as well. */
  readonly variants?: readonly string[];
  /** 64Mi unless said. */
  readonly size?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** `1000`, `nginx`, `1000:1000`; root unless said. */
  readonly user?: string;
  readonly workingDir?: string;
  /** `SIGQUIT`; SIGTERM unless said. */
  readonly stopSignal?: string;
  readonly exposedPorts?: readonly number[];
  /** Which shell and commands it carries; `busybox` unless said. */
  readonly tools?: 'none' | 'busybox' | 'gnu';
  /** What its executables do, by base name. */
  readonly programs?: Readonly<Record<string, ProgramDescription>>;
}

/**
 * What an executable does. It serves until it is signalled, unless it `exits`, `runsArguments`, is a `tool` under another name, or has
 * `commands`, of which the first argument chooses one; '' is the command without arguments.
 * In lines `{{hostname}}`, `{{version}}` (that the tag names), `{{argument}}` (the first) and `{{now:rfc3339}}` are filled in.
 */
export interface ProgramDescription {
  /** How long it takes until it listens and has written its first lines. */
  readonly startsIn?: string;
  /** What it writes once it has started. */
  readonly output?: readonly string[];
  /** What it writes over and over. */
  readonly logs?: readonly LogDescription[];
  readonly listens?: readonly ListenerDescription[];
  /** How it takes signals, by name: `TERM`. Without a word about it TERM ends it with exit code 0. */
  readonly signals?: Readonly<Record<string, SignalDescription>>;
  /** It ends by itself. */
  readonly exits?: { readonly after?: string; readonly code?: number };
  /** How its runs fail, in order: the first run of the container, the second … Afterwards it does not fail. */
  readonly failures?: readonly FailureDescription[];
  /** From then on it answers nothing, writes nothing and takes no signal but KILL. */
  readonly hangsAfter?: string;
  readonly cpu?: UseDescription;
  readonly memory?: UseDescription;
  readonly runsArguments?: boolean;
  readonly tool?: string;
  readonly commands?: Readonly<Record<string, ProgramDescription>>;
  /** What it does with a first argument that is no command. */
  readonly otherwise?: ProgramDescription;
}

/** Lines that are written every so often. */
export interface LogDescription {
  readonly every: string;
  readonly line: string;
  readonly stream?: 'stdout' | 'stderr';
}

/** A port and what it answers. Times count from when the program has started. */
export interface ListenerDescription {
  readonly port: number;
  /** HTTP unless said. */
  readonly protocol?: 'HTTP' | 'HTTPS' | 'GRPC' | 'TCP';
  readonly opensAfter?: string;
  readonly hangsAfter?: string;
  /** Without any every path answers 200, unless there is a `folder`. Paths that are not named answer 404. */
  readonly answers?: readonly AnswerDescription[];
  /** The files of this folder are what other paths answer: `/usr/share/nginx/html`. */
  readonly folder?: string;
  /** What the server calls itself in its answers: `nginx/{{version}}`. */
  readonly server?: string;
  /** A line that is written for each HTTP request, with `{{client}}`, `{{request}}`, `{{status}}`, `{{size}}` and `{{agent}}` filled in. */
  readonly log?: string;
  /** What gRPC health checks say of the services; '' is the server. */
  readonly services?: Readonly<Record<string, 'SERVING' | 'NOT_SERVING'>>;
}

/** What a path answers from `after` on, until another answer to the same path takes its place. */
export interface AnswerDescription {
  readonly path: string;
  readonly after?: string;
  /** 200 unless said. */
  readonly status?: number;
  /** As lines of output it is filled in, and so are `{{address}}`, the pod's, `{{client}}`, `{{method}}` and `{{path}}`. */
  readonly body?: string;
}

/** How a signal is taken. */
export interface SignalDescription {
  /** It writes its output and goes on. */
  readonly ignore?: boolean;
  /** How long it takes to end. */
  readonly after?: string;
  readonly exitCode?: number;
  readonly output?: readonly string[];
}

/** How a run fails. */
export interface FailureDescription {
  readonly after?: string;
  /** 1 unless said. */
  readonly exitCode?: number;
  /** How many runs fail like this; all further ones unless said. */
  readonly times?: number;
  readonly output?: readonly string[];
}

/** How much of a resource a program uses over time. */
export interface UseDescription {
  readonly base?: string;
  /** How much more each second. */
  readonly growth?: string;
  /** Where growth ends. */
  readonly upTo?: string;
  readonly spikes?: readonly SpikeDescription[];
}

/** More for a while, once or again and again. */
export interface SpikeDescription {
  readonly at?: string;
  readonly for: string;
  readonly every?: string;
  readonly amount: string;
}
