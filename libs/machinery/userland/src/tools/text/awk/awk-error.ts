/** Syntax or runtime error of a program. `line` counts from 1. */
export class AwkError extends Error {
  override readonly name = 'AwkError';
  readonly line: number;
  /** Offending source text; undefined when the message suffices. */
  readonly near: string | undefined;

  /** Detected at the end of the program. */
  readonly isAtEnd: boolean;

  constructor(message: string, line: number, { near, isAtEnd = false }: { readonly near?: string; readonly isAtEnd?: boolean } = {}) {
    super(message);
    this.line = line;
    this.near = near;
    this.isAtEnd = isAtEnd;
  }
}
