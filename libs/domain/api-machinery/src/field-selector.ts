import { compareText } from './go-text.ts';
import { statusErrors } from './status-errors.ts';

/** Condition of a field selector. An empty `value` equals an absent field. */
export interface FieldRequirement {
  readonly field: string;
  readonly op: '=' | '!=';
  readonly value: string;
}

/** Models `k8s.io/apimachinery/pkg/fields/selector.go`. */
export const fieldSelector = {
  /**
   * Reads a `fieldSelector` parameter: terms with `=`, `==` or `!=`, commas between them, a backslash before `\`, `,` and `=` in values.
   * Throws ApiError 400 with upstream's text.
   */
  parse(text: string): FieldRequirement[] {
    return splitTerms(text)
      .filter((term) => term !== '')
      .sort(compareText)
      .map((term) => parseTerm(text, term));
  },

  /** Returns whether an object matches all requirements; `read` returns its fields as text. */
  matches(requirements: readonly FieldRequirement[], read: (field: string) => string): boolean {
    return requirements.every(({ field, op, value }) => (read(field) === value) === (op === '='));
  },
};

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === ',') {
      terms.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function parseTerm(selector: string, term: string): FieldRequirement {
  const match = /^(.*?)(!=|==|=)(.*)$/su.exec(term);
  if (match === null) throw statusErrors.badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
  const [, field = '', operator, rest = ''] = match;
  return { field, op: operator === '!=' ? '!=' : '=', value: unescapeValue(rest) };
}

function unescapeValue(text: string): string {
  let value = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === ',' || char === '=')
      throw statusErrors.badRequest(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    if (char !== '\\') {
      value += char;
      continue;
    }
    at += 1;
    value += unescapeAt(text, at);
  }
  return value;
}

function unescapeAt(text: string, at: number): string {
  const char = text[at];
  if (char === '\\' || char === ',' || char === '=') return char;
  throw statusErrors.badRequest(`invalid field selector: invalid escape sequence: \\${char ?? ''}`);
}
