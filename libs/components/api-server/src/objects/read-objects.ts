import type { ApiAnswer } from '@klockwork/http-api';
import { checkNotAhead, type ListQuery, pageLimit, parseResourceVersion, selectionOf, unselected } from '@klockwork/registry';
import { int64Of } from '../routing/int64.ts';
import { inAskedVersion, listConverted } from './converted-objects.ts';
import { type ObjectCall, targetOf } from './object-call.ts';
import { listAnswer, objectAnswer, renderingOf } from './projected-answer.ts';
import { storedKind } from './served-kind.ts';

/** Answers GET of an object. */
export function getObject(call: ObjectCall): ApiAnswer | Promise<ApiAnswer> {
  const { kind, request, query, services } = call;
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'object' });
  checkNotAhead(parseResourceVersion(query.text('resourceVersion')), services.registry.revision);
  const live = services.registry.get(targetOf(call));
  if (kind.conversion === undefined) return objectAnswer(rendering, 200, live);
  return inAskedVersion(call, live).then((object) => objectAnswer(rendering, 200, object));
}

/** Answers GET of a collection. */
export async function listObjects(call: ObjectCall): Promise<ApiAnswer> {
  const { kind, request, query, services } = call;
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'list' });
  const list = listQueryOf(call);
  if (kind.conversion !== undefined) return listAnswer(rendering, await listConverted(call, list));
  const { selection } = list;
  if (selection.everything || pageLimit(list) > 0) return listAnswer(rendering, await services.registry.list(storedKind(kind), list));
  // Selectors of a whole list run while it is sent, so other requests need not wait.
  const whole = await services.registry.list(storedKind(kind), { ...list, selection: unselected(selection) });
  return listAnswer(rendering, whole, (object) => selection.matches(object));
}

/** Returns selection, page and version of a collection request. */
export function listQueryOf({ kind, path, query }: ObjectCall): ListQuery {
  const selection = selectionOf(kind, {
    namespace: path.namespace,
    labelSelector: query.text('labelSelector'),
    fieldSelector: query.text('fieldSelector'),
  });
  // Validated, but without effect.
  int64Of(query, 'timeoutSeconds');
  return {
    selection,
    limit: Number(int64Of(query, 'limit') ?? 0),
    continue: query.text('continue'),
    resourceVersion: query.text('resourceVersion'),
    resourceVersionMatch: query.text('resourceVersionMatch'),
    sendInitialEvents: query.has('sendInitialEvents'),
  };
}
