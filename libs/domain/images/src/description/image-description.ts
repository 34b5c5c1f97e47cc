/**
 * Image as users describe it: spec of the API's `Image`. Durations use Go syntax (`20s`), amounts are quantities (`64Mi`, `250m`). {@link
 * compileImage} compiles it for runtimes.
 */
export interface ImageDescription {
  /**
   * `nginx`, `docker.io/library/nginx`, `registry.example.com/shop/web`; or a pattern: `ghcr.io/**`, `quay.io/my-*`, `*`. Names win over patterns,
   * and the pattern with the longest literal text over others.
   */
  readonly repository: string;
  /** Which tags there are: names, or patterns with `*`, `?`, `[a-z]`, `{a,b}` and `{1..9}`. */
  readonly tags: readonly string[];
  /** Tag suffixes, each after a dash, in any number and order: `alpine`, `slim`. Patterns are allowed. */
  readonly variants?: readonly string[];
  /** Default 64Mi. */
  readonly size?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** `1000`, `nginx`, `1000:1000`; root unless said. */
  readonly user?: string;
  readonly workingDir?: string;
  /** `SIGQUIT`; default SIGTERM. */
  readonly stopSignal?: string;
  readonly exposedPorts?: readonly number[];
  /** Versions by tag, without variants: `{ '1.29': '1.29.3', '': '1.29.3' }`; '' is for tags that name no version, such as `latest`. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Shell and commands of the image; default `busybox`. */
  readonly tools?: 'none' | 'busybox' | 'gnu';
  /** Undescribed programs run as stand-ins. Default true for an image without entrypoint, command and programs. */
  readonly standIn?: boolean;
  /** Programs by base name. */
  readonly programs?: Readonly<Record<string, ProgramDescription>>;
}

/**
 * Behavior of an executable. Serves until signalled, unless it `exits`, `runsArguments`, runs a `script`, is a `tool` under another name,
 * or has `commands` selected by its first argument; '' is the command without arguments. Lines may contain `{{hostname}}`, `{{version}}` (of the
 * tag), `{{image}}`, `{{argument}}` (the first), `{{arguments}}`, `{{now:rfc3339}}` and `{{value:-text TEXT 'none'}}` (first option or
 * variable with a value, or the quoted text).
 */
export interface ProgramDescription {
  /** Delay until ports open and first lines are written. */
  readonly startsIn?: string;
  /** Lines written after the start. */
  readonly output?: readonly string[];
  /** Lines written periodically. */
  readonly logs?: readonly LogDescription[];
  readonly listens?: readonly ListenerDescription[];
  /** Reactions by signal name: `TERM`. Default: TERM ends the program with exit code 0. */
  readonly signals?: Readonly<Record<string, SignalDescription>>;
  /** Exits without a signal. */
  readonly exits?: { readonly after?: string; readonly code?: number };
  /** Signal for the first process of the container, as of `nginx -s quit`: `QUIT`. For a program that `exits`. */
  readonly sends?: string;
  /** Failures in order: first run of the container, second run … Later runs succeed. */
  readonly failures?: readonly FailureDescription[];
  /** Conditions of its start, in order. */
  readonly needs?: readonly NeedDescription[];
  /** Afterwards the program neither responds nor writes, and ignores all signals except KILL. */
  readonly hangsAfter?: string;
  readonly cpu?: UseDescription;
  readonly memory?: UseDescription;
  readonly runsArguments?: boolean;
  /** Words prepended to certain arguments. For a program that `runsArguments`. */
  readonly prepends?: PrependDescription;
  /** Programs with required environment variables. For a program that `runsArguments`. */
  readonly requires?: readonly RequirementDescription[];
  /** Script for the image's shell, with the program's name as `$0` and its arguments as `$1` … */
  readonly script?: string;
  readonly tool?: string;
  readonly commands?: Readonly<Record<string, ProgramDescription>>;
  /** Behavior for a first argument that matches no command. */
  readonly otherwise?: ProgramDescription;
}

/** Words prepended by an entrypoint script: `mongod` before `--bind_ip`. */
export interface PrependDescription {
  readonly words: readonly string[];
  /** Beginnings or ends of the first argument: `-*`, `*.conf`. `-*` unless given. */
  readonly before?: readonly string[];
  /** Also before a first argument that is no executable of the image. */
  readonly beforeUnknown?: boolean;
}

/** Environment variables required by an entrypoint script for a program. */
export interface RequirementDescription {
  /** Program with the requirement: `postgres`. */
  readonly program: string;
  /** Alternatives: variables with any value (`POSTGRES_PASSWORD`), or with a certain value (`POSTGRES_HOST_AUTH_METHOD=trust`). */
  readonly anyOf: readonly string[];
  /** Arguments without requirements: `--version`. */
  readonly unless?: readonly string[];
  /** Error lines for an unmet requirement. */
  readonly output?: readonly string[];
  /** Default 1. */
  readonly exitCode?: number;
}

/** Condition of a program's start: exactly one of `file`, `host` and `option`. Without it the program prints its output and ends. */
export interface NeedDescription {
  /** Path that must exist: `/etc/app/tls.crt`, `{{value:--tls-cert}}`. An empty path needs nothing. */
  readonly file?: string;
  /** Name that must have an address: `hello`. */
  readonly host?: string;
  /** Option that must have a value: `--target`. */
  readonly option?: string;
  /** Beginnings or ends of the option's value in any case: `deployment/*`. Every value unless given. */
  readonly values?: readonly string[];
  /** Lines on the error output. */
  readonly output?: readonly string[];
  /** 1 unless given. */
  readonly exitCode?: number;
}

export interface LogDescription {
  readonly every: string;
  readonly line: string;
  readonly stream?: 'stdout' | 'stderr';
}

/** Port with its responses. Times count from the end of the start-up. */
export interface ListenerDescription {
  readonly port: number;
  /** Sources of another port number, in order: options (`--port 80`, `--port=80`), variables (`PORT`). A value may be an address, `:80`. */
  readonly portFrom?: readonly string[];
  /** Default HTTP. ANY detects the client's protocol. REDIS stores keys while its program runs. */
  readonly protocol?: 'HTTP' | 'HTTPS' | 'GRPC' | 'REDIS' | 'TCP' | 'ANY';
  readonly opensAfter?: string;
  readonly hangsAfter?: string;
  /** Default: status 200 on all paths, unless `folder` is set. Unlisted paths respond 404. */
  readonly answers?: readonly AnswerDescription[];
  /** Folder served on all other paths: `/usr/share/nginx/html`. */
  readonly folder?: string;
  /** How long each HTTP request takes one processor: `60ms`. */
  readonly takes?: string;
  /** `Server` header: `nginx/{{version}}`. */
  readonly server?: string;
  /**
   * A line that is written for each HTTP request, with `{{client}}`, `{{request}}`, `{{status}}`, `{{size}}`, `{{agent}}`, `{{requests}}`
   * (their number) and `{{uptime}}` (seconds since the port was opened) filled in.
   */
  readonly log?: string;
  /** Status of gRPC health checks by service; '' is the whole server. */
  readonly services?: Readonly<Record<string, 'SERVING' | 'NOT_SERVING'>>;
}

/** Response of a path, valid from `after` until a later response replaces this one. */
export interface AnswerDescription {
  /** `/healthz`; `/*` for all paths that have no other answer. */
  readonly path: string;
  readonly after?: string;
  /** Default 200. */
  readonly status?: number;
  /** Placeholders as in output lines, plus `{{address}}` (of the pod), `{{client}}`, `{{method}}` and `{{path}}`. */
  readonly body?: string;
}

/** Reaction to a signal. */
export interface SignalDescription {
  /** Writes output and continues. */
  readonly ignore?: boolean;
  /** Delay before exit. */
  readonly after?: string;
  readonly exitCode?: number;
  readonly output?: readonly string[];
}

export interface FailureDescription {
  readonly after?: string;
  /** Default 1. */
  readonly exitCode?: number;
  /** Number of failing runs; default: all further runs. */
  readonly times?: number;
  readonly output?: readonly string[];
}

/** Resource use of a program over time. */
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
