import { fitSchema, statusErrors } from '@klockwork/api-machinery';
import { copy, deepFreeze } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import type { Patch, Registry, Target, WriteRequest, WriteResult } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import type { BodyType } from './objects/body-kind.ts';
import { patchedObject } from './objects/patch-body.ts';
import { evictionOptions, projectedType } from './objects/projected-write.ts';

/** A whole body for an object or one of its subresources; what comes back is the object, or what the subresource reads. */
export async function writeBody(
  registry: Registry,
  target: Target,
  body: KubeObject,
  subresource: string,
  request: WriteRequest,
): Promise<KubeObject> {
  const rules = target.kind.projected?.[subresource];
  // In one process what is sent is shared, and frozen.
  const own = () => copy(fitted(target.kind, body)) as KubeObject;
  if (rules === undefined) return (await registry.replace({ target, subresource, body: own() }, request)).object;
  const whole = fitted(projectedType(rules), body);
  const deletion = rules.outcome === 'delete' ? { deletion: evictionOptions(whole).deletion } : {};
  const operation = rules.verbs.includes('create') ? 'CREATE' : 'UPDATE';
  const written: WriteResult = await registry.writeProjected(
    { target, subresource, rules, operation, body: () => whole, ...deletion },
    request,
  );
  return rules.read === undefined ? written.object : deepFreeze(rules.read(written.object));
}

/** A patch of an object or of one of its subresources; what comes back is the object, or what the subresource reads. */
export async function writePatch(
  registry: Registry,
  target: Target,
  patch: Patch,
  subresource: string,
  request: WriteRequest,
): Promise<KubeObject> {
  const rules = target.kind.projected?.[subresource];
  const type = rules === undefined ? target.kind : projectedType(rules);
  const change = patchedObject(patch, type, request);
  if (rules === undefined) return (await registry.update({ target, subresource, change }, request)).object;
  const { read } = rules;
  if (read === undefined) throw statusErrors.methodNotAllowedOnPath();
  const body = (previous: KubeObject) => change(read(previous));
  const written = await registry.writeProjected({ target, subresource, rules, operation: 'UPDATE', body }, request);
  return deepFreeze(read(written.object));
}

/** A component's object as the type has it: canonical quantities and times, nothing unknown. */
export function fitted(type: BodyType, object: KubeObject): KubeObject {
  return fitSchema(object, schemaOf(type.definition)) as KubeObject;
}
