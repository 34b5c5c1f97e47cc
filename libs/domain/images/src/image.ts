/**
 * What an executable of an image does.
 * - `serve` writes its lines and runs until it is signalled; `onTerm: 'ignore'` is a process that does not handle TERM as PID 1.
 * - `exit` writes its lines and ends.
 * - `wrapper` runs its arguments, as the `docker-entrypoint.sh` of many images does.
 * - `tool` is one of the runtime's own commands (a shell, sleep, echo …) under another name.
 */
export type Program =
  | { readonly kind: 'serve'; readonly lines: readonly string[]; readonly onTerm: OnTerm; readonly port?: number }
  | { readonly kind: 'exit'; readonly lines: readonly string[]; readonly code: number }
  | { readonly kind: 'wrapper' }
  | { readonly kind: 'tool'; readonly name: string };

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
