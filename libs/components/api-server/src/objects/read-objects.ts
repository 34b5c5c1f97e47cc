import { statusErrors } from '@klockwork/api-machinery';
import { parseResourceVersion, selectionOf } from '@klockwork/registry';
import type { ApiAnswer } from '../http.ts';
import { type ObjectCall, targetOf } from './object-call.ts';
import { listAnswer, objectAnswer, renderingOf } from './projected-answer.ts';

/** GET of one object. */
export function getObject(call: ObjectCall): ApiAnswer {
  const { kind, request, query, services } = call;
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'object' });
  parseResourceVersion(query.text('resourceVersion'));
  return objectAnswer(rendering, 200, services.registry.get(targetOf(call)));
}

/** GET of a collection. */
export function listObjects({ kind, path, request, query, services }: ObjectCall): ApiAnswer {
  const rendering = renderingOf(kind, { accept: request.headers.accept, query, now: services.clock.now(), form: 'list' });
  const selection = selectionOf(kind, {
    namespace: path.namespace,
    labelSelector: query.text('labelSelector'),
    fieldSelector: query.text('fieldSelector'),
  });
  const result = services.registry.list(kind, {
    selection,
    limit: limitOf(query.text('limit')),
    continue: query.text('continue'),
    resourceVersion: query.text('resourceVersion'),
    resourceVersionMatch: query.text('resourceVersionMatch'),
  });
  return listAnswer(rendering, result);
}

function limitOf(text: string): number {
  if (text === '') return 0;
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw statusErrors.badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}
