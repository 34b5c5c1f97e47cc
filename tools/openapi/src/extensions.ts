/** OpenAPI schema keys missing in the declarations. */
export type Extension = Readonly<Record<string, unknown>>;

const FORMATS = new Set(['int32', 'int64', 'double', 'byte', 'date-time']);

/**
 * Reads an entry of `extensions.json`: words such as `int32`, `atomic-list`, `set`, `map(containerPort,protocol)`,
 * `atomic-map`, `patch=merge(name)`, `default="TCP"`. Throws on a word it does not know.
 */
export function readExtension(text: string): Extension {
  return Object.assign({}, ...text.split(' ').map(readWord));
}

function readWord(word: string): Extension {
  if (FORMATS.has(word)) return { format: word };
  if (word === 'set') return { 'x-kubernetes-list-type': 'set' };
  if (word === 'atomic-list') return { 'x-kubernetes-list-type': 'atomic' };
  if (word === 'atomic-map') return { 'x-kubernetes-map-type': 'atomic' };
  if (word === 'granular-map') return { 'x-kubernetes-map-type': 'granular' };
  if (word.startsWith('default=')) return { default: JSON.parse(word.slice('default='.length)) };
  const keyedMatch = /^map\(([\w,]+)\)$/.exec(word);
  if (keyedMatch !== null) return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': (keyedMatch[1] as string).split(',') };
  const patch = /^patch=([\w,]+)(?:\((\w+)\))?$/.exec(word);
  if (patch === null) throw new Error(`an extension of an unknown form: ${word}`);
  const strategy = { 'x-kubernetes-patch-strategy': patch[1] };
  return patch[2] === undefined ? strategy : { ...strategy, 'x-kubernetes-patch-merge-key': patch[2] };
}
