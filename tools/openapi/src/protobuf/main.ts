import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROOTS } from '../roots.ts';
import { fieldTable } from './field-table.ts';
import { messagesIn } from './file-descriptors.ts';

/**
 * Generates the protobuf field table from a kubectl up to 1.34:
 * node tools/openapi/src/protobuf/main.ts PATH/TO/kubectl
 * Run after adding kinds; Git tracks the table.
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
const roots = ROOTS.filter((name) => !['meta.v1.Patch'].includes(name));
writeFileSync(target, `${JSON.stringify(fieldTable(messagesIn(readFileSync(program)), roots, pointers), null, 2)}\n`);
