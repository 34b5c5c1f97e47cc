import { dns1123Subdomain, semanticEqual, validateGenericMeta, validateGenericMetaUpdate } from '@klockwork/api-machinery';
import type { VersionSchema } from '@klockwork/structural-schema';
import { continueGeneration, startGeneration } from '../generic/generation.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { Strategy, SubresourceStrategy } from '../kind.ts';
import type { CustomObject } from './custom-object.ts';
import { finalizerWarnings } from './finalizer-warnings.ts';

/** Rules of a version of a custom kind. */
export interface CustomRules {
  readonly namespaced: boolean;
  readonly hasStatus: boolean;
  readonly schema: VersionSchema;
  /** Returns a stored object as the present schema reads it. */
  readonly readStored: (storedObject: CustomObject) => CustomObject;
}

/** Models `customResourceStrategy` of `pkg/registry/customresource/strategy.go`. */
export function customStrategy({ namespaced, hasStatus, schema, readStored }: CustomRules): Strategy<CustomObject> {
  const validateMeta = ({ metadata }: CustomObject) =>
    validateGenericMeta(metadata ?? {}, { namespaced, nameFn: dns1123Subdomain, path: 'metadata' });
  return {
    allowUnconditionalUpdate: false,
    default: (draft) => schema.setDefaults(draft),
    prepareForCreate(draft) {
      if (hasStatus) delete draft.status;
      startGeneration(draft);
    },
    prepareForUpdate(draft, storedObject) {
      const previous = readStored(storedObject);
      if (hasStatus) keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, !semanticEqual(content(draft, hasStatus), content(previous, hasStatus)));
    },
    validate: (object) => [...validateMeta(object), ...schema.validate({ object })],
    validateUpdate: (object, storedObject) => [
      ...validateMeta(object),
      ...validateGenericMetaUpdate(object.metadata ?? {}, storedObject.metadata ?? {}),
      ...schema.validate({ object, previous: readStored(storedObject) }),
    ],
    warnings: ({ metadata }, previous) => finalizerWarnings(metadata?.finalizers ?? [], previous?.metadata?.finalizers ?? []),
    ...(hasStatus ? {} : { resetFields: [] }),
  };
}

/** Returns fields that count in the generation. */
function content({ metadata: _, status, ...rest }: CustomObject, hasStatus: boolean): object {
  return hasStatus ? rest : { ...rest, status };
}

/** Models `statusStrategy` of the same package: all but the status stays. */
export function customStatus({ schema, readStored }: CustomRules): SubresourceStrategy<CustomObject> {
  return {
    prepareForUpdate(draft, storedObject) {
      const previous = readStored(storedObject);
      const fields = draft as unknown as Record<string, unknown>;
      const previousFields = previous as unknown as Readonly<Record<string, unknown>>;
      for (const field of Object.keys(draft)) if (field !== 'status' && field !== 'metadata') delete fields[field];
      for (const [field, value] of Object.entries(previousFields)) if (field !== 'status' && field !== 'metadata') fields[field] = value;
      const { managedFields } = draft.metadata ?? {};
      draft.metadata = { ...previous.metadata, ...(managedFields && { managedFields }) };
    },
    validateUpdate: (object, storedObject) => [
      ...validateGenericMetaUpdate(object.metadata ?? {}, storedObject.metadata ?? {}),
      ...schema.validateStatus({ object, previous: readStored(storedObject) }),
    ],
  };
}
