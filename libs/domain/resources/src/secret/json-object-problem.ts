/**
 * Why `text` is no JSON object, in the words of Go's `encoding/json` as far as they tell nothing of the content;
 * undefined when it is one.
 */
export function jsonObjectProblem(text: string): string | undefined {
  if (text.trim() === '') return 'unexpected end of JSON input';
  const value = parse(text);
  if (value === unparsable) return startProblem(text.trim());
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  return `json: cannot unmarshal ${goTypeOf(value)} into Go value of type map[string]interface {}`;
}

const unparsable = Symbol('unparsable');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unparsable;
  }
}

function startProblem(text: string): string {
  const first = text[0] as string;
  if ('{["-0123456789tfn'.includes(first)) return 'invalid JSON';
  return `invalid character '${first}' looking for beginning of value`;
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
