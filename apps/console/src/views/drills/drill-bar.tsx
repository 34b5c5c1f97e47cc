import type { RunState } from '@klockwork/drills';
import { useRun, useRuns } from '../../store/drill-runs.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { phaseText } from './phase-text.ts';
import { RunCommands, TurnState } from './run-actions.tsx';

/** Bar of the pages about a drilled cluster: its drill, and the way back to the lab. */
export function DrillBar() {
  const { value: runs = [] } = useRuns();
  const id = runs[0]?.id;
  return (
    <section className="bar drill" aria-label={TEXTS.drills.title}>
      {id !== undefined && <Present id={id} />}
      <a href={id === undefined ? '/drills' : `/drills?run=${id}`}>{TEXTS.drillRun.backToLab}</a>
    </section>
  );
}

function Present({ id }: { readonly id: string }) {
  const { value: state, problem } = useRun(id);
  if (problem !== undefined) return <span role="alert">{problem}</span>;
  return state && <Drill state={state} />;
}

function Drill({ state }: { readonly state: RunState }) {
  const { id, title, turn, task, phase } = state;
  return (
    <>
      <strong>{title}</strong>
      {turn === undefined ? <output>{phaseText(state)}</output> : <TurnState turn={turn} />}
      {phase === 'Turn' && task !== undefined && <span>{TEXTS.drillRun.task(task)}</span>}
      {phase === 'Turn' && <RunCommands state={state} />}
      <AddressLink to={{ view: 'drills', filters: { run: id } }}>{TEXTS.drillRun.toPlay}</AddressLink>
    </>
  );
}
