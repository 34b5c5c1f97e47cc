import { statusErrors } from '@klockwork/api-machinery';
import { type LogRequest, logRequest } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import type { Query } from '../routing/query.ts';

/** Reads a request to the event log as seen at lab time `now`. Throws BadRequest. */
export function eventLogQuery(kinds: readonly KindDefinition[], query: Query, now: LabTime): LogRequest {
  const request = logRequest(kinds, (name) => query.text(name), now);
  if ('problem' in request) throw statusErrors.badRequest(request.problem);
  return request;
}
