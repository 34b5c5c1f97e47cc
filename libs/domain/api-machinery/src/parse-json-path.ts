import type { JsonPath, JsonPathLiteral, JsonPathStep } from './json-path.ts';

/** Parsed path, or the problem of the text. */
export type ParsedJsonPath = { readonly path: JsonPath } | { readonly problem: string };

type ReadStep = { readonly steps: readonly JsonPathStep[]; readonly rest: string } | { readonly problem: string };

const RELAXED = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/;
const FIELD = /^\.((?:\\[\s\S]|[^\s.,[\]$@{}\\])*)/;
const FILTER = /^\[\?\(((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^"')])*)\)\]/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+)$/;
const BRACKET = /^\[([^\]\n]*)\]/;
const QUOTED = /^(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')/;
const SLICE = /^(-?\d*)(:-?\d*)?$/;

/**
 * Parses `{.status.phase}`, `.status.phase` or `status.phase`: fields, `['key']`, `[0]`, `[-1]`, `[1:3]`, `[*]` and filters, as used with
 * `kubectl wait`. Refuses recursive descent, unions and `range`. Models `get.RelaxedJSONPathExpression` and the parser of
 * `k8s.io/client-go/util/jsonpath`.
 */
export function parseJsonPath(expression: string): ParsedJsonPath {
  const match = RELAXED.exec(expression);
  if (match === null)
    return { problem: "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'" };
  return parseSteps(`.${match[1] ?? match[2] ?? ''}`);
}

function parseSteps(text: string): ParsedJsonPath {
  const path: JsonPathStep[] = [];
  for (let rest = text.replace(/^[ @$]+/, ''); rest !== ''; ) {
    const read = readStep(rest);
    if ('problem' in read) return read;
    path.push(...read.steps);
    rest = read.rest.replace(/^[ @$]+/, '');
  }
  return { path };
}

function readStep(text: string): ReadStep {
  if (text.startsWith('[?(')) return readFilter(text);
  if (text.startsWith('[')) return readBracket(text);
  if (text.startsWith('..')) return { problem: 'recursive descent is not supported' };
  const field = FIELD.exec(text);
  if (field === null) return { problem: unrecognized(text) };
  const name = (field[1] ?? '').replaceAll('\\', '');
  return { steps: [name === '*' ? { type: 'wildcard' } : { type: 'field', name }], rest: text.slice(field[0].length) };
}

function readBracket(text: string): ReadStep {
  const match = BRACKET.exec(text);
  if (match === null) return { problem: 'unterminated array' };
  const [whole, inner = ''] = match;
  const key = /^'([^']*)'$/.exec(inner);
  // Upstream reads a key in quotes as fields, too: its dots need a backslash.
  const jsonPath = key === null ? parseSlice(inner) : parseSteps(`.${key[1]}`);
  return 'problem' in jsonPath ? jsonPath : { steps: jsonPath.path, rest: text.slice(whole.length) };
}

function parseSlice(inner: string): ParsedJsonPath {
  const match = SLICE.exec(inner === '*' ? ':' : inner);
  if (match === null || inner === '') return { problem: `invalid array index ${inner}` };
  const [, start = '', end] = match;
  const last = end === undefined || end === ':' ? undefined : Number(end.slice(1));
  return { path: [{ type: 'slice', start: Number(start), end: last, single: end === undefined }] };
}

function readFilter(text: string): ReadStep {
  const match = FILTER.exec(text);
  if (match === null) return { problem: 'unterminated filter' };
  const [whole, inner = ''] = match;
  const [, leftText = inner, operator = 'exists', rightText] = COMPARISON.exec(inner) ?? [];
  const left = parseSteps(leftText);
  if ('problem' in left) return left;
  const right = rightText === undefined ? undefined : parseOperand(rightText.trim());
  if (right !== undefined && 'problem' in right) return right;
  const comparedPath = right === undefined ? undefined : 'path' in right ? right.path : right;
  return { steps: [{ type: 'filter', left: left.path, operator, right: comparedPath }], rest: text.slice(whole.length) };
}

function parseOperand(text: string): JsonPathLiteral | ParsedJsonPath {
  const quotedMatch = QUOTED.exec(text);
  if (quotedMatch !== null) return parseQuoted(quotedMatch, text);
  if (text === 'true' || text === 'false') return { literal: text === 'true' };
  if (/^[+-]?\d+(\.\d*)?$/.test(text)) return { literal: Number(text) };
  return parseSteps(text);
}

function parseQuoted([whole, double, single]: RegExpExecArray, text: string): JsonPathLiteral | ParsedJsonPath {
  const after = text.slice(whole.length).trim();
  if (after !== '') return { problem: unrecognized(after) };
  return { literal: (double ?? single ?? '').replace(/\\(.)/g, '$1') };
}

/** Formats a rune like Go's `%#U`. */
function unrecognized(text: string): string {
  const rune = text.codePointAt(0) as number;
  const hex = rune.toString(16).toUpperCase().padStart(4, '0');
  return `unrecognized character in action: U+${hex} '${String.fromCodePoint(rune)}'`;
}
