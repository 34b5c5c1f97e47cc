import { parseDuration, parseWaitCondition } from '@klockwork/api-machinery';
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

/** Requested advance: maximum length, and an earlier end. */
export type AdvanceRequest =
  | { readonly reach: 'Bound'; readonly by: string }
  | { readonly reach: 'Idle' | 'NextTimer'; readonly by: string }
  | { readonly reach: 'Condition'; readonly by: string; readonly for: string; readonly object: ObjectWords };

/** Typed object: `deploy/web`. */
export interface ObjectWords {
  readonly type: string;
  readonly name: string;
  readonly namespace: string;
}

/** Default limit of an advance, as in the API. */
export const DEFAULT_LIMIT = '1h';

/**
 * Reads `advance 10m`, `advance --until-idle`, `advance --until CONDITION TYPE/NAME`; the condition and the object may also be one word
 * in quotes, `-n` in it. Throws UserError in kubectl's words where kubectl has them.
 */
export function advanceRequest(words: readonly string[], options: AdvanceOptions): AdvanceRequest {
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
  if (options.untilIdle === true) return { reach: 'Idle', by: by ?? limit ?? DEFAULT_LIMIT };
  if (by === undefined)
    throw new UserError('say how far, as in "clock advance 10m", or until when: --until-idle, --until CONDITION TYPE/NAME');
  return { reach: 'Bound', by };
}

function untilCondition(words: readonly string[], { limit = DEFAULT_LIMIT, namespace }: AdvanceOptions): AdvanceRequest {
  const { rest, inNamespace = namespace ?? 'default' } = takeNamespace(words);
  const [condition = '', ...object] = rest;
  const parsed = parseWaitCondition(condition);
  if ('problem' in parsed) throw new UserError(parsed.problem);
  return { reach: 'Condition', by: limit, for: condition, object: { ...objectWords(object), namespace: inNamespace } };
}

function takeNamespace(words: readonly string[]): { rest: string[]; inNamespace?: string } {
  const at = words.findIndex((word) => word === '-n' || word === '--namespace');
  if (at === -1) return { rest: [...words] };
  const inNamespace = words[at + 1];
  if (inNamespace === undefined) throw new UserError(`${words[at]} needs the name of a namespace`);
  return { rest: words.toSpliced(at, 2), inNamespace };
}

/** `deployment/web` or `deployment web`. Models the argument rules of `cli-runtime/pkg/resource/builder.go`. */
function objectWords(words: readonly string[]): { type: string; name: string } {
  if (words.length === 0) throw new UserError('say what --until is about: --until condition=Available deployment/web');
  if (words.some((word) => word.includes('/'))) {
    if (words.length > 1) throw new UserError('--until waits for one object');
    const [type = '', name = '', ...more] = (words[0] ?? '').split('/');
    if (more.length > 0) throw new UserError('arguments in resource/name form may not have more than one slash');
    if (type === '' || name === '') throw new UserError('arguments in resource/name form must have a single resource and name');
    return { type, name };
  }
  const [type = '', name, ...more] = words;
  if (name === undefined) throw new UserError('resource(s) were provided, but no name was specified');
  if (more.length > 0) throw new UserError('--until waits for one object');
  return { type, name };
}

function requireDuration(text: string): void {
  const parsed = parseDuration(text);
  if ('problem' in parsed) throw new UserError(parsed.problem);
  if (parsed.ms < 0) throw new UserError(`time never goes back: the lab cannot advance by ${text}`);
  if (parsed.ms === 0) throw new UserError(`time goes forward only: ${text} is no time`);
}
