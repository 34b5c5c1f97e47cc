import { statusErrors } from '@klockwork/api-machinery';
import {
  Explainer,
  type Journal,
  JournalCausalLog,
  objectText,
  type Question,
  questionsOf,
  type Revision,
  restartEvent,
  restartsOf,
  type WholeEvent,
  type Why,
  type WhyAnswer,
} from '@klockwork/event-store';
import type { ApiAnswer } from '@klockwork/http-api';
import type { LabTime } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import { diagnoseChange } from './changed-fields.ts';
import { diagnoseConnection } from './connection/connection.ts';
import { diagnose } from './diagnosers.ts';
import { journalView } from './journal-view.ts';
import { diagnoseRestart } from './pods/crash-loop.ts';
import { diagnoseScheduled } from './pods/scheduled.ts';
import type { DiagnosisDraft, Subject } from './subject.ts';
import { type DiagnosisSources, subjectOf, wholeDiagnosis } from './whole-diagnosis.ts';
import type { ObjectQuery, WhyQuery } from './why-query.ts';

/** Sources that an answer reads: the log, the kinds, and lab time. */
export interface WhySources {
  readonly journal: Journal;
  readonly kinds: readonly KindDefinition[];
  readonly now: LabTime;
}

interface Sources extends DiagnosisSources {
  readonly log: JournalCausalLog;
  readonly explainer: Explainer;
}

/** Explains an event or object from the log. Throws NotFound for unknown or pruned ones, BadRequest for a missing restart. */
export async function whyAnswer({ journal, kinds, now }: WhySources, query: WhyQuery): Promise<ApiAnswer> {
  const log = new JournalCausalLog(journal, kinds);
  const sources = { log, explainer: new Explainer(log), view: journalView(journal.state, kinds, now) };
  const why = 'revision' in query ? await whyRevision(sources, query.revision, journal.state.revision) : await whyObject(sources, query);
  return jsonAnswer(200, why);
}

async function whyRevision({ log, explainer }: Sources, revision: Revision, end: Revision): Promise<Why> {
  const event = await log.event(revision);
  if (event === undefined) throw statusErrors.notFoundMessage(missingText(revision, end));
  return whyOf([{ question: `${event.type} ${objectText(event.key)}`, chain: await explainer.explain(revision) }]);
}

function missingText(revision: Revision, end: Revision): string {
  return revision > end
    ? `the log ends at revision ${end}`
    : `revision ${revision} is no longer kept: a newer event of its object superseded it`;
}

async function whyObject(sources: Sources, { object: { kind, key }, uid, restart, to }: ObjectQuery): Promise<Why> {
  const events = await sources.log.history(key);
  const subject = subjectOf(key, events, uid);
  if (subject === undefined) throw statusErrors.notFound(kind, key.name);
  if (to !== undefined) return whyOf([await diagnosisAnswer(sources, diagnoseConnection(subject, to, sources.view))]);
  const answers = restart === undefined ? await stateAnswers(sources, subject) : [await restartAnswer(sources, subject, restart)];
  const uids = [...new Set(events.map((event) => event.uid))].reverse();
  const namesakes = uids.filter((other) => other !== subject.history[0]?.uid);
  return { ...whyOf(answers), ...(namesakes.length > 0 && { namesakes }) };
}

/** Diagnoses precede causes of changes; the choice of a pod's node is last. Questions whose whole chain is in an earlier answer are skipped. */
async function stateAnswers(sources: Sources, subject: Subject): Promise<WhyAnswer[]> {
  const answers: WhyAnswer[] = [];
  for (const draft of diagnose(subject, sources.view)) answers.push(await diagnosisAnswer(sources, draft));
  for (const question of questionsOf(subject.history)) {
    const draft = diagnoseChange(subject, question);
    const answer = draft === undefined ? await answerTo(sources, question) : await diagnosisAnswer(sources, draft);
    if (answer.chain.steps.length > 0) answers.push(answer);
  }
  const scheduledDraft = diagnoseScheduled(subject);
  if (scheduledDraft !== undefined) answers.push(await diagnosisAnswer(sources, scheduledDraft));
  return answers;
}

async function diagnosisAnswer(sources: Sources, draft: DiagnosisDraft): Promise<WhyAnswer> {
  const diagnosis = await wholeDiagnosis(sources, draft);
  return { question: draft.statement, diagnosis, chain: await sources.explainer.explain(draft.revision) };
}

async function restartAnswer(sources: Sources, subject: Subject, restart: number): Promise<WhyAnswer> {
  const { question } = restartOf(subject.history, restart);
  const draft = diagnoseRestart(subject, sources.view, restart);
  if (draft === undefined) return answerTo(sources, restartOf(subject.history, restart));
  return diagnosisAnswer(sources, { ...draft, statement: question });
}

function restartOf(history: readonly WholeEvent[], restart: number): Question {
  const last = history.at(-1) as WholeEvent;
  const shownEvent = restartEvent(history, restart);
  if (shownEvent !== undefined)
    return { question: `${objectText(last.key)} restarted for the ${ordinal(restart)} time`, revision: shownEvent.revision };
  const restarts = restartsOf(last.object);
  throw statusErrors.badRequest(`${objectText(last.key)} restarted ${restarts} times, not ${restart}`);
}

async function answerTo({ explainer }: Sources, { question, revision }: Question): Promise<WhyAnswer> {
  return { question, chain: await explainer.explain(revision) };
}

function whyOf(answers: readonly WhyAnswer[]): Why {
  return { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Why', answers };
}

function ordinal(n: number): string {
  const teens = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${(!teens && ['', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
}
