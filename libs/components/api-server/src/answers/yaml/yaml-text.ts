import { sortedKeys } from './sorted-keys.ts';
import { type Place, scalarText } from './yaml-scalar.ts';

type Mapping = Readonly<Record<string, unknown>>;
type Branch = Mapping | readonly unknown[];

const STEP = '  ';
/** A longer key, in UTF-16 units, stands behind a question mark, on a line of its own. */
const SIMPLE_KEY_MAX = 128;

/**
 * A value of JSON as YAML: keys sorted, long lines folded, a list below its key and not further in.
 * Models `sigs.k8s.io/yaml.JSONToYAML`, letter for letter.
 */
export function yamlText(value: unknown): string {
  return isBranch(value) ? branchText(value, '') : leafText(value, { column: 0, indent: STEP });
}

/** Each of its lines begins with `indent`. */
function branchText(branch: Branch, indent: string): string {
  if (Array.isArray(branch)) return branch.map((item) => `${indent}- ${besideMark(item, indent)}`).join('');
  const mapping = branch as Mapping;
  return sortedKeys(mapping)
    .map((key) => `${indent}${entryText(key, mapping[key], indent)}`)
    .join('');
}

function entryText(key: string, value: unknown, indent: string): string {
  const place = { column: indent.length + STEP.length, indent: indent + STEP };
  if (key.length > SIMPLE_KEY_MAX || /[\n\r]/.test(key)) return `? ${leafText(key, place)}${indent}: ${besideMark(value, indent)}`;
  const name = `${scalarText(key, { ...place, key: true })}:`;
  if (!isBranch(value)) return `${name} ${leafText(value, { ...place, column: indent.length + name.length + 1 })}`;
  return `${name}\n${branchText(value, Array.isArray(value) ? indent : place.indent)}`;
}

/** What follows a dash, or the colon of a key that has its own line: a branch begins on the same line. */
function besideMark(value: unknown, indent: string): string {
  const place = { column: indent.length + STEP.length, indent: indent + STEP };
  return isBranch(value) ? branchText(value, place.indent).slice(place.column) : leafText(value, place);
}

/** With the end of its line. */
function leafText(value: unknown, place: Place): string {
  if (typeof value !== 'object' || value === null) return `${scalarText(value, place)}\n`;
  return Array.isArray(value) ? '[]\n' : '{}\n';
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
