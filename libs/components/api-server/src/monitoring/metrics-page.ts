import type { ApiAnswer } from '@klockwork/http-api';
import { textAnswer } from '../answers/answers.ts';
import type { ApiServices } from '../api-services.ts';
import { notInLog } from '../past/past-moment.ts';

const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** Answers `/metrics` in the text format of Prometheus; undefined for other paths. The past has no metrics. */
export function metricsPage(segments: readonly string[], { metrics, moment, kinds, journal }: ApiServices): ApiAnswer | undefined {
  if (segments.length !== 1 || segments[0] !== 'metrics') return undefined;
  if (moment !== undefined) throw notInLog(moment, 'metrics');
  if (metrics === undefined) return undefined;
  const answer = textAnswer(200, metrics.text(kinds.all, journal.state));
  return { ...answer, headers: { ...answer.headers, 'content-type': TEXT_FORMAT } };
}
