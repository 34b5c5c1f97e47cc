import type { Random } from '@klockwork/kernel';
import { once, pick } from './chance.ts';
import type { Corpus } from './corpus.ts';
import { ODD_TEXTS } from './odd-values.ts';

const BOOLEANS = ['true', 'false', '1', '0', 't', 'True', 'yes', ''];
const NUMBERS = ['0', '1', '2', '10', '-1', '9223372036854775807', '9223372036854775808', '1e3', '1.5', ' 1', ''];
const LABELS = [
  'app=web',
  'app',
  '!app',
  'app in (a,b)',
  'app notin (a)',
  'a>1',
  'a<9223372036854775808',
  'app=,b',
  '(',
  'app==web,x!=y',
  ','.repeat(50),
];
const FIELDS = [
  'metadata.name=web',
  'metadata.name!=a',
  'metadata.namespace=default',
  'status.phase=Running',
  'spec.nodeName=',
  'a=b',
  '=',
  '\\',
  'a=b\\,c',
  'type=x',
];

/** Query parameters with possible values. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  watch: BOOLEANS,
  allowWatchBookmarks: BOOLEANS,
  sendInitialEvents: BOOLEANS,
  resourceVersionMatch: ['Exact', 'NotOlderThan', 'x', ''],
  limit: NUMBERS,
  timeoutSeconds: NUMBERS,
  timeout: ['1s', '32s', '-1s', '1', '100000h', 'x', ''],
  labelSelector: LABELS,
  fieldSelector: FIELDS,
  dryRun: ['All', 'all', '', 'x'],
  fieldManager: ['kubectl', 'a'.repeat(200), '\t', ''],
  force: BOOLEANS,
  fieldValidation: ['Strict', 'Warn', 'Ignore', 'strict', ''],
  gracePeriodSeconds: NUMBERS,
  propagationPolicy: ['Foreground', 'Background', 'Orphan', 'x', ''],
  orphanDependents: BOOLEANS,
  includeObject: ['None', 'Metadata', 'Object', 'x'],
  pretty: BOOLEANS,
  container: ['a', 'main', ''],
  follow: BOOLEANS,
  tailLines: NUMBERS,
  sinceSeconds: NUMBERS,
  limitBytes: NUMBERS,
  sinceTime: ['2026-01-01T00:00:00Z', 'x'],
  command: ['sh', ''],
  stdout: BOOLEANS,
  ports: NUMBERS,
  verbose: BOOLEANS,
  exclude: ['ping', 'x'],
  hash: ['0'],
  from: NUMBERS,
  kind: ['pods', 'x'],
  object: ['pods/web', 'x', 'deployments.apps/a/b'],
};
const NAMES = Object.keys(PARAMETERS);

/** Query with its question mark, or ''. */
export function queryOf(random: Random, corpus: Corpus): string {
  if (!once(random, 3)) return '';
  const pairs = Array.from({ length: 1 + random.integer(4) }, () => parameter(random, corpus));
  return `?${pairs.join(once(random, 50) ? '&&' : '&')}`;
}

function parameter(random: Random, corpus: Corpus): string {
  if (once(random, 8)) return `resourceVersion=${corpus.resourceVersion(random)}`;
  if (once(random, 12)) return `continue=${encodeURIComponent(corpus.continueToken(random))}${once(random, 4) ? 'x' : ''}`;
  if (once(random, 40)) return pick(random, ['', '=', '%', 'a=%zz', '%00=%ff', '__proto__=x', 'constructor', 'watch=true=', ';watch=true']);
  const name = pick(random, NAMES);
  const value = once(random, 5) ? pick(random, ODD_TEXTS) : pick(random, PARAMETERS[name] ?? []);
  return `${name}=${escaped(value)}`;
}

/** A lone surrogate has no UTF-8 encoding: it is sent as an invalid byte. */
function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+');
}
