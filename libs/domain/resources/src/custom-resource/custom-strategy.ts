import { dns1123Subdomain, semanticEqual, validateGenericMeta, validateGenericMetaUpdate } from '@klockwork/api-machinery';
import { continueGeneration, startGeneration } from '../generic/generation.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { Strategy, SubresourceStrategy } from '../kind.ts';
import type { CustomObject } from './custom-object.ts';

/** Models `customResourceStrategy` of `pkg/registry/customresource/strategy.go`. */
export function customStrategy(namespaced: boolean, hasStatus: boolean): Strategy<CustomObject> {
  const validate = ({ metadata }: CustomObject) =>
    validateGenericMeta(metadata ?? {}, { namespaced, nameFn: dns1123Subdomain, path: 'metadata' });
  return {
    allowUnconditionalUpdate: false,
    default() {},
    prepareForCreate(draft) {
      if (hasStatus) delete draft.status;
      startGeneration(draft);
    },
    prepareForUpdate(draft, previous) {
      if (hasStatus) keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, !semanticEqual(content(draft, hasStatus), content(previous, hasStatus)));
    },
    validate,
    validateUpdate: (next, previous) => [...validate(next), ...validateGenericMetaUpdate(next.metadata ?? {}, previous.metadata ?? {})],
    ...(hasStatus ? {} : { resetFields: [] }),
  };
}

/** Returns fields that count in the generation. */
function content({ metadata: _, status, ...rest }: CustomObject, hasStatus: boolean): object {
  return hasStatus ? rest : { ...rest, status };
}

/** Models `statusStrategy` of the same package: all but the status stays. */
export const CUSTOM_STATUS: SubresourceStrategy<CustomObject> = {
  prepareForUpdate(draft, previous) {
    const fields = draft as unknown as Record<string, unknown>;
    const stored = previous as unknown as Readonly<Record<string, unknown>>;
    for (const field of Object.keys(draft)) if (field !== 'status' && field !== 'metadata') delete fields[field];
    for (const [field, value] of Object.entries(stored)) if (field !== 'status' && field !== 'metadata') fields[field] = value;
    const { managedFields } = draft.metadata ?? {};
    draft.metadata = { ...previous.metadata, ...(managedFields && { managedFields }) };
  },
  validateUpdate: (next, previous) => validateGenericMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
};
