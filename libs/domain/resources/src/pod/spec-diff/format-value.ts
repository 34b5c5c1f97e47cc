import { compareText, goQuote, parseQuantity } from '@klockwork/api-machinery';
import { fieldOf, isNil, type Json } from './compare.ts';
import type { GoType } from './go-types.ts';
import { braces, line, type TextNode, type TextRecord } from './text-node.ts';

/** `whole` writes types out, as for what one side alone has; `bare` leaves them to the reader. */
export type Style = 'whole' | 'bare';

const NANO = 10n ** 9n;

/** A value as Go writes it, with what is zero left out of structs. `inList`: the list around it has told the type. */
export function formatValue(type: GoType, value: Json, style: Style, inList = false): TextNode {
  switch (type.kind) {
    case 'scalar':
      return line(scalarText(type.name, value));
    case 'quantity':
      return typed(type, quantityText(value, style), style, inList);
    case 'pointer':
      if (isNil(value)) return line('nil');
      return { kind: 'wrap', prefix: '&', value: formatValue(type.to, value, style, inList), suffix: '' };
    case 'struct':
      return typed(type, braces(fieldRecords(type, value, style)), style, inList);
    default:
      if (isNil(value)) return line('nil');
      return typed(type, braces(itemRecords(type, value, style)), style, inList);
  }
}

/** Puts the type before a value where the style asks for it. */
export function typed(type: GoType, text: TextNode, style: Style, inList: boolean): TextNode {
  return style === 'bare' || inList ? text : { kind: 'wrap', prefix: type.name, value: text, suffix: '' };
}

/** True when Go holds the zero value, which structs do not show. */
export function isZero(type: GoType, value: Json): boolean {
  if (type.kind === 'struct') return type.fields.every((field) => isZero(field.type, fieldOf(value, field.json)));
  if (type.kind === 'scalar') return isNil(value) || value === '' || value === 0 || value === false;
  return isNil(value);
}

function fieldRecords(type: GoType & { kind: 'struct' }, value: Json, style: Style): TextRecord[] {
  return type.fields
    .filter((field) => !isZero(field.type, fieldOf(value, field.json)))
    .map((field) => ({ key: field.name, value: formatValue(field.type, fieldOf(value, field.json), style) }));
}

function itemRecords(type: GoType & { kind: 'slice' | 'map' }, value: Json, style: Style): TextRecord[] {
  if (type.kind === 'slice') return (value as Json[]).map((item) => ({ value: formatValue(type.of, item, style, true) }));
  const entries = Object.entries(value as Record<string, Json>).sort(([a], [b]) => compareText(a, b));
  return entries.map(([key, item]) => ({ key: type.mark + goQuote(key), value: formatValue(type.of, item, style, true) }));
}

function scalarText(name: string, value: Json): string {
  if (name === 'int') return String(value ?? 0);
  if (name === 'bool') return String(value ?? false);
  if (name === 'IntOrString') return typeof value === 'string' ? `{Type: 1, StrVal: ${goQuote(value)}}` : `{IntVal: ${value ?? 0}}`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : goQuote(String(value ?? ''));
}

/** A quantity shows its insides: the number, its decimal scale, and the text it was read from where reading kept it. */
function quantityText(value: Json, style: Style): TextNode {
  const text = String(value ?? '0');
  const { nanos, format } = parseQuantity(text);
  const [, digits = '', suffix = ''] = /^([0-9]+)([a-zA-Z]*)$/.exec(text) ?? [];
  const scale = { n: -9, u: -6, m: -3 }[suffix] ?? 0;
  const amount = scale === 0 ? nanos / NANO : BigInt(digits);
  const inside = [...(amount === 0n ? [] : [`value: ${amount}`]), ...(scale === 0 ? [] : [`scale: ${scale}`])].join(', ');
  const number = inside === '' ? [] : [{ key: 'i', value: line(`${style === 'whole' ? 'resource.int64Amount' : ''}{${inside}}`) }];
  const keepsText = format === 'BinarySI' ? Number(digits) % 8 !== 0 : !digits.endsWith('000');
  return braces([
    ...number,
    ...(keepsText ? [{ key: 's', value: line(goQuote(text)) }] : []),
    { key: 'Format', value: line(goQuote(format)) },
  ]);
}
