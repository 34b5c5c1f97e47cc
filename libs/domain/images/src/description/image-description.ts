/**
 * What an image is and does, as users write it: the spec of the API's `Image`. Durations are Go's (`20s`), amounts are quantities
 * (`64Mi`, `250m`). {@link compileImage} makes of it what a runtime carries out.
 */
export interface ImageDescription {
  /**
   * `nginx`, `docker.io/library/nginx`, `registry.example.com/shop/web`; or a pattern: `ghcr.io/**`, `quay.io/my-*`, `*`. Names win over patterns,
   * and the pattern with the longest literal text over others.
   */
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
  /** Versions by tag, without variants: `{ '1.29': '1.29.3', '': '1.29.3' }`; '' is for tags that name no version, such as `latest`. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Which shell and commands it carries; `busybox` unless said. */
  readonly tools?: 'none' | 'busybox' | 'gnu';
  /** Programs that it does not describe run as a stand-in does. True unless given for an image without entrypoint, command and programs. */
  readonly standIn?: boolean;
  /** What its executables do, by base name. */
  readonly programs?: Readonly<Record<string, ProgramDescription>>;
}

/**
 * What an executable does. It serves until it is signalled, unless it `exits`, `runsArguments`, is a `tool` under another name, or has
 * `commands`, of which the first argument chooses one; '' is the command without arguments.
 * In lines `{{hostname}}`, `{{version}}` (that the tag leads to), `{{image}}`, `{{argument}}` (the first), `{{arguments}}`, `{{now:rfc3339}}` and
 * `{{value:-text TEXT 'none'}}` (of the first option or variable that is set, or the quoted text) are filled in.
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
  /** Words that it puts before arguments that begin in certain ways. For a program that `runsArguments`. */
  readonly prepends?: PrependDescription;
  /** Programs that it does not run unless their environment says something. For a program that `runsArguments`. */
  readonly requires?: readonly RequirementDescription[];
  readonly tool?: string;
  readonly commands?: Readonly<Record<string, ProgramDescription>>;
  /** What it does with a first argument that is no command. */
  readonly otherwise?: ProgramDescription;
}

/** Words that an entrypoint script puts before its arguments: `mongod` before `--bind_ip`. */
export interface PrependDescription {
  readonly words: readonly string[];
  /** Beginnings or ends of the first argument: `-*`, `*.conf`. `-*` unless given. */
  readonly before?: readonly string[];
  /** Also before a first argument that is no executable of the image. */
  readonly beforeUnknown?: boolean;
}

/** Variables that an entrypoint script requires before it runs a program. */
export interface RequirementDescription {
  /** The program that the requirement is for: `postgres`. */
  readonly program: string;
  /** Variables of which one must have a value (`POSTGRES_PASSWORD`), or a certain one (`POSTGRES_HOST_AUTH_METHOD=trust`). */
  readonly anyOf: readonly string[];
  /** Arguments with which nothing is required: `--version`. */
  readonly unless?: readonly string[];
  /** Lines on the error output when the requirement is not met. */
  readonly output?: readonly string[];
  /** 1 unless given. */
  readonly exitCode?: number;
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
  /** Where another port may come from: options (`--port 80`, `--port=80`) and then variables (`PORT`), in this order. A value may be an address, `:80`. */
  readonly portFrom?: readonly string[];
  /** HTTP unless given. ANY speaks the protocol of its client. */
  readonly protocol?: 'HTTP' | 'HTTPS' | 'GRPC' | 'TCP' | 'ANY';
  readonly opensAfter?: string;
  readonly hangsAfter?: string;
  /** Without any every path answers 200, unless there is a `folder`. Paths that are not named answer 404. */
  readonly answers?: readonly AnswerDescription[];
  /** The files of this folder are what other paths answer: `/usr/share/nginx/html`. */
  readonly folder?: string;
  /** How long each HTTP request takes one processor: `60ms`. */
  readonly takes?: string;
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
