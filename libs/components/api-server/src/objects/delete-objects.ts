import type { ApiAnswer } from '@klockwork/http-api';
import type { DeleteRequest } from '@klockwork/registry';
import { jsonAnswer, successStatus } from '../answers/answers.ts';
import { inAskedVersion, listConverted } from './converted-objects.ts';
import { readDeleteOptions } from './delete-options.ts';
import { type ObjectCall, targetOf, writeRequestOf } from './object-call.ts';
import { listAnswer, objectAnswer, renderingOf } from './projected-answer.ts';
import { listQueryOf } from './read-objects.ts';
import { storedKind } from './served-kind.ts';

/** Deletes an object. Answers the object while it is terminating; after removal a Status or the object, depending on kind. */
export async function deleteObject(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, path, services, request, query } = call;
  const { deletion, dryRun } = readDeleteOptions(call);
  const write = writeRequestOf(call, { dryRun, fieldValidation: 'Ignore' });
  warnOfOrphans(call, deletion);
  const result = await services.registry.delete({ target: targetOf(call), deletion }, write);
  const status = acceptedLater(result.deleted, deletion) ? 202 : 200;
  if (result.deleted && kind.strategy.returnsDeletedObject !== true) return jsonAnswer(status, deletedStatus());
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'object' });
  return objectAnswer(rendering, status, kind.conversion === undefined ? result : await inAskedVersion(call, result));

  function deletedStatus(): object {
    const group = kind.group === '' ? {} : { group: kind.group };
    // Upstream's Status names the resource in place of the kind.
    return successStatus({ name: path.name, ...group, kind: kind.resource, uid: result.object.metadata?.uid });
  }
}

/** Deletes the listed objects of a collection one by one. */
export async function deleteCollection(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, query, services, request } = call;
  const { deletion, dryRun } = readDeleteOptions(call);
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'list' });
  const list = listQueryOf(call);
  const listedResult = await (kind.conversion === undefined ? services.registry.list(storedKind(kind), list) : listConverted(call, list));
  const write = writeRequestOf(call, { dryRun, fieldValidation: 'Ignore' });
  warnOfOrphans(call, deletion);
  await services.registry.deleteAll({ kind: storedKind(kind), items: listedResult.items, deletion }, write);
  return listAnswer(rendering, listedResult);
}

/** Some kinds warn about orphaned dependents without an explicit policy. */
function warnOfOrphans({ kind, warnings }: ObjectCall, { propagationPolicy, orphanDependents }: DeleteRequest): void {
  const warning = kind.strategy.orphansWarning;
  if (warning !== undefined && propagationPolicy === undefined && orphanDependents === undefined) warnings.push(warning);
}

/** Upstream returns 202 only for the deprecated cascade option. */
function acceptedLater(deleted: boolean, { orphanDependents }: DeleteRequest): boolean {
  return !deleted && orphanDependents === false;
}
