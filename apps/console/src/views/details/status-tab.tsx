import { useAddress } from '../../store/address.ts';
import { cellOf, type Row } from '../../store/row.ts';
import type { Rows } from '../../store/rows.ts';
import { TEXTS } from '../../texts.ts';
import { ObjectActions } from './actions/object-actions.tsx';
import type { DetailsTab, SelectedObject } from './selected-object.ts';
import { WhyAnswers } from './why-answers.tsx';

/** Cells of the object's row, actions, and causes. */
export const statusTab: DetailsTab = { id: 'status', title: TEXTS.details.status, appliesTo: () => true, Panel: StatusPanel };

function StatusPanel(selected: SelectedObject) {
  const { row, rows, selection } = selected;
  const { at } = useAddress();
  return (
    <>
      {row !== undefined && <Cells row={row} rows={rows} />}
      {row !== undefined && at === undefined && <ObjectActions {...selected} />}
      <WhyAnswers selection={selection} revision={row?.object.metadata.resourceVersion ?? ''} />
    </>
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
