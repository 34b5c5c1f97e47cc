import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { longName } from '../definition-names.ts';
import { generateDefinitions } from '../generate.ts';
import { readSources } from '../read-sources.ts';
import { ROOTS } from '../roots.ts';
import { type FieldTable, fieldTable } from './field-table.ts';
import { protoMessages } from './proto-messages.ts';

const kept = JSON.parse(
  readFileSync(new URL('../../../../libs/domain/api-machinery/src/protobuf-fields.json', import.meta.url), 'utf8'),
) as FieldTable;

const PROTO = `
syntax = "proto2";
package k8s.io.api.core.v1;

message Handler {
}

// Pod has fields of each sort.
message Pod {
  // old = 9;
  optional string uID = 1;

  optional Handler handler = 2;
  map<string, bytes> data = 3;
  repeated string args = 4;
  optional int32 replicas = 5;
  map<string, .k8s.io.apimachinery.pkg.api.resource.Quantity> capacity = 6;
}

message RuntimeClass {
  optional string handler = 2;
}
`;

const shortNames = Object.keys(kept);
const ENVELOPE: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

/** Returns the JSON names of a message's fields, with those of embedded messages. */
function fieldsOf(message: string): string[] {
  return (kept[message] ?? []).flatMap((line) => {
    const [, name = '', type = ''] = line.split(' ');
    return type.startsWith('~') ? fieldsOf(type.slice(1)) : [name];
  });
}

test('messages become lines, with marks for lists, maps, pointers and embedded messages', () => {
  const messages = new Map([...protoMessages(PROTO), ['resource.Quantity', []] as const]);
  expect(fieldTable(messages, ['core.v1.Pod', 'core.v1.RuntimeClass'], { 'core.v1.Pod': ['replicas'] })).toEqual({
    'core.v1.Handler': [],
    'core.v1.Pod': [
      '1 uid string',
      '2 handler ~core.v1.Handler',
      '3 data map[]bytes',
      '4 args []string',
      '5 replicas *int32',
      '6 capacity map[]resource.Quantity',
    ],
    'core.v1.RuntimeClass': ['2 handler string'],
    'resource.Quantity': [],
  });
  expect(() => fieldTable(messages, ['core.v1.Nothing'], {})).toThrow('no proto file has the message core.v1.Nothing');
  expect(() => protoMessages('message Pod {\n}\n')).toThrow('the proto file names no package');
});

test('the fields of JSON schemas have the names of JSON, and fields behind disabled gates are left out', () => {
  const messages = protoMessages(`package k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1;
message JSONSchemaProps {
  optional string schema = 2;
  optional bool xKubernetesIntOrString = 40;
}

message CustomResourceDefinitionStatus {
  repeated string storedVersions = 3;
  optional int64 observedGeneration = 4;
}
`);
  expect(fieldTable(messages, [...messages.keys()], {})).toEqual({
    'apiextensions.v1.CustomResourceDefinitionStatus': ['3 storedVersions []string'],
    'apiextensions.v1.JSONSchemaProps': ['2 $schema string', '40 x-kubernetes-int-or-string bool'],
  });
});

test('each field of the stored table exists in the OpenAPI definition', () => {
  const definitions = generateDefinitions(readSources());
  const strangers = Object.entries(kept).flatMap(([name, lines]) => {
    const properties = definitions[longName(name)]?.properties as object | undefined;
    if (properties === undefined) return [];
    const fields = lines.filter((line) => !line.includes(' ~')).map((line) => line.split(' ')[1] as string);
    return fields.filter((field) => !(field in properties)).map((field) => `${name}#${field}`);
  });
  expect(strangers).toEqual([]);
});

test('each property of each served definition has a number', () => {
  const kinds = new Set(ROOTS.map(longName));
  const missing = Object.entries(generateDefinitions(readSources())).flatMap(([name, definition]) => {
    const properties = (definition.properties ?? {}) as object;
    const short = [...shortNames].find((each) => longName(each) === name);
    const numbered = new Set(short === undefined ? [] : fieldsOf(short));
    // Kind and version of objects stand in their envelope.
    const isKind = kinds.has(name) && 'kind' in properties;
    return Object.keys(properties)
      .filter((field) => !numbered.has(field) && !(isKind && ENVELOPE.has(field)))
      .map((field) => `${name}#${field}`);
  });
  expect(missing).toEqual([]);
});

test('the kept table marks each pointer', () => {
  const file = new URL('../../../../libs/domain/openapi/src/pointers.json', import.meta.url);
  const pointers = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
  const unmarked = Object.entries(kept).flatMap(([name, lines]) =>
    lines.filter((line) => pointers[name]?.includes(line.split(' ')[1] as string) && !line.includes(' *')).map((line) => `${name}#${line}`),
  );
  expect(unmarked).toEqual([]);
});
