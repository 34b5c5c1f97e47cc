import { fitSchema, statusErrors } from '@klockwork/api-machinery';
import { copy, deepFreeze } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import type { Patch, Registry, Target, WriteRequest, WriteResult } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { fitPatched } from './objects/body.ts';
import type { BodyType } from './objects/body-kind.ts';
import { patchedObject } from './objects/patch-body.ts';
import { evictionOptions, projectedType } from './objects/projected-write.ts';

/** Object, or its subresource; empty for the object itself. */
interface Destination {
  readonly target: Target;
  readonly subresource: string;
}

/** Replaces an object or subresource; returns the object, or the subresource's representation. */
export async function writeBody(
  registry: Registry,
  { target, subresource, body }: Destination & { readonly body: KubeObject },
  request: WriteRequest,
): Promise<KubeObject> {
  const rules = target.kind.projected?.[subresource];
  // Within a process, bodies are shared and frozen.
  const own = () => copy(fitted(target.kind, body)) as KubeObject;
  if (rules === undefined) return (await registry.replace({ target, subresource, body: own() }, request)).object;
  const whole = fitted(projectedType(rules), body);
  const deletion = rules.outcome === 'delete' ? { deletion: evictionOptions(whole).deletion } : {};
  const operation = rules.verbs.includes('create') ? 'CREATE' : 'UPDATE';
  const writtenResult: WriteResult = await registry.writeProjected(
    { target, subresource, rules, operation, body: () => whole, ...deletion },
    request,
  );
  return rules.read === undefined ? writtenResult.object : deepFreeze(rules.read(writtenResult.object));
}

/** Patches an object or subresource; returns the object, or the subresource's representation. */
export async function writePatch(
  registry: Registry,
  { target, subresource, patch }: Destination & { readonly patch: Patch },
  request: WriteRequest,
): Promise<KubeObject> {
  const rules = target.kind.projected?.[subresource];
  const type = rules === undefined ? target.kind : projectedType(rules);
  const change = patchedObject(patch, type, request, fitPatched);
  if (rules === undefined) return (await registry.update({ target, subresource, change }, request)).object;
  const { read } = rules;
  if (read === undefined) throw statusErrors.methodNotAllowedOnPath();
  const body = (previous: KubeObject) => change((rules.patched ?? read)(previous));
  const writtenResult = await registry.writeProjected({ target, subresource, rules, operation: 'UPDATE', body }, request);
  return deepFreeze(read(writtenResult.object));
}

/** Converts a component's object to its type: canonical quantities and times, no unknown fields. */
export function fitted(type: BodyType, object: KubeObject): KubeObject {
  return fitSchema(object, schemaOf(type.definition)) as KubeObject;
}
