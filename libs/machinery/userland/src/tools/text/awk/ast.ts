/** The members of a union that have this kind. */
export type OfKind<T extends { readonly kind: string }, K extends string> = T extends unknown ? (K extends T['kind'] ? T : never) : never;

/** What can be assigned to. */
export type Place =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'element'; readonly array: string; readonly keys: readonly Expression[] }
  | { readonly kind: 'field'; readonly index: Expression };

/** Where `getline` takes its record from: the input, a file, or the output of a command. */
export type GetlineSource =
  | { readonly from: 'input' }
  | { readonly from: 'file'; readonly name: Expression }
  | { readonly from: 'command'; readonly command: Expression };

/** Operators that compute with two numbers. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
/** Operators that compare two values. */
export type Comparison = '<' | '<=' | '==' | '!=' | '>' | '>=';

/** What has a value. */
export type Expression =
  | Place
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'assign'; readonly target: Place; readonly operator: ArithmeticOperator | undefined; readonly value: Expression }
  | { readonly kind: 'step'; readonly target: Place; readonly by: 1 | -1; readonly isPrefix: boolean }
  | { readonly kind: 'choice'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'and' | 'or' | 'concatenate'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'match'; readonly negated: boolean; readonly text: Expression; readonly pattern: Expression }
  | { readonly kind: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly kind: 'not' | 'minus' | 'plus'; readonly operand: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'getline'; readonly source: GetlineSource; readonly target: Place | undefined }
  /** In parentheses, with commas: what `print` prints, or the keys before `in`. */
  | { readonly kind: 'list'; readonly items: readonly Expression[] };

/** Where `print` writes to. */
export interface Redirection {
  readonly to: '>' | '>>' | '|';
  readonly name: Expression;
}

/** What is done. */
export type Statement =
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'print' | 'printf'; readonly args: readonly Expression[]; readonly redirection: Redirection | undefined }
  | { readonly kind: 'if'; readonly condition: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly kind: 'while'; readonly condition: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly condition: Expression; readonly body: Statement }
  | {
      readonly kind: 'for';
      readonly first: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly next: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly kind: 'for-in'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'delete'; readonly array: string; readonly keys: readonly Expression[] | undefined }
  | { readonly kind: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly kind: 'exit' | 'return'; readonly value: Expression | undefined };

/** A pattern and what is done with records that it is for; without one, they are printed. */
export interface Rule {
  readonly pattern: 'BEGIN' | 'END' | Expression | { readonly from: Expression; readonly to: Expression } | undefined;
  readonly action: Statement | undefined;
}

/** A function of the program itself. */
export interface UserFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Statement;
}

/** A parsed program. */
export interface Program {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, UserFunction>;
}
