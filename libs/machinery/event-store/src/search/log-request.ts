import type { LabTime } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import type { Revision } from '../revision.ts';
import type { LogFilter } from './log-filter.ts';
import { readInstant } from './log-instant.ts';
import { kindNamed, objectNamed } from './named-object.ts';

/** Query for events of the log, with limits. */
export interface LogRequest {
  readonly filter: LogFilter;
  /** Events after this revision. */
  readonly after: Revision;
  /** Last requested revision. */
  readonly through?: Revision;
  /** Maximum number of last matches. */
  readonly tail?: number;
  readonly follow: boolean;
}

/** Parameters of a request by name; empty text for missing ones. */
export type LogParameters = (name: string) => string;

/** Sentence about an invalid request. */
interface Problem {
  readonly problem: string;
}

type Words = ReturnType<typeof listOf>;

/**
 * Parses the parameters of `GET /klockwork/v1/log`: `from`, `revision`, `object`, `namespace`, `kind`, `name`, `type`, `actor`, `since`,
 * `until`, `cause`, `tail`, `follow`. Lists are comma-separated. Instants are relative to `now`.
 */
export function logRequest(kinds: readonly KindDefinition[], text: LogParameters, now: LabTime): LogRequest | Problem {
  const [objects, times, numbers] = [objectPart(kinds, text), timePart(text, now), numberPart(text)];
  if ('problem' in objects) return objects;
  if ('problem' in times) return times;
  if ('problem' in numbers) return numbers;
  const { from = 1, revision, tail, cause } = numbers;
  return {
    filter: {
      ...objects,
      ...times,
      ...named('types', listOf(text('type'))),
      ...named('actors', listOf(text('actor'))),
      ...(cause !== undefined && { causedBy: cause }),
    },
    after: Math.max(0, (revision ?? from) - 1),
    follow: !['', 'false', '0'].includes(text('follow').toLowerCase()),
    ...(revision !== undefined && { through: revision }),
    ...(tail !== undefined && { tail }),
  };
}

function objectPart(kinds: readonly KindDefinition[], text: LogParameters): LogFilter | Problem {
  const [object, namespace, name] = [text('object'), text('namespace'), text('name')];
  const found = (listOf(text('kind')) ?? []).map((word) => ({ word, kind: kindNamed(kinds, word) }));
  const unknown = found.find(({ kind }) => kind === undefined);
  if (unknown !== undefined) return { problem: `the server doesn't have a resource type ${JSON.stringify(unknown.word)}` };
  const wanted = found.flatMap(({ kind }) => (kind === undefined ? [] : [{ group: kind.group, resource: kind.resource }]));
  const others = { ...(wanted.length > 0 && { kinds: wanted }), ...(name !== '' && { name }) };
  if (object === '') return { ...others, ...(namespace !== '' && { namespace }) };
  const one = objectNamed(kinds, object, namespace || 'default');
  return 'problem' in one ? { problem: one.problem } : { ...others, key: one.key };
}

function timePart(text: LogParameters, now: LabTime): LogFilter | Problem {
  const instants: { since?: LabTime; until?: LabTime } = {};
  for (const name of ['since', 'until'] as const) {
    if (text(name) === '') continue;
    const at = readInstant(text(name), now);
    if (at === undefined)
      return {
        problem: `${name} must be how long ago, as 10m, or a time of the lab, as 11:32:02 or 2026-01-01T11:32:02Z, not ${JSON.stringify(text(name))}`,
      };
    instants[name] = at;
  }
  return instants;
}

type Numbers = { readonly [name in 'from' | 'revision' | 'tail' | 'cause']?: number };

function numberPart(text: LogParameters): Numbers | Problem {
  const numbers: { -readonly [name in keyof Numbers]: number } = {};
  for (const name of ['from', 'revision', 'tail', 'cause'] as const) {
    if (text(name) === '') continue;
    if (!/^\d{1,15}$/.test(text(name)))
      return { problem: `${name} must be ${name === 'tail' ? 'a number' : 'a revision'}, not ${JSON.stringify(text(name))}` };
    numbers[name] = Number(text(name));
  }
  return numbers;
}

function listOf(text: string): readonly string[] | undefined {
  const words = text.split(',').filter((word) => word !== '');
  return words.length === 0 ? undefined : words;
}

function named(name: 'types' | 'actors', words: Words): LogFilter {
  return words === undefined ? {} : { [name]: words };
}
