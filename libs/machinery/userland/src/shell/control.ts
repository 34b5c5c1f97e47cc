import type { Dialect } from './dialect.ts';

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

/** Error with the end of a shell, or of one interactive line. Its message follows the shell name. */
export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** Fork failed at the process limit: the shell ends. */
export class ForkError extends ShellError {}

/** Exit code of each shell after an expansion error. */
export function errorCode(dialect: Dialect): number {
  return dialect === 'bash' ? 1 : 2;
}
