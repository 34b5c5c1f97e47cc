/** A program that is not well-formed, or that went wrong as it ran. `line` counts from 1. */
export class AwkError extends Error {
  override readonly name = 'AwkError';
  readonly line: number;
  /** What was in the way, as it is written; undefined when the message says all. */
  readonly near: string | undefined;

  /** It came to light at the end of the program. */
  readonly isAtEnd: boolean;

  constructor(message: string, line: number, { near, isAtEnd = false }: { readonly near?: string; readonly isAtEnd?: boolean } = {}) {
    super(message);
    this.line = line;
    this.near = near;
    this.isAtEnd = isAtEnd;
  }
}
