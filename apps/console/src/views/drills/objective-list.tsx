import type { RunState } from '@klockwork/drills';
import { elapsedText, objectivesOf, type ShownObjective } from '../../model/drill-run.ts';
import { TEXTS } from '../../texts.ts';

const TONES: Readonly<Record<string, string>> = { Met: 'good', Holds: 'good', Broken: 'bad', Violated: 'bad' };

/** Objectives of a run, with the moment and the causes of their first violation. */
export function ObjectiveList({ state }: { readonly state: RunState }) {
  const objectives = objectivesOf(state);
  if (objectives.length === 0) return undefined;
  return (
    <section aria-label={TEXTS.drillRun.objectives}>
      <h3>{TEXTS.drillRun.objectives}</h3>
      <ul className="objectives">
        {objectives.map((objective) => (
          <Objective key={objective.name} objective={objective} isOpen={state.isOpen && state.phase === 'Completed'} />
        ))}
      </ul>
    </section>
  );
}

function Objective({ objective, isOpen }: { readonly objective: ShownObjective; readonly isOpen: boolean }) {
  const { name, window, weight, state, violations, at, value, causes, prevention } = objective;
  return (
    <li data-tone={TONES[state] ?? 'busy'}>
      <strong>{TEXTS.drillRun.states[state]}</strong> {name}{' '}
      <small>
        {window} {weight !== undefined && TEXTS.drillRun.weight(weight)}
      </small>
      {violations > 0 && (
        <p>
          {at !== undefined && `${elapsedText(at.elapsedMs)}: `}
          {TEXTS.drills.violations(violations, value)}
          {at !== undefined && isOpen && <MomentLinks revision={at.revision} />}
        </p>
      )}
      {prevention !== '' && violations > 0 && <p>{TEXTS.drills.prevention(prevention)}</p>}
      {causes !== '' && (
        <details>
          <summary>{TEXTS.drillRun.causes}</summary>
          <pre>{causes}</pre>
        </details>
      )}
    </li>
  );
}

/** Links to a moment of the drilled cluster: its timeline, and the causes of its event. */
export function MomentLinks({ revision }: { readonly revision: number }) {
  return (
    <>
      {' '}
      <a href={`/drill/timeline?at=${revision}`}>{TEXTS.drillRun.timeline}</a>{' '}
      <a href={`/drill/why?of=${revision}`}>{TEXTS.drillRun.why}</a>
    </>
  );
}
