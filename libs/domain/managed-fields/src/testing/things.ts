import type { Schema } from '@klockwork/api-machinery';
import { type MergeSchema, mergeSchema } from '../merge-schema.ts';

const text: Schema = { name: '', type: 'string' };
const item: Schema = {
  name: 'Item',
  type: 'object',
  properties: new Map<string, Schema>([
    ['name', text],
    ['protocol', { ...text, default: 'TCP' }],
    ['value', text],
    ['on', { name: '', type: 'boolean' }],
  ]),
};

/** Schema of a struct with a field per merge rule. */
export const thing: MergeSchema = mergeSchema({
  name: 'Thing',
  type: 'object',
  properties: new Map<string, Schema>([
    ['text', text],
    ['number', { name: '', type: 'integer' }],
    ['size', { ...text, format: 'quantity' }],
    ['labels', { name: '', type: 'object', additionalProperties: text }],
    ['selector', { name: '', type: 'object', mapType: 'atomic', additionalProperties: text }],
    ['args', { name: '', type: 'array', items: text }],
    ['finalizers', { name: '', type: 'array', items: text, listType: 'set' }],
    ['items', { name: '', type: 'array', items: item, listType: 'map', listMapKeys: ['name', 'protocol'] }],
    ['patched', { name: '', type: 'array', items: item, patchStrategy: ['merge'], patchMergeKey: 'name' }],
    ['nested', { name: 'Nested', type: 'object', properties: new Map<string, Schema>([['inner', item]]) }],
    ['anything', { name: 'JSON', type: 'any' }],
    ['raw', { name: 'RawExtension', type: 'any' }],
  ]),
});
