import type { FieldTable } from './field-table.ts';

/** Max columns of a line, as in biome.json. */
const COLUMNS_MAX = 140;

/** Returns the text of `protobuf-fields.json`, with sorted messages. */
export function tableText(table: FieldTable): string {
  const entries = Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{\n${entries.map(([name, fields]) => entryText(name, fields)).join(',\n')}\n}\n`;
}

/** Text as Biome formats it: an array stands in one line if the line has room for it and a comma. */
function entryText(name: string, fields: readonly string[]): string {
  const texts = fields.map((field) => JSON.stringify(field));
  const line = `  ${JSON.stringify(name)}: [${texts.join(', ')}]`;
  return line.length < COLUMNS_MAX ? line : `  ${JSON.stringify(name)}: [\n${texts.map((text) => `    ${text}`).join(',\n')}\n  ]`;
}
