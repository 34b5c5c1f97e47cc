import type { FieldTable } from './field-table.ts';

/** Max columns of a line, as in biome.json. */
const COLUMNS_MAX = 140;

/**
 * Returns the text of `protobuf-fields.json`: messages from the descriptors of kubectl, and messages that kubectl lacks. Throws for a
 * message in both.
 */
export function tableText(described: FieldTable, additional: FieldTable): string {
  const twice = Object.keys(additional).filter((name) => name in described);
  if (twice.length > 0) throw new Error(`kubectl describes ${twice.join(', ')}: delete them from additional-messages.json`);
  const entries = Object.entries({ ...described, ...additional }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{\n${entries.map(([name, fields]) => entryText(name, fields)).join(',\n')}\n}\n`;
}

/** Text as Biome formats it: an array stands in one line if the line has room for it and a comma. */
function entryText(name: string, fields: readonly string[]): string {
  const texts = fields.map((field) => JSON.stringify(field));
  const line = `  ${JSON.stringify(name)}: [${texts.join(', ')}]`;
  return line.length < COLUMNS_MAX ? line : `  ${JSON.stringify(name)}: [\n${texts.map((text) => `    ${text}`).join(',\n')}\n  ]`;
}
