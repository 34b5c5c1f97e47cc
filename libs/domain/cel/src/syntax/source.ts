/** Line (from 1) and column (from 0, in code points) of a place in an expression. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** Error of compilation at an offset of the expression. */
export interface SourceError {
  readonly offset: number;
  readonly message: string;
}

/** Max errors that a report lists; models cel-go `common.Errors`. */
const ERRORS_MAX = 100;
/** Max length of a line that a report quotes. */
const SNIPPET_LENGTH_MAX = 16_384;

/** Returns the location of an offset, in code units, of `text`. */
function locate(text: string, offset: number): Location {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return { line, column: [...before.slice(lineStart)].length };
}

/** Renders errors as cel-go does: `ERROR: <input>:1:6: …`, the line, and a marker below its column. */
export function renderErrors(text: string, errors: readonly SourceError[]): string {
  const locatedErrors = errors.slice(0, ERRORS_MAX).map((error) => ({ ...error, ...locate(text, error.offset) }));
  locatedErrors.sort((a, b) => a.line - b.line || a.column - b.column);
  const reports = locatedErrors.map((error) => render(text, error));
  if (errors.length > ERRORS_MAX) reports.push(`${errors.length - ERRORS_MAX} more errors were truncated`);
  return reports.join('\n');
}

function render(text: string, error: SourceError & Location): string {
  const head = `ERROR: <input>:${error.line}:${error.column + 1}: ${error.message}`;
  const snippet = text.split('\n')[error.line - 1]?.replaceAll('\t', ' ');
  if (snippet === undefined || snippet.length > SNIPPET_LENGTH_MAX) return head;
  const characters = [...snippet];
  const dots = characters.slice(0, error.column).map((character) => (isAscii(character) ? '.' : '\uff0e'));
  const marker = isAscii(characters[error.column] ?? ' ') ? '^' : '\uff3e';
  return `${head}\n | ${snippet}\n | ${dots.join('')}${marker}`;
}

function isAscii(character: string): boolean {
  return (character.codePointAt(0) ?? 0) < 0x80;
}
