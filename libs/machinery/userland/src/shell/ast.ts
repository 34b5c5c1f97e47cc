export type WordPart =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  /** Leading `~` or `~user` of a word. */
  | { readonly type: 'tilde'; readonly user: string; readonly quoted: false }
  | ParameterPart
  | { readonly type: 'command'; readonly script: Script; readonly quoted: boolean }
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

/** `$name`, `${name}`, `${name:-word}` … */
export interface ParameterPart {
  readonly type: 'parameter';
  readonly name: string;
  /** `${name[subscript]}` (bash). */
  readonly subscript?: Subscript;
  readonly quoted: boolean;
  readonly operator?: ParameterOperator;
  /** Word after the operator. */
  readonly word?: Word;
  /** Word after the second separator: replacement of `/`, length of a substring. */
  readonly second?: Word;
}

/** Array subscript; `@` and `*` select all elements. */
export type Subscript = '@' | '*' | Word;

/**
 * Operator of `${name…}`. `:-` and similar test for an unset or (with colon) empty variable; `length` is `${#name}`; `#` to `%%` remove a
 * pattern; `/` to `/%` replace one; `substring` is `${name:1:2}`; `^` to `,,` change case; `indirect` is `${!name}`; `keys` is
 * `${!name[@]}`.
 */
export type ParameterOperator =
  | (':-' | '-' | ':=' | '=' | ':+' | '+' | ':?' | '?')
  | ('#' | '##' | '%' | '%%' | '/' | '//' | '/#' | '/%' | '^' | '^^' | ',' | ',,')
  | ('length' | 'substring' | 'indirect' | 'keys');

/** Unexpanded word. */
export type Word = readonly WordPart[];

/** `> file`, `2>&1`, `<< END`: where a descriptor of a command leads. */
export interface Redirect {
  readonly descriptor: number;
  readonly operator: '>' | '>>' | '<' | '<>' | '>|' | '>&' | '<&' | '&>' | '&>>' | 'text';
  /** The file or the other descriptor; for `text`, the here-document or here-string itself. */
  target: Word;
}

/** `NAME=value` before or without a command. */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
  /** `NAME[subscript]=value` */
  readonly subscript?: Word;
  /** `NAME=(value [subscript]=value …)`; `value` is empty then. */
  readonly elements?: readonly ArrayElement[];
  /** `NAME+=value` (bash). */
  readonly append?: true;
}

/** `value` or `[subscript]=value` in array parentheses. */
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
  /** Arrays among the arguments of `declare` or `local`: assigned after the command. */
  readonly declared?: readonly Assignment[];
  readonly redirects: readonly Redirect[];
}

/** Loop, branch, group or function definition, without redirections. */
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

/** `pattern | pattern) body ;;`. `falls` stands for `;&`. */
export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Script;
  readonly falls: boolean;
}

/** Expression inside `[[ … ]]`. */
export type Condition =
  | { readonly type: 'not'; readonly operand: Condition }
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Word }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word };

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
  /** Source text, for `jobs`. */
  readonly text: string;
}

/** Sequence of lists: a script, branch or loop body. */
export type Script = readonly AndOr[];
