import { type FieldError, fieldErrors, goQuote, parseTime, statusErrors } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { int64Of } from '../routing/int64.ts';
import type { Query } from '../routing/query.ts';

/** Options of `kubectl logs`. Models `PodLogOptions`. */
export interface LogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly sinceTime?: LabTime;
}

/** Reads the options of a request for the log of `pod`. Throws Invalid or BadRequest. Models `ValidatePodLogOptions`. */
export function logOptionsOf(query: Query, pod: string, now: LabTime): LogOptions {
  const [tailLines, limitBytes, sinceSeconds] = ['tailLines', 'limitBytes', 'sinceSeconds'].map((key) => wholeNumber(query, key));
  const sinceTime = query.text('sinceTime') === '' ? undefined : timeOf(query.text('sinceTime'));
  const errors: FieldError[] = [];
  if (tailLines !== undefined && tailLines < 0)
    errors.push(fieldErrors.invalid('tailLines', tailLines, 'must be greater than or equal to 0'));
  if (limitBytes !== undefined && limitBytes < 1) errors.push(fieldErrors.invalid('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined)
    errors.push(fieldErrors.forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  else if (sinceSeconds !== undefined && sinceSeconds < 1)
    errors.push(fieldErrors.invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  if (errors.length > 0) throw statusErrors.invalid({ group: '', kind: 'PodLogOptions' }, pod, errors);
  const since = sinceSeconds === undefined ? sinceTime : now - sinceSeconds * 1_000;
  return {
    container: query.text('container'),
    follow: query.flag('follow'),
    previous: query.flag('previous'),
    timestamps: query.flag('timestamps'),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(since !== undefined && { sinceTime: since }),
  };
}

function wholeNumber(query: Query, key: string): number | undefined {
  const value = int64Of(query, key);
  return value === undefined ? undefined : Number(value);
}

function timeOf(text: string): LabTime {
  const ms = parseTime(text);
  if (ms !== undefined) return ms;
  const quotedText = goQuote(text);
  throw statusErrors.badRequest(`parsing time ${quotedText} as "2006-01-02T15:04:05Z07:00": cannot parse ${quotedText} as "2006"`);
}
