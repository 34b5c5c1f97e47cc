import type { Diagnosis, JournalCausalLog, WholeEvent } from '@klockwork/event-store';
import type { ObjectKey } from '@klockwork/resources';
import { diagnose } from './diagnosers.ts';
import type { ClusterView, DiagnosisDraft, Subject } from './subject.ts';

/** Diagnoses within diagnoses: a Deployment, its ReplicaSet, its pods, their claims. */
const DEPTH_MAX = 4;

export interface DiagnosisSources {
  readonly log: Pick<JournalCausalLog, 'history'>;
  readonly view: ClusterView;
}

/** Completes a draft with diagnoses of related objects, at most {@link DEPTH_MAX} deep. */
export async function wholeDiagnosis(sources: DiagnosisSources, draft: DiagnosisDraft, depth = 0): Promise<Diagnosis> {
  const relatedDiagnosis: Diagnosis[] = [];
  for (const key of depth < DEPTH_MAX ? (draft.related ?? []) : []) {
    const subject = subjectOf(key, await sources.log.history(key));
    const [first] = subject === undefined ? [] : diagnose(subject, sources.view);
    if (first !== undefined) relatedDiagnosis.push(await wholeDiagnosis(sources, first, depth + 1));
  }
  const { statement, findings, remedies, facts } = draft;
  return { statement, findings, remedies, related: relatedDiagnosis, ...(facts && { facts }) };
}

/** Returns the newest object of a name with its events; undefined without any. `uid`: selects another object of this name. */
export function subjectOf(key: ObjectKey, events: readonly WholeEvent[], uid = events.at(-1)?.uid): Subject | undefined {
  const history = events.filter((event) => event.uid === uid);
  const last = history.at(-1);
  return last && { key, object: last.object, gone: last.change === 'deleted', history };
}
