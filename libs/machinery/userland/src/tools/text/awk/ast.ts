export type OfType<T extends { readonly type: string }, K extends string> = T extends unknown ? (K extends T['type'] ? T : never) : never;

/** Assignable expression. */
export type Place =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'element'; readonly array: string; readonly keys: readonly Expression[] }
  | { readonly type: 'field'; readonly index: Expression };

/** Source of a `getline` record: input, file, or command output. */
export type GetlineSource =
  | { readonly type: 'input' }
  | { readonly type: 'file'; readonly name: Expression }
  | { readonly type: 'command'; readonly command: Expression };

/** Operators that compute with two numbers. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
/** Operators that compare two values. */
export type Comparison = '<' | '<=' | '==' | '!=' | '>' | '>=';

export type Expression =
  | Place
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | { readonly type: 'assign'; readonly target: Place; readonly operator: ArithmeticOperator | undefined; readonly value: Expression }
  | { readonly type: 'step'; readonly target: Place; readonly by: 1 | -1; readonly isPrefix: boolean }
  | { readonly type: 'choice'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: 'and' | 'or' | 'concatenate'; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'match'; readonly negated: boolean; readonly text: Expression; readonly pattern: Expression }
  | { readonly type: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly type: 'not' | 'minus' | 'plus'; readonly operand: Expression }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | { readonly type: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'getline'; readonly source: GetlineSource; readonly target: Place | undefined }
  /** Parenthesized list: arguments of `print`, or keys before `in`. */
  | { readonly type: 'list'; readonly items: readonly Expression[] };

/** Output of `print`. */
export interface Redirection {
  readonly to: '>' | '>>' | '|';
  readonly name: Expression;
}

export type Statement =
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'expression'; readonly value: Expression }
  | { readonly type: 'print' | 'printf'; readonly args: readonly Expression[]; readonly redirection: Redirection | undefined }
  | { readonly type: 'if'; readonly condition: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly type: 'while'; readonly condition: Expression; readonly body: Statement }
  | { readonly type: 'do'; readonly condition: Expression; readonly body: Statement }
  | {
      readonly type: 'for';
      readonly first: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly next: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly type: 'for-in'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly type: 'delete'; readonly array: string; readonly keys: readonly Expression[] | undefined }
  | { readonly type: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly type: 'exit' | 'return'; readonly value: Expression | undefined };

/** Pattern and action; the default action prints the record. */
export interface Rule {
  readonly pattern: 'BEGIN' | 'END' | Expression | { readonly from: Expression; readonly to: Expression } | undefined;
  readonly action: Statement | undefined;
}

/** User-defined function. */
export interface UserFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface Program {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, UserFunction>;
}
