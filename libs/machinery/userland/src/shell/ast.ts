/** A piece of a word. */
export type WordPart =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  /** `~` or `~user` at the beginning of a word. */
  | { readonly type: 'tilde'; readonly user: string; readonly quoted: false }
  | ParameterPart
  | { readonly type: 'command'; readonly script: Script; readonly quoted: boolean }
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

/** `$name`, `${name}`, `${name:-word}` … */
export interface ParameterPart {
  readonly type: 'parameter';
  readonly name: string;
  /** `${name[subscript]}`, as bash has it. */
  readonly subscript?: Subscript;
  readonly quoted: boolean;
  readonly operator?: ParameterOperator;
  /** What stands after the operator. */
  readonly word?: Word;
  /** What stands after the second separator: the replacement of `/`, the length of a substring. */
  readonly second?: Word;
}

/** Element of an array; `@` and `*` are all of them. */
export type Subscript = '@' | '*' | Word;

/**
 * What `${name…}` does. `:-` and its like: when the variable is unset, or (with the colon) empty; `length` is `${#name}`; `#` to `%%` cut
 * a pattern off; `/` to `/%` replace one; `substring` is `${name:1:2}`; `^` to `,,` change case; `indirect` is `${!name}`;
 * `keys` is `${!name[@]}`.
 */
export type ParameterOperator =
  | (':-' | '-' | ':=' | '=' | ':+' | '+' | ':?' | '?')
  | ('#' | '##' | '%' | '%%' | '/' | '//' | '/#' | '/%' | '^' | '^^' | ',' | ',,')
  | ('length' | 'substring' | 'indirect' | 'keys');

/** One word before expansion. */
export type Word = readonly WordPart[];

/** `> file`, `2>&1`, `<< END`: where a descriptor of a command leads. */
export interface Redirect {
  readonly descriptor: number;
  readonly operator: '>' | '>>' | '<' | '<>' | '>|' | '>&' | '<&' | '&>' | '&>>' | 'text';
  /** The file or the other descriptor; for `text`, the here-document or here-string itself. */
  target: Word;
}

/** `NAME=value` before a command or instead of one. */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
  /** `NAME[subscript]=value` */
  readonly subscript?: Word;
  /** `NAME=(value [subscript]=value …)`; `value` is empty then. */
  readonly elements?: readonly ArrayElement[];
  /** `NAME+=value`, as bash has it. */
  readonly append?: true;
}

/** `value` or `[subscript]=value` between the parentheses of an array. */
export interface ArrayElement {
  readonly subscript?: Word;
  readonly value: Word;
}

/** `NAME=value … word … redirection …`. */
export interface SimpleCommand {
  readonly type: 'simple';
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  /** Arrays among the words of `declare`, `local` and their like: assigned when the command has run. */
  readonly declared?: readonly Assignment[];
  readonly redirects: readonly Redirect[];
}

/** What a loop, a branch, a group or a function definition is, without its redirections. */
export type CompoundCommand =
  | { readonly type: 'group'; readonly body: Script }
  | { readonly type: 'subshell'; readonly body: Script }
  | { readonly type: 'if'; readonly branches: readonly { condition: Script; body: Script }[]; readonly otherwise?: Script }
  | { readonly type: 'while'; readonly condition: Script; readonly until: boolean; readonly body: Script }
  | { readonly type: 'for'; readonly name: string; readonly items: readonly Word[] | undefined; readonly body: Script }
  | { readonly type: 'arithmetic-for'; readonly first: Word; readonly while: Word; readonly next: Word; readonly body: Script }
  | { readonly type: 'case'; readonly word: Word; readonly items: readonly CaseItem[] }
  | { readonly type: 'function'; readonly name: string; readonly body: Command }
  | { readonly type: 'arithmetic-command'; readonly expression: Word }
  | { readonly type: 'condition'; readonly condition: Condition };

/** `pattern | pattern) body ;;`. `falls` is what `;&` does. */
export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Script;
  readonly falls: boolean;
}

/** The inside of `[[ … ]]`. */
export type Condition =
  | { readonly type: 'not'; readonly operand: Condition }
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Word }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word };

/** A simple command or a compound one, with its redirections. */
export type Command = SimpleCommand | (CompoundCommand & { readonly redirects: readonly Redirect[] });

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
  /** As it was written, for `jobs`. */
  readonly text: string;
}

/** Lists one after the other: what a script, a branch or a loop body is. */
export type Script = readonly AndOr[];
