import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROOTS } from '../roots.ts';
import { type FieldTable, fieldTable } from './field-table.ts';
import { messagesIn } from './file-descriptors.ts';
import { tableText } from './table-text.ts';

/**
 * Generates the protobuf field table from a kubectl up to 1.34:
 * node tools/openapi/src/protobuf/main.ts PATH/TO/kubectl
 * Run after adding kinds; Git tracks the table. `additional-messages.json` describes messages of other programs (apiextensions, kube-aggregator),
 * whose descriptors kubectl lacks.
 */
const [program] = process.argv.slice(2);
if (program === undefined) {
  console.error('usage: node tools/openapi/src/protobuf/main.ts PATH/TO/kubectl');
  process.exit(2);
}

const target = fileURLToPath(new URL('../../../../libs/domain/api-machinery/src/protobuf-fields.json', import.meta.url));
const pointersFile = new URL('../../../../libs/domain/openapi/src/pointers.json', import.meta.url);
const pointers = JSON.parse(readFileSync(pointersFile, 'utf8')) as Record<string, string[]>;
/** JSON only: clients send neither patches nor watch events in protobuf. */
const additional = JSON.parse(readFileSync(new URL('./additional-messages.json', import.meta.url), 'utf8')) as FieldTable;
const roots = ROOTS.filter((name) => name !== 'meta.v1.Patch' && !(name in additional));
writeFileSync(target, tableText(fieldTable(messagesIn(readFileSync(program)), roots, pointers), additional));
