import type { JsonSchema } from '../json-schema.ts';
import { valueSchema } from '../json-schema.ts';

/** Parts of `.a['b']`. */
const STEP = /\.([^.[\]]+)|\['((?:\\.|[^'\\])*)'\]/y;
const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', "'": "'", '\\': '\\' };

/** Returns a rule's path as errors print it; undefined for one that names no field. Models `ValidFieldPath`. */
export function normalizeFieldPath(path: string, schema: JsonSchema): string | undefined {
  let at = 0;
  let text = '';
  let node: JsonSchema | undefined = schema;
  while (at < path.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null || node === undefined) return undefined;
    const name = match[1] ?? unescapeName(match[2] ?? '');
    if (name === undefined) return undefined;
    const isNamed: boolean = node.properties !== undefined;
    node = isNamed ? node.properties?.[name] : valueSchema(node);
    if (node === undefined) return undefined;
    text += isNamed ? `${text === '' ? '' : '.'}${name}` : `[${name}]`;
    at = STEP.lastIndex;
  }
  return text;
}

function unescapeName(text: string): string | undefined {
  const wrong = /\\[^abfnrtv'\\]/.test(text);
  return wrong ? undefined : text.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}
