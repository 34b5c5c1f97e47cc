import { type Why, whyText } from '@klockwork/event-store';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printable, printableJson } from '../output/printable.ts';
import { UserError } from '../user-error.ts';

/** The options of `klockwork why`. */
export interface WhyOptions {
  readonly data?: string;
  readonly revision?: number;
  readonly namespace?: string;
  readonly restart?: number;
  readonly uid?: string;
  readonly to?: string;
  readonly output?: 'json';
}

/** Prints the causes of an object or event. `words`: `pods/web-1`, `pod web-1` or `812`. Throws UserError for other words. */
export async function why(words: readonly string[], options: WhyOptions): Promise<void> {
  const subject = subjectIn(words);
  const answer = await (await LabClient.connect(labFolder(options.data))).getJson<Why>(`/klockwork/v1/why?${whyQuery(subject, options)}`);
  console.log(options.output === 'json' ? printableJson(JSON.stringify(answer, null, 2)) : whyText(printable(answer)));
}

/** Returns `pod/web-1` for `pod web-1`, as kubectl takes both. */
export function subjectIn(words: readonly string[]): string | undefined {
  const [first, second, ...more] = words;
  if (second === undefined) return first;
  if (more.length > 0 || first?.includes('/') || second.includes('/'))
    throw new UserError(`only one object can be explained at a time, such as pods/web-1, not ${JSON.stringify(words.join(' '))}`);
  return `${first}/${second}`;
}

/** Returns the query: an event for `12` or `--revision 12`, an object for `pods/web-1`. */
export function whyQuery(subject: string | undefined, options: WhyOptions): URLSearchParams {
  const { revision, namespace, restart, uid, to } = options;
  if ((subject === undefined) === (revision === undefined))
    throw new UserError('say what is to be explained: an object, as pods/web-1, or a revision of the log, as 812');
  if (subject === undefined || /^\d+$/.test(subject)) return new URLSearchParams({ revision: String(revision ?? subject) });
  return new URLSearchParams({
    object: subject,
    ...(namespace !== undefined && { namespace }),
    ...(restart !== undefined && { restart: String(restart) }),
    ...(uid !== undefined && { uid }),
    ...(to !== undefined && { to }),
  });
}
