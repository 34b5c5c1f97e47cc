import { useState } from 'react';
import { send } from '../../api/client.ts';
import { byName } from '../../model/by-name.ts';
import { type FaultTarget, PROCESSES } from '../../model/fault-targets.ts';
import { type FaultView, faultViews } from '../../model/faults.ts';
import { FAULTS } from '../../store/fault-types.ts';
import { useLab, useRows } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';
import { FaultDialog } from './fault-dialog.tsx';
import './faults.css';

/** Faults with their evidence, and buttons for everything that can break. */
export function FaultsView() {
  const { at } = useLab();
  const rows = useRows('faults');
  const faults = faultViews(rows);
  return (
    <section className="faults" aria-label={TEXTS.faults.title}>
      {at === undefined && <Targets />}
      <h2>{TEXTS.faults.title}</h2>
      {faults.length === 0 && rows.freshness.type === 'live' && (
        <p className="empty">
          {TEXTS.faults.none} <code>{TEXTS.faults.command}</code>
        </p>
      )}
      <ul>
        {faults.map((fault) => (
          <Fault key={fault.name} fault={fault} canMend={at === undefined} />
        ))}
      </ul>
    </section>
  );
}

/** Buttons for everything that can break. */
function Targets() {
  const [target, setTarget] = useState<FaultTarget | undefined>();
  const nodes = [...useRows('nodes').byKey.keys()].sort(byName);
  const targets: readonly FaultTarget[] = [
    ...nodes.map((name) => ({ type: 'node', name }) as const),
    ...PROCESSES.map((name) => ({ type: 'process', name }) as const),
    ...(['link', 'image', 'api'] as const).map((type) => ({ type })),
  ];
  return (
    <>
      <h2>{TEXTS.faults.breakWhat}</h2>
      <div className="actions">
        {targets.map((each) => (
          <button key={'name' in each ? each.name : each.type} type="button" onClick={() => setTarget(each)}>
            {'name' in each ? each.name : TEXTS.faults.targets[each.type]}
          </button>
        ))}
      </div>
      {target !== undefined && <FaultDialog target={target} close={() => setTarget(undefined)} />}
    </>
  );
}

function Fault({ fault, canMend }: { readonly fault: FaultView; readonly canMend: boolean }) {
  const [problem, setProblem] = useState('');
  const mend = () =>
    void send(`${FAULTS}/${fault.name}`, { method: 'DELETE' }).then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    );
  return (
    <li className="toned" data-tone={fault.isOver ? 'done' : 'bad'} aria-label={fault.name}>
      <header>
        <strong>{fault.type}</strong> <span>{fault.target}</span>{' '}
        <span>{fault.remaining === '' ? fault.phase : TEXTS.faults.remaining(fault.phase, fault.remaining)}</span>
        {canMend && (
          <button type="button" disabled={fault.isEnding} onClick={mend}>
            {fault.isOver ? TEXTS.faults.remove : TEXTS.faults.mend}
          </button>
        )}
      </header>
      {problem !== '' && <p role="alert">{problem}</p>}
      <Conditions fault={fault} />
    </li>
  );
}

function Conditions({ fault: { name, conditions, evidence } }: { readonly fault: FaultView }) {
  return (
    <dl>
      <dt>{TEXTS.faults.name}</dt>
      <dd>{name}</dd>
      {conditions.map(({ type, status, reason, message }) => (
        <div key={type}>
          <dt>{`${type}: ${status}`}</dt>
          <dd>{`${reason}. ${message}`}</dd>
        </div>
      ))}
      {evidence.map(({ process, state, touched, names, message }) => (
        <div key={process}>
          <dt>{process}</dt>
          <dd>{[TEXTS.faults.evidence(state, touched), names.join(', '), message].filter((text) => text !== '').join('; ')}</dd>
        </div>
      ))}
    </dl>
  );
}
