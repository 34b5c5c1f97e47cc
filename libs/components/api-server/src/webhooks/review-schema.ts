import type { Schema } from '@klockwork/api-machinery';

const TEXT: Schema = { name: '', type: 'string' };
const ANYTHING: Schema = { name: '', type: 'any' };

const STATUS: Schema = {
  name: 'Status',
  type: 'object',
  properties: new Map([
    ['status', TEXT],
    ['message', TEXT],
    ['reason', TEXT],
    ['details', ANYTHING],
    ['code', { name: '', type: 'integer', format: 'int32' }],
  ]),
};

const RESPONSE: Schema = {
  name: 'AdmissionResponse',
  type: 'object',
  properties: new Map<string, Schema>([
    ['uid', TEXT],
    ['allowed', { name: '', type: 'boolean' }],
    ['status', STATUS],
    ['patch', { name: '', type: 'string', format: 'byte' }],
    ['patchType', TEXT],
    ['auditAnnotations', { name: '', type: 'object', additionalProperties: TEXT }],
    ['warnings', { name: '', type: 'array', items: TEXT }],
  ]),
};

/** Type of a webhook's answer. Models `AdmissionReview` of `k8s.io/api/admission/v1`. */
export const REVIEW_SCHEMA: Schema = {
  name: 'AdmissionReview',
  type: 'object',
  properties: new Map([
    ['kind', TEXT],
    ['apiVersion', TEXT],
    ['response', RESPONSE],
  ]),
};
