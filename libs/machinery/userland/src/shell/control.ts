import type { Dialect } from './dialect.ts';

/** Leaves the shell with a code. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}

/** Leaves a function or a sourced file. */
export class Return extends Error {
  readonly code: number;
  constructor(code: number) {
    super('return');
    this.code = code;
  }
}

/** Leaves, or begins anew, the `levels`th loop around. */
export class LoopJump extends Error {
  readonly kind: 'break' | 'continue';
  readonly levels: number;
  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/** An error that ends a shell, or the line at hand of one that people type into. The message goes after its name. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** A shell may have no more processes: it ends, whatever it was about to do. */
export class ForkError extends ShellError {}

/** With what code each shell ends after an error of expansion. */
export function errorCode(dialect: Dialect): number {
  return dialect === 'bash' ? 1 : 2;
}
