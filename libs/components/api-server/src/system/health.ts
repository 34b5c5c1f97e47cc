import { goQuote } from '@klockwork/api-machinery';
import type { Journal } from '@klockwork/event-store';
import type { ApiAnswer } from '@klockwork/http-api';
import { textAnswer } from '../answers/answers.ts';
import type { Query } from '../routing/query.ts';

/** Health check. `check` returns undefined, or the problem. */
export interface HealthCheck {
  readonly name: string;
  check(): string | undefined;
}

/** The server answers. */
export const PING: HealthCheck = { name: 'ping', check: () => undefined };

/** Checks that the log is writable. Named after etcd, since clients request or exclude `/readyz/etcd`. */
export function eventLogCheck(journal: Pick<Journal, 'failure'>): HealthCheck {
  return { name: 'etcd', check: () => journal.failure?.message };
}

/** Each has the same checks. */
export const HEALTH_ROOTS = ['healthz', 'livez', 'readyz'];

/** Answers `/healthz`, `/livez`, `/readyz` and a single check below them; undefined for other paths. Models `k8s.io/apiserver/pkg/server/healthz`. */
export function health(checks: readonly HealthCheck[], segments: readonly string[], query: Query): ApiAnswer | undefined {
  const [root = '', ...rest] = segments;
  if (!HEALTH_ROOTS.includes(root)) return undefined;
  if (rest.length === 0) return summary(root, checks, { excluded: new Set(query.all('exclude')), verbose: query.has('verbose') });
  const one = checks.find(({ name }) => name === rest.join('/'));
  return one && single(one);
}

interface HealthQuery {
  readonly excluded: ReadonlySet<string>;
  readonly verbose: boolean;
}

function summary(root: string, checks: readonly HealthCheck[], { excluded, verbose }: HealthQuery): ApiAnswer {
  const outcomes = checks.map(({ name, check }) => ({
    name,
    outcome: excluded.has(name) ? 'excluded' : check() === undefined ? 'ok' : 'failed',
  }));
  const failed = outcomes.some(({ outcome }) => outcome === 'failed');
  if (!failed && !verbose) return textAnswer(200, 'ok');
  const lines = outcomes.map(({ name, outcome }) => LINES[outcome]?.(name));
  const verdict = `${root} check ${failed ? 'failed' : 'passed'}\n`;
  return textAnswer(failed ? 500 : 200, `${lines.join('')}${unknownText(checks, excluded)}${verdict}`);
}

const LINES: Readonly<Record<string, (name: string) => string>> = {
  ok: (name) => `[+]${name} ok\n`,
  excluded: (name) => `[+]${name} excluded: ok\n`,
  failed: (name) => `[-]${name} failed: reason withheld\n`,
};

/** Warns about unknown excluded checks. */
function unknownText(checks: readonly HealthCheck[], excludedNames: ReadonlySet<string>): string {
  const unknown = [...excludedNames].filter((name) => !checks.some((check) => check.name === name)).sort();
  if (unknown.length === 0) return '';
  return `warn: some health checks cannot be excluded: no matches for ${unknown.map(goQuote).join(',')}\n`;
}

function single({ check }: HealthCheck): ApiAnswer {
  const problem = check();
  return problem === undefined ? textAnswer(200, 'ok') : textAnswer(500, `internal server error: ${problem}\n`);
}
