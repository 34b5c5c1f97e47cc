import { parseDuration, parseWaitCondition } from '@klockwork/api-machinery';
import type { ClockSpec } from '@klockwork/resources';
import { UserError } from '../user-error.ts';

/** Command-line options of `klockwork clock advance`. */
export interface AdvanceOptions {
  readonly data?: string;
  readonly untilIdle?: boolean;
  readonly until?: string;
  readonly limit?: string;
  readonly namespace?: string;
  readonly maxRate?: number;
}

/** Default limit of an advance, as in the API. */
export const DEFAULT_LIMIT = '1h';

/**
 * Reads `advance 10m`, `advance --until-idle`, `advance --until CONDITION TYPE/NAME`; the condition and the object may also be one word
 * in quotes, with `-n`. `until.resource` is the type as typed: `deploy`. Throws UserError in kubectl's words where kubectl has them.
 */
export function advanceSpec(words: readonly string[], options: AdvanceOptions): ClockSpec {
  const { maxRate } = options;
  return { ...goal(words, options), ...(maxRate !== undefined && { maxRate }) };
}

function goal(words: readonly string[], options: AdvanceOptions): Pick<ClockSpec, 'advance' | 'until'> {
  const { limit, until } = options;
  const unknown = words.find((word) => /^-\D/.test(word));
  if (unknown !== undefined) throw new UserError(`unknown option '${unknown}' (see "klockwork clock advance --help")`);
  if (limit !== undefined) requireDuration(limit);
  if (until !== undefined && options.untilIdle === true) throw new UserError('choose one of --until and --until-idle');
  if (until !== undefined) return untilCondition(words.length === 0 ? until.trim().split(/\s+/) : [until, ...words], options);
  const [by, ...more] = words;
  if (more.length > 0) throw new UserError(`a length of time is one word, as 10m or 1h30m: what is ${more.join(' ')} for?`);
  if (by !== undefined && limit !== undefined) throw new UserError('a length of time is itself the limit: leave --limit out');
  if (by !== undefined) requireDuration(by);
  if (options.untilIdle === true) return { advance: by ?? limit ?? DEFAULT_LIMIT, until: { reach: 'Idle' } };
  if (by === undefined)
    throw new UserError('say how far, as in "clock advance 10m", or until when: --until-idle, --until CONDITION TYPE/NAME');
  return { advance: by };
}

function untilCondition(words: readonly string[], { limit = DEFAULT_LIMIT, namespace: given = 'default' }: AdvanceOptions) {
  const { rest, namespace = given } = takeNamespace(words);
  const [condition = '', ...object] = rest;
  const waitCondition = parseWaitCondition(condition);
  if ('problem' in waitCondition) throw new UserError(waitCondition.problem);
  return { advance: limit, until: { reach: 'Condition' as const, for: condition, ...objectWords(object), namespace } };
}

function takeNamespace(words: readonly string[]): { rest: string[]; namespace?: string } {
  const at = words.findIndex((word) => word === '-n' || word === '--namespace');
  if (at === -1) return { rest: [...words] };
  const namespace = words[at + 1];
  if (namespace === undefined) throw new UserError(`${words[at]} needs the name of a namespace`);
  return { rest: words.toSpliced(at, 2), namespace };
}

/** `deployment/web` or `deployment web`. Models the argument rules of `cli-runtime/pkg/resource/builder.go`. */
function objectWords(words: readonly string[]): { resource: string; name: string } {
  if (words.length === 0) throw new UserError('say what --until is about: --until condition=Available deployment/web');
  if (words.some((word) => word.includes('/'))) {
    if (words.length > 1) throw new UserError('--until waits for one object');
    const [resource = '', name = '', ...more] = (words[0] ?? '').split('/');
    if (more.length > 0) throw new UserError('arguments in resource/name form may not have more than one slash');
    if (resource === '' || name === '') throw new UserError('arguments in resource/name form must have a single resource and name');
    return { resource, name };
  }
  const [resource = '', name, ...more] = words;
  if (name === undefined) throw new UserError('resource(s) were provided, but no name was specified');
  if (more.length > 0) throw new UserError('--until waits for one object');
  return { resource, name };
}

function requireDuration(text: string): void {
  const duration = parseDuration(text);
  if ('problem' in duration) throw new UserError(duration.problem);
  if (duration.ms < 0) throw new UserError(`time never goes back: the lab cannot advance by ${text}`);
  if (duration.ms === 0) throw new UserError(`time goes forward only: ${text} is no time`);
}
