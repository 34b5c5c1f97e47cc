import { RE2JS } from 're2js';

/** Compiled pattern with the syntax and the meaning of Go's `regexp`; matches in linear time. */
export interface RegularExpression {
  /** Returns whether any part of the text matches. */
  test(text: string): boolean;
}

/** Returns the compiled pattern, or the problem as Go words it. */
export function compilePattern(pattern: string): RegularExpression | { readonly problem: string } {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { problem: error.message };
  }
}
