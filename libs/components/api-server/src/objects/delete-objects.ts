import type { DeleteRequest } from '@klockwork/registry';
import { jsonAnswer, successStatus } from '../answers/answers.ts';
import type { ApiAnswer } from '../http.ts';
import { readDeleteOptions } from './delete-options.ts';
import { type ObjectCall, targetOf, writeRequestOf } from './object-call.ts';
import { listAnswer, objectAnswer, renderingOf } from './projected-answer.ts';
import { listQueryOf } from './read-objects.ts';
import { storedKind } from './served-kind.ts';

/** DELETE of one object: the object while it stays, a Status or the object when it is gone, as the kind has it. */
export async function deleteObject(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, path, services, request, query } = call;
  const { deletion, dryRun } = readDeleteOptions(call);
  const write = writeRequestOf(call, { dryRun, fieldValidation: 'Ignore' });
  warnOfOrphans(call, deletion);
  const result = await services.registry.delete({ target: targetOf(call), deletion }, write);
  const status = acceptedLater(result.deleted, deletion) ? 202 : 200;
  if (result.deleted && kind.strategy.returnsDeletedObject !== true) return jsonAnswer(status, deletedStatus());
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'object' });
  return objectAnswer(rendering, status, result);

  function deletedStatus(): object {
    const group = kind.group === '' ? {} : { group: kind.group };
    // Upstream puts the resource where the kind belongs.
    return successStatus({ name: path.name, ...group, kind: kind.resource, uid: result.object.metadata?.uid });
  }
}

/** DELETE of a collection: the objects that were listed, each deleted by itself. */
export async function deleteCollection(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, query, services, request } = call;
  const { deletion, dryRun } = readDeleteOptions(call);
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'list' });
  const listed = await services.registry.list(storedKind(kind), listQueryOf(call));
  const write = writeRequestOf(call, { dryRun, fieldValidation: 'Ignore' });
  warnOfOrphans(call, deletion);
  await services.registry.deleteAll({ kind: storedKind(kind), items: listed.items, deletion }, write);
  return listAnswer(rendering, listed);
}

/** Some kinds tell who did not say what becomes of dependents that they stay. */
function warnOfOrphans({ kind, warnings }: ObjectCall, { propagationPolicy, orphanDependents }: DeleteRequest): void {
  const warning = kind.strategy.orphansWarning;
  if (warning !== undefined && propagationPolicy === undefined && orphanDependents === undefined) warnings.push(warning);
}

/** Upstream says 202 only to who asked for a cascade in the deprecated way. */
function acceptedLater(deleted: boolean, { orphanDependents }: DeleteRequest): boolean {
  return !deleted && orphanDependents === false;
}
