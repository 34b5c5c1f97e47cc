import type { ApiAnswer } from '@klockwork/http-api';
import type { WriteResult } from '@klockwork/registry';
import { isApply, readApplied } from './applied-body.ts';
import { decodeObject } from './body.ts';
import { inAskedVersion } from './converted-objects.ts';
import { type ObjectCall, targetOf, writeRequestOf } from './object-call.ts';
import { patchedObject, patchType, readPatch } from './patch-body.ts';
import { objectAnswer, renderingOf } from './projected-answer.ts';
import { checkCreatable, inServedForm, storedKind, toStored } from './served-kind.ts';
import { applyOptionsOf, writeOptionsOf } from './write-options.ts';

/** Handles POST to a collection. */
export async function createObject(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, path, query, services } = call;
  checkCreatable(kind);
  const write = writeRequestOf(call, writeOptionsOf(query, 'CreateOptions'));
  const body = toStored(kind, decodeObject(call, kind, write));
  const result = await services.registry.create({ kind: storedKind(kind), namespace: path.namespace, body }, write);
  return writtenAnswer(call, result);
}

/** Handles PUT of an object, or of a subresource with the same kind. */
export async function replaceObject(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, path, query, services } = call;
  const write = writeRequestOf(call, writeOptionsOf(query, 'UpdateOptions'));
  const body = toStored(kind, decodeObject(call, kind, write));
  const result = await services.registry.replace({ target: targetOf(call), subresource: path.subresource, body }, write);
  return writtenAnswer(call, result);
}

/** Handles PATCH of an object, or of a subresource with the same kind. Applies to the newest state, without own conflicts. */
export async function patchObject(call: ObjectCall): Promise<ApiAnswer> {
  return isApply(call) ? applyObject(call) : patchByChanges(call);
}

async function applyObject(call: ObjectCall): Promise<ApiAnswer> {
  const { force, ...options } = applyOptionsOf(call.query);
  const write = writeRequestOf(call, options);
  const application = { target: targetOf(call), subresource: call.path.subresource, applied: readApplied(call, write), force };
  return writtenAnswer(call, await call.services.registry.apply(application, write));
}

async function patchByChanges(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, path, query, services } = call;
  const type = patchType(call);
  const write = writeRequestOf(call, writeOptionsOf(query, 'PatchOptions'));
  const change = inServedForm(kind, patchedObject(readPatch(call, type, write), kind, write));
  const result = await services.registry.update({ target: targetOf(call), subresource: path.subresource, change }, write);
  return writtenAnswer(call, result);
}

/** Returns the written object, with 201 if new. */
async function writtenAnswer(call: ObjectCall, result: WriteResult): Promise<ApiAnswer> {
  const { kind, request, query, services } = call;
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'object' });
  const writtenObject = kind.conversion === undefined ? result : await inAskedVersion(call, result);
  return objectAnswer(rendering, result.created ? 201 : 200, writtenObject);
}
