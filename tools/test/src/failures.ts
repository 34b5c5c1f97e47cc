import { stripVTControlCharacters } from 'node:util';

/** Longest line, in characters: a log of CI keeps the whole line. */
const LINE_CHARACTERS_MAX = 400;
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Part of a test run that failed: a test, a hook of a suite, a file, or the run itself. */
export interface Failure {
  /** From the outermost: path of the file, titles of suites, title of the test. */
  readonly place: readonly string[];
  /** Text of the error. Only its first line with text is printed. */
  readonly error: string;
}

/** Returns `FAILED: path > title: first line of the error`, one line without control characters. */
export function failureLine({ place, error }: Failure): string {
  const first = printable(error.split('\n').find((line) => printable(line) !== '') ?? 'no message');
  const line = `FAILED: ${place.map(printable).join(' > ')}: ${first}`;
  return line.length <= LINE_CHARACTERS_MAX ? line : `${line.slice(0, LINE_CHARACTERS_MAX - 4)} ...`;
}

function printable(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROL_CHARACTERS, ' ').trim();
}
