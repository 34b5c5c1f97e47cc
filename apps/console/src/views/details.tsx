import { useState } from 'react';
import { send } from '../api/client.ts';
import { goTo, type Selection, useAddress } from '../store/address.ts';
import { useLab, useRows } from '../store/lab.ts';
import { cellOf, type LabObject, type Row } from '../store/row.ts';
import type { Rows } from '../store/rows.ts';
import { TEXTS } from '../texts.ts';
import { ContainerLogs } from './container-logs.tsx';
import { WhyAnswers } from './why-answers.tsx';

const FAULTS = '/apis/klockwork.dev/v1alpha1/faults';
const MERGE = 'application/merge-patch+json';
/** Lab time after which a power cut ends by itself. */
const POWER_CUT = '24h';

/** Selected object: cells of its row, actions, causes. */
export function Details({ selection }: { readonly selection: Selection }) {
  const { selection: _, ...others } = useAddress();
  const rows = useRows(selection.resource);
  const row = rows.byKey.get(selection.key);
  return (
    <aside className="details" aria-label={`${selection.resource}/${selection.key}`}>
      <header>
        <h2>{selection.key}</h2>
        <button type="button" onClick={() => goTo(others)}>
          {TEXTS.details.close}
        </button>
      </header>
      {row === undefined ? <p>{others.at === undefined ? TEXTS.details.gone : TEXTS.details.notYet}</p> : <Cells row={row} rows={rows} />}
      {row !== undefined && others.at === undefined && <Actions selection={selection} object={row.object} />}
      {row !== undefined && selection.resource === 'pods' && <ContainerLogs pod={selection.key} object={row.object} />}
      <WhyAnswers selection={selection} revision={row?.object.metadata.resourceVersion ?? ''} />
    </aside>
  );
}

function Cells({ row, rows }: { readonly row: Row; readonly rows: Rows }) {
  const shown = rows.columns.filter(({ name, priority }) => priority === 0 && name !== 'Name' && name !== 'Age');
  return (
    <dl>
      {shown.map(({ name }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{cellOf(row, rows.columns, name)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Actions({ selection, object }: { readonly selection: Selection; readonly object: LabObject }) {
  const [problem, setProblem] = useState('');
  const act = (request: () => Promise<unknown>) =>
    void request().then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    );
  const { name, namespace } = object.metadata;
  return (
    <div className="actions">
      {selection.resource === 'nodes' && <NodeActions name={name} object={object} act={act} />}
      {selection.resource === 'pods' && (
        <button type="button" onClick={() => act(() => send(`/api/v1/namespaces/${namespace}/pods/${name}`, { method: 'DELETE' }))}>
          {TEXTS.details.delete}
        </button>
      )}
      {problem !== '' && <p role="alert">{problem}</p>}
    </div>
  );
}

interface NodeActionsProps {
  readonly name: string;
  readonly object: LabObject;
  readonly act: (request: () => Promise<unknown>) => void;
}

/** A node loses its power by a Fault, and has it back when the Fault is deleted. */
function NodeActions({ name, object, act }: NodeActionsProps) {
  const lab = useLab();
  const isCordoned = object.spec?.unschedulable === true;
  const faults = [...useRows('faults').byKey.values()];
  const cut = faults.find((row) => isPowerCut(row.object, name));
  const cutPower = () => send(FAULTS, { method: 'POST', body: powerCut(name) }).then(() => lab.refreshClock());
  const cordon = () =>
    send(`/api/v1/nodes/${name}`, { method: 'PATCH', contentType: MERGE, body: { spec: { unschedulable: isCordoned ? null : true } } });
  return (
    <>
      {cut === undefined ? (
        <button type="button" className="danger" onClick={() => act(cutPower)}>
          {TEXTS.details.kill}
        </button>
      ) : (
        <>
          <p>{TEXTS.details.powerIsCut}</p>
          <button type="button" onClick={() => act(() => send(`${FAULTS}/${cut.key}`, { method: 'DELETE' }))}>
            {TEXTS.details.mend}
          </button>
        </>
      )}
      <button type="button" onClick={() => act(cordon)}>
        {isCordoned ? TEXTS.details.uncordon : TEXTS.details.cordon}
      </button>
    </>
  );
}

function powerCut(node: string): object {
  return {
    apiVersion: 'klockwork.dev/v1alpha1',
    kind: 'Fault',
    metadata: { generateName: 'power-cut-' },
    spec: { type: 'NodePowerLoss', duration: POWER_CUT, nodePowerLoss: { nodes: [node] } },
  };
}

/** True for a power cut of that node which is not over, and not being mended. */
function isPowerCut({ metadata, spec, status }: LabObject, node: string): boolean {
  const { nodes } = (spec?.nodePowerLoss ?? {}) as { nodes?: readonly string[] };
  const phase = String(status?.phase ?? '');
  return metadata.deletionTimestamp === undefined && nodes?.includes(node) === true && phase !== 'Recovered';
}
