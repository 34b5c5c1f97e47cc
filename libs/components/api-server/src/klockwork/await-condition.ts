import { judgeWaitCondition, parseWaitCondition, statusErrors, type WaitCondition } from '@klockwork/api-machinery';
import type { Journal, Revision } from '@klockwork/event-store';
import type { ApiStream } from '@klockwork/http-api';
import type { Cancel } from '@klockwork/kernel';
import type { ClockAdvance, ClockUntil, ObjectKey } from '@klockwork/resources';
import type { RequestContext } from '../routing/request-context.ts';
import { advanceStream } from './advance-clock.ts';
import { bodyFields } from './body-fields.ts';
import { namedObject } from './object-name.ts';

const WITHIN = '5m';

/** Condition of one object in a request. */
interface ConditionRequest {
  readonly text: string;
  readonly condition: WaitCondition;
  readonly key: ObjectKey;
  readonly until: ClockUntil;
}

/** Result of a passage of time under a condition. */
interface ConditionVerdict {
  readonly passed: boolean;
  readonly message: string;
  /** First revision at which the condition held; absent if it held at none. */
  readonly revision?: Revision;
  readonly advance: ClockAdvance | undefined;
}

/** Lets lab time pass to the first instant at which the condition of the body held, at most for `within`. Throws BadRequest or NotFound. */
export function untilCondition(context: RequestContext): Promise<ApiStream> {
  const body = bodyFields(context.request, ['condition', 'namespace', 'within']);
  const conditionRequest = requestedOf(body, context);
  const within = textOf(body, 'within') ?? WITHIN;
  return awaitCondition(context, conditionRequest, within, (held, revision, advance) => ({
    passed: held,
    message: held ? `"${conditionRequest.text}" held` : `"${conditionRequest.text}" did not hold within ${within}${endText(advance)}`,
    ...(revision !== undefined && { revision }),
    advance,
  }));
}

/** Lets lab time pass for a span, or to the first revision at which the condition of the body held. Throws BadRequest or NotFound. */
export function neverCondition(context: RequestContext): Promise<ApiStream> {
  const body = bodyFields(context.request, ['condition', 'namespace', 'for']);
  const conditionRequest = requestedOf(body, context);
  const span = textOf(body, 'for');
  if (span === undefined) throw statusErrors.badRequest('for must be given: the span of lab time, such as 10m');
  return awaitCondition(context, conditionRequest, span, (held, revision, advance) => {
    const passed = !held && advance?.phase === 'Reached';
    const never = passed
      ? `"${conditionRequest.text}" never held`
      : `"${conditionRequest.text}" was not watched to the end${endText(advance)}`;
    const message = held ? `"${conditionRequest.text}" held${revision === undefined ? '' : ` at revision ${revision}`}` : never;
    return { passed, message, ...(revision !== undefined && { revision }), advance };
  });
}

function endText(advance: ClockAdvance | undefined): string {
  const { phase = 'Failed', message } = advance ?? {};
  return `: ${phase}${message === undefined ? '' : `, ${message}`}`;
}

type VerdictOf = (held: boolean, revision: Revision | undefined, advance: ClockAdvance | undefined) => ConditionVerdict;

async function awaitCondition(
  context: RequestContext,
  conditionRequest: ConditionRequest,
  span: string,
  verdict: VerdictOf,
): Promise<ApiStream> {
  const { journal } = context.services;
  const sighting = firstSighting(journal, conditionRequest);
  try {
    const stream = await advanceStream(context, { advance: span, until: conditionRequest.until }, (advance) => {
      sighting.stop();
      return verdict(advance?.phase === 'ConditionMet', sighting.revision(), advance);
    });
    context.request.stop.onStop(sighting.stop);
    return stream;
  } catch (error) {
    sighting.stop();
    throw error;
  }
}

/** Judges each revision of the object: the clock learns only that the condition held. */
function firstSighting(
  journal: Journal,
  { condition, key }: ConditionRequest,
): { revision(): Revision | undefined; readonly stop: Cancel } {
  const present = journal.latest(key)?.object;
  const begin = judgeWaitCondition(condition, present).met ? (revisionOf(present) ?? journal.state.revision) : undefined;
  let metAt: Revision | undefined = begin;
  const stop = journal.onCommitted(({ event }) => {
    if (metAt !== undefined || !isSame(event.key, key)) return;
    if (judgeWaitCondition(condition, event.change === 'deleted' ? undefined : event.object).met) metAt = event.revision;
  });
  return { revision: () => metAt, stop };
}

function revisionOf(object: { readonly metadata?: { readonly resourceVersion?: string } } | undefined): Revision | undefined {
  return object && Number(object.metadata?.resourceVersion);
}

function isSame(one: ObjectKey, other: ObjectKey): boolean {
  return one.name === other.name && one.namespace === other.namespace && one.resource === other.resource && one.group === other.group;
}

function requestedOf(body: Readonly<Record<string, unknown>>, { services: { kinds } }: RequestContext): ConditionRequest {
  const text = textOf(body, 'condition')?.trim();
  if (text === undefined) throw statusErrors.badRequest('condition must be given, such as "deploy/web condition=Available"');
  const [object = '', ...words] = text.split(/\s+/);
  const { kind, key } = namedObject(kinds.all, object, textOf(body, 'namespace') ?? 'default');
  const condition = parseWaitCondition(words.join(' '));
  if ('problem' in condition) throw statusErrors.badRequest(condition.problem);
  return {
    text,
    condition,
    key,
    until: { reach: 'Condition', for: words.join(' '), ...(kind.isCustom && { version: kind.version }), ...key },
  };
}

function textOf(body: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || typeof value === 'string') return value;
  throw statusErrors.badRequest(`${field} must be a text`);
}
