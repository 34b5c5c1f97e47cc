import { statusErrors } from '@klockwork/api-machinery';
import {
  Explainer,
  type Journal,
  JournalCausalLog,
  objectText,
  questionsOf,
  type Revision,
  restartEvent,
  restartsOf,
  type WholeEvent,
  type Why,
  type WhyAnswer,
} from '@klockwork/event-store';
import type { KindDefinition } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ApiAnswer } from '../http.ts';
import type { NamedObject } from './object-name.ts';
import type { WhyQuery } from './why-query.ts';

/** Explains an event or an object from the log. Throws NotFound for what the log never had or no longer has, BadRequest for a restart that was not. */
export async function whyAnswer(journal: Journal, kinds: readonly KindDefinition[], query: WhyQuery): Promise<ApiAnswer> {
  const log = new JournalCausalLog(journal, kinds);
  const why = 'revision' in query ? await whyRevision(log, query.revision) : await whyObject(log, query.object, query);
  return jsonAnswer(200, why);
}

async function whyRevision(log: JournalCausalLog, revision: Revision): Promise<Why> {
  const event = await log.event(revision);
  if (event === undefined) throw statusErrors.notFound({ group: 'klockwork.dev', resource: 'revisions' }, String(revision));
  return whyOf([await answer(new Explainer(log), `${event.type} ${objectText(event.key)}`, revision)]);
}

async function whyObject(
  log: JournalCausalLog,
  { kind, key }: NamedObject,
  { uid, restart }: { uid: string | undefined; restart: number | undefined },
): Promise<Why> {
  const all = await log.history(key);
  const uids = [...new Set(all.map((event) => event.uid))].reverse();
  const history = all.filter((event) => event.uid === (uid ?? uids[0]));
  if (history.length === 0) throw statusErrors.notFound(kind, key.name);
  const explainer = new Explainer(log);
  const answers: WhyAnswer[] = [];
  for (const { question, revision } of restart === undefined ? questionsOf(history) : [restartOf(history, restart)])
    answers.push(await answer(explainer, question, revision));
  const namesakes = uids.filter((other) => other !== history[0]?.uid);
  return { ...whyOf(answers), ...(namesakes.length > 0 && { namesakes }) };
}

function restartOf(history: readonly WholeEvent[], restart: number): { question: string; revision: Revision } {
  const last = history.at(-1) as WholeEvent;
  const shown = restartEvent(history, restart);
  if (shown !== undefined)
    return { question: `${objectText(last.key)} restarted for the ${ordinal(restart)} time`, revision: shown.revision };
  const restarts = restartsOf(last.object);
  throw statusErrors.badRequest(`${objectText(last.key)} restarted ${restarts} times, not ${restart}`);
}

async function answer(explainer: Explainer, question: string, revision: Revision): Promise<WhyAnswer> {
  return { question, chain: await explainer.explain(revision) };
}

function whyOf(answers: readonly WhyAnswer[]): Why {
  return { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Why', answers };
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${(!teens && ['', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
}
