import type { RunState } from '@klockwork/drills';
import { isActive } from '../../model/drill-run.ts';
import { useRun } from '../../store/drill-runs.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { DebriefPart } from './debrief-part.tsx';
import { LoadCharts } from './load-chart.tsx';
import { ObjectiveList } from './objective-list.tsx';
import { phaseText } from './phase-text.ts';
import { RunActions } from './run-actions.tsx';
import { RunReport, RunSteps, RunTimeline } from './run-report.tsx';

const TONES: Readonly<Record<string, string>> = { Passed: 'good', Failed: 'bad' };

/** Run or play of a drill, live, and its result. */
export function RunView({ id }: { readonly id: string }) {
  const { value: state, problem } = useRun(id);
  return (
    <>
      <p>
        <AddressLink to={{ view: 'drills' }}>{TEXTS.drills.all}</AddressLink>
      </p>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {state !== undefined && <Run state={state} />}
    </>
  );
}

function Run({ state }: { readonly state: RunState }) {
  const { title, description, mode, seed, solution, attempts, verdict = '', message, result, debrief, progress } = state;
  return (
    <article className="run" data-tone={TONES[verdict] ?? 'busy'} aria-label={TEXTS.drillRun.label(title)}>
      <header>
        <h2>{title}</h2>
        <output>
          <strong>{phaseText(state)}</strong>
        </output>
        <span>
          {TEXTS.drillRun.modes[mode]}, {TEXTS.drillRun.seed(seed)}
          {solution !== undefined && `, ${TEXTS.drillRun.solution(solution)}`}
          {attempts > 1 && `, ${TEXTS.drillRun.attempt(attempts)}`}
        </span>
      </header>
      {(message ?? result?.message) !== undefined && <p>{message ?? result?.message}</p>}
      {isActive(state) && <p>{description}</p>}
      <RunActions state={state} />
      <ObjectiveList state={state} />
      {debrief !== undefined && <DebriefPart debrief={debrief} />}
      {progress !== undefined && <LoadCharts load={progress.load} />}
      {result !== undefined && <RunReport state={state} result={result} />}
      {progress !== undefined && <RunSteps steps={progress.steps} />}
      {progress !== undefined && <RunTimeline entries={progress.timeline} isOpen={state.isOpen} />}
    </article>
  );
}
