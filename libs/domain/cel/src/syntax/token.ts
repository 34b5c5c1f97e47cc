import type { Value } from '../values/value.ts';

/** Kinds of tokens, named as cel-go's grammar prints them; punctuation is its own kind. */
export type TokenKind = 'EOF' | 'IDENTIFIER' | 'NUM_INT' | 'NUM_UINT' | 'NUM_FLOAT' | 'STRING' | 'BYTES' | 'ESC_IDENTIFIER' | (string & {});

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

/** Literal, or a description of its fault. */
export type LiteralResult = { readonly value: Value } | { readonly problem: string };
