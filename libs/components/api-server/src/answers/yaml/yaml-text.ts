import { isSimpleKey } from './simple-key.ts';
import { sortedKeys } from './sorted-keys.ts';
import { type Place, scalarText } from './yaml-scalar.ts';

type Mapping = Readonly<Record<string, unknown>>;
type Branch = Mapping | readonly unknown[];

const STEP = '  ';

/**
 * A value of JSON as YAML: keys sorted, long lines folded, a list below its key and not further in.
 * Models `sigs.k8s.io/yaml.JSONToYAML`, letter for letter.
 */
export function yamlText(value: unknown): string {
  const parts: string[] = [];
  if (isBranch(value)) writeBranch(parts, value, '');
  else parts.push(leafText(value, { column: 0, indent: STEP }));
  return parts.join('');
}

/** Writes each entry after `indent`, the first after `lead`. */
function writeBranch(parts: string[], branch: Branch, indent: string, lead = indent): void {
  let before = lead;
  for (const key of Array.isArray(branch) ? branch.keys() : sortedKeys(branch as Mapping)) {
    parts.push(before);
    if (typeof key === 'string') writeEntry(parts, key, (branch as Mapping)[key], indent);
    else writeBeside(parts, '- ', (branch as readonly unknown[])[key], indent);
    before = indent;
  }
}

function writeEntry(parts: string[], key: string, value: unknown, indent: string): void {
  const place = { column: indent.length + STEP.length, indent: indent + STEP };
  if (!isSimpleKey(key)) {
    parts.push(`? ${leafText(key, place)}${indent}`);
    writeBeside(parts, ': ', value, indent);
    return;
  }
  const name = `${scalarText(key, { ...place, key: true })}:`;
  parts.push(name);
  if (!isBranch(value)) parts.push(' ', leafText(value, { ...place, column: indent.length + name.length + 1 }));
  else {
    parts.push('\n');
    writeBranch(parts, value, Array.isArray(value) ? indent : place.indent);
  }
}

/** Writes a value after a dash or colon; branches start on the same line. */
function writeBeside(parts: string[], mark: string, value: unknown, indent: string): void {
  const place = { column: indent.length + STEP.length, indent: indent + STEP };
  parts.push(mark);
  if (isBranch(value)) writeBranch(parts, value, place.indent, '');
  else parts.push(leafText(value, place));
}

/** Includes the final line break. */
function leafText(value: unknown, place: Place): string {
  if (typeof value !== 'object' || value === null) return `${scalarText(value, place)}\n`;
  return Array.isArray(value) ? '[]\n' : '{}\n';
}

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
