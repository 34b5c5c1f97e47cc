import { lazy, useState } from 'react';
import { collectionPath, type Kind, partsOf } from '../../model/kinds.ts';
import { REVISION_KINDS, type RolloutRevision, rolloutRevisions, rolloutUndo } from '../../model/rollout.ts';
import { useAddress } from '../../store/address.ts';
import { useCollection, useKinds } from '../../store/lab.ts';
import { type PlannedWrite, patchObject, readObject } from '../../store/object-writes.ts';
import { keyOf, type LabObject } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { TableHead } from '../table-head.tsx';
import './history.css';
import type { DetailsTab, SelectedObject } from './selected-object.ts';

/** Revisions of a workload's template, and the way back to each. */
export const rolloutTab: DetailsTab = {
  id: 'rollout',
  title: TEXTS.rollout.title,
  appliesTo: ({ resource }) => REVISION_KINDS.has(resource),
  Panel: RolloutPanel,
};

const ReviewedWrite = lazy(() => import('./yaml/reviewed-write.tsx').then(({ ReviewedWrite: View }) => ({ default: View })));

function RolloutPanel(selected: SelectedObject) {
  const { selection, row } = selected;
  const { kinds } = useKinds();
  const kind = kinds.find(({ resource }) => resource === REVISION_KINDS.get(selection.resource));
  const rows = useCollection(kind && collectionPath(kind, partsOf(selection.key).namespace));
  const [undone, setUndone] = useState<RolloutRevision | undefined>();
  const { freshness } = rows;
  if (freshness.type === 'refused') return <p role="alert">{freshness.message}</p>;
  if (kind === undefined || row === undefined || freshness.type === 'loading') return <p>{TEXTS.details.loading}</p>;
  const revisions = rolloutRevisions(
    row.object,
    [...rows.byKey.values()].map(({ object }) => object),
  );
  if (revisions.length === 0) return <p>{TEXTS.rollout.none}</p>;
  if (undone === undefined) return <Revisions kind={kind} revisions={revisions} onUndo={setUndone} />;
  return <ReviewedWrite plan={() => plannedUndo(selected, undone)} backText={TEXTS.rollout.back} onEnd={() => setUndone(undefined)} />;
}

/** Throws the reason against an undo. */
async function plannedUndo({ kind, selection: { key } }: SelectedObject, revision: RolloutRevision): Promise<PlannedWrite> {
  const before: LabObject = await readObject(kind, key);
  const [current = revision] = rolloutRevisions(before, [revision.holder]);
  const undo = rolloutUndo(before, current);
  if (undo.type === 'refused') throw new Error(undo.message);
  return { before, write: (isTrial) => patchObject(kind, key, { ...undo, isTrial }) };
}

interface RevisionsProps {
  readonly kind: Kind;
  readonly revisions: readonly RolloutRevision[];
  readonly onUndo: (revision: RolloutRevision) => void;
}

function Revisions({ kind, revisions, onUndo }: RevisionsProps) {
  const address = useAddress();
  return (
    <div className="wide-table">
      <table>
        <TableHead names={TEXTS.rollout.columns}>
          <td />
        </TableHead>
        <tbody>
          {revisions.map((revision) => (
            <tr key={revision.holder.metadata.uid}>
              <th scope="row">{revision.number}</th>
              <td>
                <AddressLink to={{ ...address, selection: { resource: kind.resource, key: keyOf(revision.holder) } }}>
                  {revision.holder.metadata.name}
                </AddressLink>
              </td>
              <td>{revision.changeCause}</td>
              <td>
                {revision.isCurrent && TEXTS.rollout.current}{' '}
                {address.at === undefined && (
                  <button type="button" aria-label={TEXTS.rollout.undoLabel(revision.number)} onClick={() => onUndo(revision)}>
                    {TEXTS.rollout.undo}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
