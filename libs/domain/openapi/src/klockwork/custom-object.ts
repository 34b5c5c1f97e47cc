import { type Definition, REFERENCE_PREFIX } from '../definition.ts';

const TEXT: Definition = { type: 'string' };

/** Definition of custom objects: metadata, and any other fields. Never published. */
export const customObjectDefinitions: Readonly<Record<string, Definition>> = {
  'dev.klockwork.CustomObject': {
    type: 'object',
    properties: {
      apiVersion: TEXT,
      kind: TEXT,
      metadata: { allOf: [{ $ref: `${REFERENCE_PREFIX}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` }] },
    },
    additionalProperties: {},
  },
};
