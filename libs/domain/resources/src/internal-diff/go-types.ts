import { POD_TYPES } from './pod-types.ts';
import { VOLUME_TYPES } from './volume-types.ts';

/** Go type with the details for its JSON. `zero`: JSON of an absent value. */
export type GoType =
  | { readonly type: 'scalar'; readonly zero: string }
  | { readonly type: 'pointer' | 'slice' | 'map'; readonly of: GoType }
  | { readonly type: 'struct'; readonly fields: readonly GoField[] };

/** Field `name`, named `from` in the versioned type; '' for an embedded struct, whose fields are inlined. */
export interface GoField {
  readonly name: string;
  readonly from: string;
  readonly type: GoType;
  readonly embedded: boolean;
  readonly omitEmpty: boolean;
}

/**
 * Types with fields in order, each as `Name Type`. `Type` alone is embedded; `@from Type` is embedded with data from field `from`;
 * `Name=from` has another name in the versioned type; `name?` is omitted if empty.
 */
const STRUCTS: Readonly<Record<string, string>> = { ...POD_TYPES, ...VOLUME_TYPES };
const ZEROS: Readonly<Record<string, string>> = { string: '""', int: '0', bool: 'false', IntOrString: '0', Quantity: '"0"' };

const types = new Map<string, GoType>();

/** The type written `text`: `*int`, `[]Container`, `PodSpec`. */
export function goType(text: string): GoType {
  const type = types.get(text) ?? parseType(text);
  types.set(text, type);
  return type;
}

function parseType(text: string): GoType {
  const zero = ZEROS[text];
  if (zero !== undefined) return { type: 'scalar', zero };
  if (text.startsWith('*')) return { type: 'pointer', of: goType(text.slice(1)) };
  if (text.startsWith('[]')) return { type: 'slice', of: goType(text.slice(2)) };
  if (text === 'map[string]string') return { type: 'map', of: goType('string') };
  if (text === 'ResourceList') return { type: 'map', of: goType('Quantity') };
  const fields = STRUCTS[text];
  if (fields === undefined) throw new Error(`no such type: ${text}`);
  return { type: 'struct', fields: fields.split('; ').map(parseField) };
}

function parseField(text: string): GoField {
  const [head = '', type] = text.split(' ');
  if (type === undefined || head.startsWith('@')) {
    return { name: '', from: type === undefined ? '' : head.slice(1), type: goType(type ?? head), embedded: true, omitEmpty: false };
  }
  const [name = '', from = jsonName(name)] = head.replace('?', '').split('=');
  return { name, from, type: goType(type), embedded: false, omitEmpty: head.endsWith('?') };
}

/** `DNSPolicy` is `dnsPolicy`, `TTY` is `tty`, `HostPID` is `hostPID`. */
function jsonName(name: string): string {
  return name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (head) => head.toLowerCase());
}
