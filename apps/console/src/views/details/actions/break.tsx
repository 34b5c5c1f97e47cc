import { useState } from 'react';
import { podImages } from '../../../model/containers.ts';
import type { FaultTarget } from '../../../model/fault-targets.ts';
import type { Selection } from '../../../store/address.ts';
import type { LabObject } from '../../../store/row.ts';
import { TEXTS } from '../../../texts.ts';
import { FaultDialog } from '../../faults/fault-dialog.tsx';
import type { ActionProps, ObjectAction } from './object-action.ts';

/** Opens the Faults that concern a node or a pod. */
export const breakAction: ObjectAction = {
  id: 'break',
  appliesTo: ({ resource }) => resource === 'nodes' || resource === 'pods',
  Buttons: BreakButton,
};

function BreakButton({ selection, object }: ActionProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        {TEXTS.faults.open}
      </button>
      {isOpen && <FaultDialog target={targetOf(selection, object)} close={() => setIsOpen(false)} />}
    </>
  );
}

function targetOf({ resource, key }: Selection, object: LabObject): FaultTarget {
  if (resource === 'nodes') return { type: 'node', name: key };
  const { name, namespace = '', labels = {} } = object.metadata;
  return { type: 'pod', name, namespace, labels, images: podImages(object) };
}
