/** Crash caused by scripts. */
export interface Crash {
  /** Command line and stack. */
  readonly what: string;
  /** Place in the code; each place is reported once. */
  readonly place: string;
}

/** Stack lines that identify a crash location. */
const PLACE_LINES = 3;

/** Crash of a command, or outside of any process. */
export function crashOf(command: string, stack: string): Crash {
  return { what: `${command.slice(0, 300)}\n${stack}`, place: stack.split('\n').slice(0, PLACE_LINES).join('\n') };
}
