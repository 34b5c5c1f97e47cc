import type { Dialect } from './dialect.ts';

/** Syntax error of a script. Tokens include `end of file` and `newline`. */
export type SyntaxProblem =
  | { readonly type: 'unexpected'; readonly token: string; readonly expecting?: string }
  | { readonly type: 'unterminated'; readonly what: string }
  | { readonly type: 'other'; readonly message: string };

/** The script is not well-formed. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
  readonly problem: SyntaxProblem;
  readonly line: number;
  /** Script ended early: more text may complete it. */
  readonly isIncomplete: boolean;

  constructor(problem: SyntaxProblem, line: number) {
    super(problem.type);
    this.problem = problem;
    this.line = line;
    this.isIncomplete = problem.type === 'unterminated' || (problem.type === 'unexpected' && problem.token === END_OF_FILE);
  }
}

export const END_OF_FILE = 'end of file';

const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'fi', 'do', 'done', 'for', 'while', 'until', 'case', 'esac', 'in', '{', '}', '!']);

/** Message after shell name and line number. */
export function syntaxErrorText({ problem }: ShellSyntaxError, dialect: Dialect): string {
  if (problem.type === 'other') return dialect === 'bash' ? problem.message : `${prefix(dialect)}${problem.message}`;
  if (problem.type === 'unterminated') return unterminatedText(problem.what, dialect);
  if (dialect === 'bash') return bashText(problem.token);
  const token = quoted(problem.token);
  const expecting = problem.expecting === undefined ? '' : ` (expecting "${problem.expecting}")`;
  return `${prefix(dialect)}${dialect === 'dash' ? `${token} unexpected` : `unexpected ${token}`}${expecting}`;
}

function prefix(dialect: Dialect): string {
  return dialect === 'dash' ? 'Syntax error: ' : 'syntax error: ';
}

function bashText(token: string): string {
  return token === END_OF_FILE ? 'syntax error: unexpected end of file' : `syntax error near unexpected token \`${token}'`;
}

function unterminatedText(what: string, dialect: Dialect): string {
  if (dialect === 'bash') return `unexpected EOF while looking for matching \`${what}'`;
  if (what === '`') return `${prefix(dialect)}EOF in backquote substitution`;
  if (what === '}') return `${prefix(dialect)}${dialect === 'dash' ? 'Missing' : 'missing'} '}'`;
  return `${prefix(dialect)}${dialect === 'dash' ? 'U' : 'u'}nterminated quoted string`;
}

// The smaller shells tell reserved words and operators by name, and all other words alike.
function quoted(token: string): string {
  if (token === END_OF_FILE || token === 'newline') return token;
  if (/^\d*[<>]/.test(token)) return 'redirection';
  return KEYWORDS.has(token) || /^[;&|()]+$/.test(token) ? `"${token}"` : 'word';
}
