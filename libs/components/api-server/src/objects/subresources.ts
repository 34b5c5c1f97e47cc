import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import type { ListedObject, ProjectedWrite, WriteRequest } from '@klockwork/registry';
import type { KubeObject, ProjectedSubresource } from '@klockwork/resources';
import { jsonAnswer, successStatus } from '../answers/answers.ts';
import { isApply, readApplied } from './applied-body.ts';
import { decodeObject } from './body.ts';
import { inAskedVersion } from './converted-objects.ts';
import { type ObjectCall, targetOf, writeRequestOf } from './object-call.ts';
import { patchedObject, patchType, readPatch } from './patch-body.ts';
import { objectAnswer, renderingOf } from './projected-answer.ts';
import { evictionOptions, projectedType } from './projected-write.ts';
import { applyOptionsOf, writeOptionsOf } from './write-options.ts';

const OPTIONS = { create: 'CreateOptions', update: 'UpdateOptions' } as const;

/** Handles subresources with another kind as body: scale, binding, eviction, finalize. */
export function projectedSubresource(call: ObjectCall, rules: ProjectedSubresource): ApiAnswer | Promise<ApiAnswer> {
  const { verb } = call;
  if (verb !== 'get' && verb !== 'create' && verb !== 'update' && verb !== 'patch') throw statusErrors.methodNotAllowedOnPath();
  if (!rules.verbs.includes(verb)) throw statusErrors.methodNotAllowedOnPath();
  if (verb === 'get') return readAnswer(call, rules);
  if (verb === 'patch') return isApply(call) ? applyProjected(call, rules) : patchProjected(call, rules);
  return sendProjected(call, rules, writeRequestOf(call, writeOptionsOf(call.query, OPTIONS[verb])));
}

function readAnswer(call: ObjectCall, rules: ProjectedSubresource): ApiAnswer | Promise<ApiAnswer> {
  const live = call.services.registry.get(targetOf(call));
  const answer = ({ object }: ListedObject) => projectedAnswer(call, rules, readProjected(rules, object));
  return call.kind.conversion === undefined ? answer(live) : inAskedVersion(call, live).then(answer);
}

/** Handles POST and PUT with a whole body. */
function sendProjected(call: ObjectCall, rules: ProjectedSubresource, write: WriteRequest): Promise<ApiAnswer> {
  const body = decodeObject(call, projectedType(rules), write);
  const operation = call.verb === 'create' ? 'CREATE' : 'UPDATE';
  if (rules.outcome !== 'delete') return storeProjected(call, { rules, operation, body: () => body }, write);
  const { deletion, dryRun } = evictionOptions(body);
  return storeProjected(call, { rules, operation, body: () => body, deletion }, { ...write, dryRun: write.dryRun || dryRun });
}

/** Handles PATCH of the subresource's representation. */
function patchProjected(call: ObjectCall, rules: ProjectedSubresource): Promise<ApiAnswer> {
  const type = patchType(call);
  const write = writeRequestOf(call, writeOptionsOf(call.query, 'PatchOptions'));
  const change = patchedObject(readPatch(call, type, write), projectedType(rules), write);
  return storeProjected(
    call,
    { rules, operation: 'UPDATE', body: (previous) => change(rules.patched?.(previous) ?? readProjected(rules, previous)) },
    write,
  );
}

async function applyProjected(call: ObjectCall, rules: ProjectedSubresource): Promise<ApiAnswer> {
  const { force, ...options } = applyOptionsOf(call.query);
  const write = writeRequestOf(call, options);
  const application = { target: targetOf(call), subresource: call.path.subresource, applied: readApplied(call, write), force };
  const result = await call.services.registry.apply(application, write);
  const { object } = call.kind.conversion === undefined ? result : await inAskedVersion(call, result);
  return projectedAnswer(call, rules, readProjected(rules, object));
}

/** Writes through the subresource; answers its representation, or a success Status. */
export async function storeProjected(
  call: ObjectCall,
  projectedWrite: Omit<ProjectedWrite, 'target' | 'subresource'>,
  write: WriteRequest,
): Promise<ApiAnswer> {
  const { rules } = projectedWrite;
  const result = await call.services.registry.writeProjected(
    { ...projectedWrite, target: targetOf(call), subresource: call.path.subresource },
    write,
  );
  if (rules.read !== undefined) {
    const { object } = call.kind.conversion === undefined ? result : await inAskedVersion(call, result);
    return projectedAnswer(call, rules, rules.read(object));
  }
  return rules.kind.kind === call.kind.kind ? jsonAnswer(200, result.json) : jsonAnswer(201, successStatus(undefined, 201));
}

/** Returns the subresource's representation in the requested format. */
function projectedAnswer({ kind, request, query, services }: ObjectCall, rules: ProjectedSubresource, object: KubeObject): ApiAnswer {
  // A representation has its own kind in every served form.
  const { form: _form, ...printed } = { ...kind, columns: rules.columns ?? kind.columns };
  const rendering = renderingOf(printed, { accept: request.headers.accept, query, now: services.clock.now(), form: 'object' });
  return objectAnswer(rendering, 200, { object, json: JSON.stringify(object) });
}

function readProjected(rules: ProjectedSubresource, object: KubeObject): KubeObject {
  if (rules.read === undefined) throw statusErrors.methodNotAllowedOnPath();
  return rules.read(object);
}
