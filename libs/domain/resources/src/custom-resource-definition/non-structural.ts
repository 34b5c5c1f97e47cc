import type { CustomResourceDefinitionSpec } from '@klockwork/kubernetes-types';
import { type JsonSchema, nonStructuralMessage } from '@klockwork/structural-schema';
import type { CustomResourceDefinition, DefinitionCondition } from './custom-resource-definition.ts';

/**
 * Returns the condition of a definition whose schemas are not structural; undefined for structural ones. New definitions are refused
 * instead. Models `pkg/controller/nonstructuralschema`.
 */
export function nonStructuralCondition({ spec }: CustomResourceDefinition): Omit<DefinitionCondition, 'lastTransitionTime'> | undefined {
  if (spec === undefined) return undefined;
  // Each event of a group concerns all its definitions.
  if (!messages.has(spec)) messages.set(spec, messageOf(spec));
  const message = messages.get(spec);
  return message === undefined ? undefined : { type: 'NonStructuralSchema', status: 'True', reason: 'Violations', message };
}

const messages = new WeakMap<CustomResourceDefinitionSpec, string | undefined>();

function messageOf({ versions }: CustomResourceDefinitionSpec): string | undefined {
  return nonStructuralMessage(
    versions.flatMap(({ schema }, index) =>
      schema?.openAPIV3Schema === undefined
        ? []
        : [{ schema: schema.openAPIV3Schema as JsonSchema, path: `spec.versions[${index}].schema.openAPIV3Schema` }],
    ),
  );
}
