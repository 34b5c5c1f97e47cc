import { RE2JS, RE2JSSyntaxException } from 're2js';
import { type FunctionDeclaration, type Implementation, member } from '../checker/function.ts';
import { INT, listOf, STRING } from '../types/type.ts';
import { CelError, ListValue } from '../values/value.ts';

/** Compiled pattern; matching takes linear time. */
export interface Regex {
  test(text: string): boolean;
  find(text: string): string | undefined;
  findAll(text: string, limit: number): string[];
}

/** Number of compiled patterns that are kept. */
const CACHE_MAX = 1_000;
const cache = new Map<string, Regex | CelError>();

/** Compiles a pattern in the syntax of RE2; an error with Go's words for an invalid one. */
export function compileRegex(pattern: string): Regex | CelError {
  const compiledRegex = cache.get(pattern);
  if (compiledRegex !== undefined) return compiledRegex;
  if (cache.size >= CACHE_MAX) cache.clear();
  const regex = compile(pattern);
  cache.set(pattern, regex);
  return regex;
}

function compile(pattern: string): Regex | CelError {
  try {
    const compiledJs = RE2JS.compile(pattern);
    return {
      test: (text) => compiledJs.matcher(text).find(),
      find: (text) => findAll(compiledJs, text, 1)[0],
      findAll: (text, limit) => findAll(compiledJs, text, limit),
    };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return new CelError(error.message);
  }
}

function findAll(regex: RE2JS, text: string, limit: number): string[] {
  const matches: string[] = [];
  const matcher = regex.matcher(text);
  while (matches.length !== limit && matcher.find()) matches.push(matcher.group() ?? '');
  return matches;
}

const find: Implementation = (text, pattern) => {
  const regex = compileRegex(pattern as string);
  return regex instanceof CelError ? new CelError(`Illegal regex: ${regex.message}`) : (regex.find(text as string) ?? '');
};

const findEvery: Implementation = (text, pattern, limit = -1n) => {
  const regex = compileRegex(pattern as string);
  if (regex instanceof CelError) return new CelError(`Illegal regex: ${regex.message}`);
  return new ListValue(regex.findAll(text as string, Number(limit)));
};

/** Kubernetes' regular expressions. */
export const regexes: readonly FunctionDeclaration[] = [
  { name: 'find', evaluate: find, overloads: [member('string_find_string', [STRING, STRING], STRING)] },
  {
    name: 'findAll',
    evaluate: findEvery,
    overloads: [
      member('string_find_all_string', [STRING, STRING], listOf(STRING)),
      member('string_find_all_string_int', [STRING, STRING, INT], listOf(STRING)),
    ],
  },
];
