import type { Journal } from '@klockwork/event-store';
import { textAnswer } from '../answers/answers.ts';
import type { ApiAnswer } from '../http.ts';
import type { Query } from '../routing/query.ts';

/** One thing that must be well. `check` gives nothing, or what is wrong. */
export interface HealthCheck {
  readonly name: string;
  check(): string | undefined;
}

/** The server answers. */
export const PING: HealthCheck = { name: 'ping', check: () => undefined };

/** The log can be written. */
export function eventLogCheck(journal: Pick<Journal, 'failure'>): HealthCheck {
  return { name: 'event-log', check: () => journal.failure?.message };
}

const ROOTS = ['healthz', 'livez', 'readyz'];

/** Answers `/healthz`, `/livez`, `/readyz` and a single check below them; undefined for other paths. Models `k8s.io/apiserver/pkg/server/healthz`. */
export function health(checks: readonly HealthCheck[], segments: readonly string[], query: Query): ApiAnswer | undefined {
  const [root = '', ...rest] = segments;
  if (!ROOTS.includes(root)) return undefined;
  if (rest.length === 0)
    return summary(
      root,
      checks.filter(({ name }) => !query.all('exclude').includes(name)),
      query.has('verbose'),
    );
  const one = checks.find(({ name }) => name === rest.join('/'));
  return one && single(one);
}

function summary(root: string, checks: readonly HealthCheck[], verbose: boolean): ApiAnswer {
  const failed = checks.filter(({ check }) => check() !== undefined);
  if (failed.length === 0 && !verbose) return textAnswer(200, 'ok');
  const lines = checks.map((one) => (failed.includes(one) ? `[-]${one.name} failed: reason withheld\n` : `[+]${one.name} ok\n`));
  const verdict = failed.length === 0 ? 'passed' : 'failed';
  return textAnswer(failed.length === 0 ? 200 : 500, `${lines.join('')}${root} check ${verdict}\n`);
}

function single({ check }: HealthCheck): ApiAnswer {
  const problem = check();
  return problem === undefined ? textAnswer(200, 'ok') : textAnswer(500, `internal server error: ${problem}\n`);
}
