/** A failure that scripts led to. */
export interface Crash {
  /** Command line and stack. */
  readonly what: string;
  /** Place in the code; each place is reported once. */
  readonly place: string;
}

/** Lines of a stack that identify a place. */
const PLACE_LINES = 3;

/** A failure of a command, or of no process. */
export function crashOf(command: string, stack: string): Crash {
  return { what: `${command.slice(0, 300)}\n${stack}`, place: stack.split('\n').slice(0, PLACE_LINES).join('\n') };
}
