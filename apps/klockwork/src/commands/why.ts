import { type Why, whyText } from '@klockwork/event-store';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { UserError } from '../user-error.ts';

/** The options of `klockwork why`. */
export interface WhyOptions {
  readonly data?: string;
  readonly revision?: number;
  readonly namespace?: string;
  readonly restart?: number;
  readonly uid?: string;
  readonly output?: 'json';
}

/** Prints why `subject`, an object or a revision of the log, is as it is. Throws UserError when there is nothing to ask about. */
export async function why(subject: string | undefined, options: WhyOptions): Promise<void> {
  const answer = await LabClient.of(labFolder(options.data)).getJson<Why>(`/klockwork/v1/why?${whyQuery(subject, options)}`);
  console.log(options.output === 'json' ? JSON.stringify(answer, null, 2) : whyText(answer));
}

/** What is asked of the api-server: by `12` or `--revision 12` an event, by `pods/web-1` an object. */
export function whyQuery(subject: string | undefined, options: WhyOptions): URLSearchParams {
  const { revision, namespace, restart, uid } = options;
  if ((subject === undefined) === (revision === undefined))
    throw new UserError('say what is to be explained: an object, as pods/web-1, or a revision of the log, as 812');
  if (subject === undefined || /^\d+$/.test(subject)) return new URLSearchParams({ revision: String(revision ?? subject) });
  return new URLSearchParams({
    object: subject,
    ...(namespace !== undefined && { namespace }),
    ...(restart !== undefined && { restart: String(restart) }),
    ...(uid !== undefined && { uid }),
  });
}
