import { expect, test } from 'vitest';
import { fitSchema } from './fit-schema.ts';
import { convertMismatch, unmarshalMismatch } from './mismatch-words.ts';
import type { Schema } from './schema.ts';

const text: Schema = { name: '', type: 'string' };
const int32: Schema = { name: '', type: 'integer', format: 'int32' };
const list: Schema = { name: '', type: 'array', items: text };
const map: Schema = { name: '', type: 'object', additionalProperties: text };
const spec: Schema = { name: 'PodSpec', type: 'object', properties: new Map([['hostname', text]]) };
const flag: Schema = { name: '', type: 'boolean' };
const bytes: Schema = { name: '', type: 'string', format: 'byte' };

function complaint(value: unknown, schema: Schema, words: typeof unmarshalMismatch): string {
  try {
    fitSchema({ field: value }, { name: 'Pod', type: 'object', properties: new Map([['field', schema]]) }, words);
  } catch (error) {
    return (error as Error).message;
  }
  return 'fits';
}

test.each<[unknown, Schema, string]>([
  ['x', int32, 'json: cannot unmarshal string into Go struct field Pod.field of type int32'],
  [1.5, int32, 'json: cannot unmarshal number 1.5 into Go struct field Pod.field of type int32'],
  [1, text, 'json: cannot unmarshal number into Go struct field Pod.field of type string'],
  [true, text, 'json: cannot unmarshal bool into Go struct field Pod.field of type string'],
  ['x', list, 'json: cannot unmarshal string into Go struct field Pod.field of type []string'],
  [['x'], map, 'json: cannot unmarshal array into Go struct field Pod.field of type map[string]string'],
  [[], spec, 'json: cannot unmarshal array into Go struct field Pod.field of type v1.PodSpec'],
  [[], { ...spec, goPackage: 'v2' }, 'json: cannot unmarshal array into Go struct field Pod.field of type v2.PodSpec'],
  [1, bytes, 'json: cannot unmarshal number into Go struct field Pod.field of type []uint8'],
])('the decoder complains of %j', (value, schema, words) => {
  expect(complaint(value, schema, unmarshalMismatch)).toBe(words);
});

test.each<[unknown, Schema, string]>([
  ['x', int32, 'unrecognized type: int32'],
  [1.5, int32, 'cannot convert float64 to int32'],
  [1, text, 'cannot convert int64 to string'],
  [1.5, text, 'unrecognized type: string'],
  [true, text, 'unrecognized type: string'],
  ['x', flag, 'unrecognized type: bool'],
  [{}, text, 'unrecognized type: string'],
  ['x', list, 'cannot restore slice from string'],
  [{ a: 'b' }, list, 'cannot restore slice from map'],
  [['x'], map, 'cannot restore map from slice'],
  ['x', spec, 'cannot restore struct from: string'],
  [1, bytes, 'cannot restore slice from int64'],
])('the converter of strategic merges complains of %j', (value, schema, words) => {
  expect(complaint(value, schema, convertMismatch)).toBe(words);
});
