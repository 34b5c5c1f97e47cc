import { goQuote, goTypeOf, statusErrors } from '@klockwork/api-machinery';
import type { CustomResourceSubresourceScale } from '@klockwork/kubernetes-types';
import { continueGeneration } from '../generic/generation.ts';
import { metadataOf } from '../generic/metadata.ts';
import type { ProjectedSubresource } from '../kind.ts';
import type { Scale } from '../scale/scale.ts';
import { checkScaleUid, validateScale } from '../scale/scale.ts';
import { customColumns } from './custom-columns.ts';
import type { CustomObject } from './custom-object.ts';

/** Replicas of a patched object without any, to find patches that state none. */
const UNSET = -2_147_483_648;

/** Returns `/scale` by paths of the definition. Models `ScaleREST` of `pkg/registry/customresource/etcd.go`. */
export function customScale(paths: CustomResourceSubresourceScale): ProjectedSubresource<CustomObject> {
  const { specReplicasPath } = paths;
  return {
    kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    verbs: ['get', 'update', 'patch'],
    columns: scaleColumns(paths),
    read(object) {
      if (integerAt(object, specReplicasPath) === undefined)
        throw statusErrors.internalError(`the spec replicas field ${goQuote(specReplicasPath)} does not exist`);
      return scaleOf(object, paths, 0);
    },
    patched: (object) => scaleOf(object, paths, UNSET),
    write(draft, body) {
      const errors = validateScale(body as Scale);
      if (errors.length > 0 && (body as Scale).spec?.replicas !== UNSET) return errors;
      checkScaleUid(draft, body, { group: '', resource: 'scale' });
      writeScale(draft, body as Scale, specReplicasPath);
      return [];
    },
  };
}

function scaleOf(object: CustomObject, paths: CustomResourceSubresourceScale, unset: number): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata ?? {};
  const replicas = integerAt(object, paths.specReplicasPath) ?? unset;
  const selector = paths.labelSelectorPath ? textAt(object, paths.labelSelectorPath) : '';
  const metadata = Object.entries({ name, namespace, uid, resourceVersion, creationTimestamp });
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: Object.fromEntries(metadata.filter(([, value]) => value !== undefined)),
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: integerAt(object, paths.statusReplicasPath) ?? 0, ...(selector !== '' && { selector }) },
  };
}

function writeScale(draft: CustomObject, scale: Scale, path: string): void {
  const replicas = scale.spec?.replicas ?? 0;
  if (replicas === UNSET) throw statusErrors.badRequest(`the spec replicas field ${goQuote(path)} cannot be empty`);
  const changed = integerAt(draft, path) !== replicas;
  setAt(draft, path, replicas);
  continueGeneration(draft, draft, changed);
  const { resourceVersion } = scale.metadata ?? {};
  if (resourceVersion) metadataOf(draft).resourceVersion = resourceVersion;
}

/** Splits `.spec.replicas` as upstream does. */
function steps(path: string): string[] {
  return path.replace(/^\./, '').split('.');
}

/** Models `unstructured.NestedFieldNoCopy`. */
function valueAt(object: CustomObject, path: string): unknown {
  let value: unknown = object;
  const walkedNames: string[] = [];
  for (const step of steps(path)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw accessorError(walkedNames, value, 'map[string]interface {}');
    value = (value as Readonly<Record<string, unknown>>)[step];
    walkedNames.push(step);
    if (value === undefined) return undefined;
  }
  return value;
}

function integerAt(object: CustomObject, path: string): number | undefined {
  const value = valueAt(object, path);
  if (value === undefined || Number.isInteger(value)) return value as number | undefined;
  throw accessorError(steps(path), value, 'int64');
}

function textAt(object: CustomObject, path: string): string {
  const value = valueAt(object, path) ?? '';
  if (typeof value !== 'string') throw accessorError(steps(path), value, 'string');
  return value;
}

function accessorError(path: readonly string[], value: unknown, expectedType: string): Error {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return statusErrors.internalError(
    `.${path.join('.')} accessor error: ${text} is of the type ${goTypeOf(value)}, expected ${expectedType}`,
  );
}

/** Models `unstructured.SetNestedField`. */
function setAt(object: CustomObject, path: string, value: number): void {
  const names = steps(path);
  let at = object as unknown as Record<string, unknown>;
  for (const [index, name] of names.slice(0, -1).entries()) {
    const next = at[name] ?? {};
    if (typeof next !== 'object' || Array.isArray(next)) {
      const walkedPath = names.slice(0, index + 1).join('.');
      throw statusErrors.internalError(`value cannot be set because .${walkedPath} is not a map[string]interface{}`);
    }
    at[name] = { ...next };
    at = at[name] as Record<string, unknown>;
  }
  at[names.at(-1) as string] = value;
}

/** Models `getScaleColumnsForVersion`. */
function scaleColumns({ specReplicasPath, statusReplicasPath }: CustomResourceSubresourceScale) {
  const desiredColumn = { name: 'Desired', type: 'integer', description: 'Number of desired replicas', jsonPath: '.spec.replicas' };
  const available = { name: 'Available', type: 'integer', description: 'Number of actual replicas', jsonPath: '.status.replicas' };
  const age = { name: 'Age', type: 'date', description: 'Time of creation', jsonPath: '.metadata.creationTimestamp' };
  return customColumns([...(specReplicasPath ? [desiredColumn] : []), ...(statusReplicasPath ? [available] : []), age]);
}
