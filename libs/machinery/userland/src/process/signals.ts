/** Linux numbers of supported signals. */
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

/** Signal name without `SIG`. */
export type Signal = keyof typeof NUMBERS;

/** Signal number; exit code `128 + n` reports it. */
export function signalNumber(signal: Signal): number {
  return NUMBERS[signal];
}

/** Parses `TERM`, `SIGTERM`, `term` or `15`; undefined when unknown. */
export function signalNamed(text: string): Signal | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  return (Object.keys(NUMBERS) as Signal[]).find((signal) => signal === name || String(NUMBERS[signal]) === text);
}

/** Returns whether the default disposition of a signal ends a process. */
export function isDeadly(signal: Signal): boolean {
  return signal !== 'CHLD' && signal !== 'CONT' && signal !== 'WINCH';
}

/** Returns whether a text is a signal name without `SIG`. */
export function isSignal(text: string): text is Signal {
  return Object.hasOwn(NUMBERS, text);
}
