import { statusErrors } from '@klockwork/api-machinery';
import type { DeleteRequest, WriteRequest } from '@klockwork/registry';
import type { KubeObject, ProjectedSubresource } from '@klockwork/resources';
import { jsonAnswer, successStatus } from '../answers/answers.ts';
import type { ApiAnswer } from '../http.ts';
import { type BodyType, decodeObject } from './body.ts';
import { definitionOf } from './definition.ts';
import { deletionOf } from './delete-options.ts';
import { type ObjectCall, targetOf, writeRequestOf } from './object-call.ts';
import { patchedObject, readPatch } from './patch-body.ts';
import { writeOptionsOf } from './write-options.ts';

const OPTIONS = { create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions' } as const;

/** A request for a subresource whose body is another kind: scale, binding, eviction, finalize. */
export function projectedSubresource(call: ObjectCall, rules: ProjectedSubresource): ApiAnswer | Promise<ApiAnswer> {
  const { verb } = call;
  if (verb !== 'get' && verb !== 'create' && verb !== 'update' && verb !== 'patch') throw statusErrors.methodNotAllowedOnPath();
  if (!rules.verbs.includes(verb)) throw statusErrors.methodNotAllowedOnPath();
  if (verb === 'get') return jsonAnswer(200, readProjected(rules, call.services.registry.get(targetOf(call)).object));
  return writeProjected(call, rules, OPTIONS[verb]);
}

async function writeProjected(
  call: ObjectCall,
  rules: ProjectedSubresource,
  options: (typeof OPTIONS)[keyof typeof OPTIONS],
): Promise<ApiAnswer> {
  const { kind, path, query, services } = call;
  const write = writeRequestOf(call, writeOptionsOf(query, options));
  const body = bodyOf(call, rules, write);
  const { deletion, dryRun } = rules.outcome === 'delete' ? evictionOptions(body) : { deletion: {}, dryRun: false };
  const request = { target: targetOf(call), subresource: path.subresource, rules, body, deletion };
  const result = await services.registry.writeProjected(request, { ...write, dryRun: write.dryRun || dryRun });
  if (rules.read !== undefined) return jsonAnswer(200, rules.read(result.object));
  return rules.kind.kind === kind.kind ? jsonAnswer(200, result.json) : jsonAnswer(201, successStatus(undefined, 201));
}

/** The body that was sent, or what a patch makes of the one that can be read. */
function bodyOf(call: ObjectCall, rules: ProjectedSubresource, write: WriteRequest): (previous: KubeObject) => KubeObject {
  const type: BodyType = { ...rules.kind, definition: definitionOf(rules.kind) };
  if (call.verb !== 'patch') {
    const body = decodeObject(call, type, write);
    return () => body;
  }
  const change = patchedObject(call, { type, patch: readPatch(call), write });
  return (previous) => change(readProjected(rules, previous));
}

function readProjected(rules: ProjectedSubresource, object: KubeObject): KubeObject {
  if (rules.read === undefined) throw statusErrors.methodNotAllowedOnPath();
  return rules.read(object);
}

/** An Eviction carries its DeleteOptions. It is never a patch, so its body does not depend on the object. */
function evictionOptions(body: (previous: KubeObject) => KubeObject): { deletion: DeleteRequest; dryRun: boolean } {
  const { deleteOptions } = body({}) as { deleteOptions?: Readonly<Record<string, unknown>> };
  return deletionOf(deleteOptions ?? {});
}
