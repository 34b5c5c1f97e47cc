import { send } from '../../../api/client.ts';
import { useLab, useRows } from '../../../store/lab.ts';
import type { LabObject } from '../../../store/row.ts';
import { TEXTS } from '../../../texts.ts';
import type { ActionProps, ObjectAction } from './object-action.ts';

const FAULTS = '/apis/klockwork.dev/v1alpha1/faults';
/** Lab time after which a power cut ends by itself. */
const POWER_CUT = '24h';

/** Cuts the power of a node by a Fault, and restores it by the Fault's deletion. */
export const nodePowerAction: ObjectAction = {
  id: 'node-power',
  appliesTo: ({ resource }) => resource === 'nodes',
  Buttons: NodePowerButtons,
};

function NodePowerButtons({ selection, act }: ActionProps) {
  const lab = useLab();
  const faults = [...useRows('faults').byKey.values()];
  const cut = faults.find((row) => isPowerCut(row.object, selection.key));
  const cutPower = () => send(FAULTS, { method: 'POST', body: powerCut(selection.key) }).then(() => lab.refreshClock());
  if (cut === undefined)
    return (
      <button type="button" className="danger" onClick={() => act(cutPower)}>
        {TEXTS.details.kill}
      </button>
    );
  return (
    <>
      <p>{TEXTS.details.powerIsCut}</p>
      <button type="button" onClick={() => act(() => send(`${FAULTS}/${cut.key}`, { method: 'DELETE' }))}>
        {TEXTS.details.mend}
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
