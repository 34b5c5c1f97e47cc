/** A piece of a word. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** `$name`, `${name}`, `${name:-word}` … */
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly quoted: boolean;
      readonly operator?: ParameterOperator;
      readonly word?: Word;
    }
  | { readonly kind: 'command'; readonly script: Script; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

/** What `${name…}` does when the variable is unset, or (with the colon) empty; `#` is its length. */
export type ParameterOperator = ':-' | '-' | ':=' | '=' | ':+' | '+' | ':?' | '?' | '#';

/** One word before expansion. */
export type Word = readonly WordPart[];

/** `> file`, `2>&1`: where a descriptor of a command leads. */
export interface Redirect {
  /** 0, 1 or 2. */
  readonly descriptor: number;
  readonly operator: '>' | '>>' | '<' | '>&';
  readonly target: Word;
}

/** `NAME=value` before a command or instead of one. */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** A simple command or a compound one, with its redirections. */
export type Command =
  | {
      readonly kind: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: 'group'; readonly body: Script; readonly subshell: boolean; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'if';
      readonly branches: readonly { condition: Script; body: Script }[];
      readonly otherwise?: Script;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: 'while';
      readonly condition: Script;
      readonly until: boolean;
      readonly body: Script;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly items: readonly Word[] | undefined;
      readonly body: Script;
      readonly redirects: readonly Redirect[];
    };

/** Commands joined by `|`, perhaps negated by `!`. */
export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** Pipelines joined by `&&` and `||`; `operators[i]` stands before `pipelines[i + 1]`. */
export interface AndOr {
  readonly pipelines: readonly Pipeline[];
  readonly operators: readonly ('&&' | '||')[];
  readonly background: boolean;
}

/** Lists one after the other: what a script, a branch or a loop body is. */
export type Script = readonly AndOr[];
