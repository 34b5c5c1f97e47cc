import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOTS } from '../roots.ts';
import { fieldTable } from './field-table.ts';
import { protoMessages } from './proto-messages.ts';
import { tableText } from './table-text.ts';

/**
 * Generates the protobuf field table from the proto files of Kubernetes:
 * node tools/openapi/src/protobuf/main.ts FOLDER
 * FOLDER holds clones of kubernetes/api, kubernetes/apimachinery, kubernetes/apiextensions-apiserver and kubernetes/kube-aggregator, all at
 * the branch release-1.35. Run after adding kinds; Git tracks the table.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node tools/openapi/src/protobuf/main.ts FOLDER');
  process.exit(2);
}

const target = fileURLToPath(new URL('../../../../libs/domain/api-machinery/src/protobuf-fields.json', import.meta.url));
const pointersFile = new URL('../../../../libs/domain/openapi/src/pointers.json', import.meta.url);
const pointers = { ...pointersOf(pointersFile), ...pointersOf(new URL('./additional-pointers.json', import.meta.url)) };
const files = globSync('**/generated.proto', { cwd: folder });
const messages = new Map(files.flatMap((file) => [...protoMessages(readFileSync(join(folder, file), 'utf8'))]));
/** JSON only: clients send neither patches nor watch events in protobuf. */
const roots = [...ROOTS.filter((name) => name !== 'meta.v1.Patch'), 'apiregistration.v1.APIService', 'apiregistration.v1.APIServiceList'];
writeFileSync(target, tableText(fieldTable(messages, roots, pointers)));

function pointersOf(file: URL): Record<string, string[]> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
}
