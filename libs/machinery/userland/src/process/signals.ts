/** The signals of Linux that processes here can be sent, by number. */
const NUMBERS = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ABRT: 6,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  WINCH: 28,
} as const;

/** A signal by its name without `SIG`. */
export type Signal = keyof typeof NUMBERS;

/** The number of a signal: `128 + n` is the exit code of whom it ends. */
export function signalNumber(signal: Signal): number {
  return NUMBERS[signal];
}

/** The signal that people mean by `TERM`, `SIGTERM`, `term` or `15`; undefined when there is none. */
export function signalNamed(text: string): Signal | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  return (Object.keys(NUMBERS) as Signal[]).find((signal) => signal === name || String(NUMBERS[signal]) === text);
}

/** Whether a process that does nothing about the signal is ended by it. */
export function isDeadly(signal: Signal): boolean {
  return signal !== 'CHLD' && signal !== 'CONT' && signal !== 'WINCH';
}

/** Whether a text is the name of a signal without `SIG`. */
export function isSignal(text: string): text is Signal {
  return Object.hasOwn(NUMBERS, text);
}
