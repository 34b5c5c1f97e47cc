/**
 * What an executable of an image does.
 * - `serve` writes its lines and runs until it is signalled; `onTerm: 'ignore'` is a process that does not handle TERM as PID 1.
 * - `exit` writes its lines and ends.
 * - `wrapper` runs its arguments, as the `docker-entrypoint.sh` of many images does.
 * - `commands` is a program whose first argument says what it does; without one it is `usually`.
 * - `tool` is one of the runtime's own commands (a shell, sleep, echo …) under another name.
 */
export type Program =
  | { readonly kind: 'serve'; readonly lines: readonly string[]; readonly onTerm: OnTerm; readonly listens?: readonly Listener[] }
  | { readonly kind: 'exit'; readonly lines: readonly string[]; readonly code: number }
  | { readonly kind: 'wrapper' }
  | { readonly kind: 'commands'; readonly usually: string; readonly by: Readonly<Record<string, Program>> }
  | { readonly kind: 'tool'; readonly name: string };

/** A port that a program listens on, and what it answers. Times count from the program's start. */
export interface Listener {
  readonly port: number;
  /** `tcp` takes connections, and says nothing that HTTP or gRPC would understand. */
  readonly speaks: 'http' | 'https' | 'grpc' | 'tcp';
  /** Until then connections are refused. */
  readonly opensAfterMs?: number;
  /** From then on connections are taken and nothing is answered. */
  readonly hangsAfterMs?: number;
  /** HTTP statuses by path, others being 404; without it every path is 200. */
  readonly paths?: Readonly<Record<string, HttpStatus>>;
  /** What gRPC health checks say of the services by name; `''` is the server. Without it the server is SERVING. */
  readonly health?: Readonly<Record<string, 'SERVING' | 'NOT_SERVING'>>;
}

/** A status that stays, or that changes once. */
export type HttpStatus = number | { readonly first: number; readonly afterMs: number; readonly later: number };

/** How a serving program takes its stop signal. */
export type OnTerm = 'ignore' | { readonly code: number; readonly lines: readonly string[] };

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
  readonly tools: Tools;
  /** Executables beside the tools, by base name. */
  readonly programs: Readonly<Record<string, Program>>;
}
