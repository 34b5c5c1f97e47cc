import type { FieldChange } from '@klockwork/api-machinery';
import { valueText } from '../../model/event-change.ts';
import { TEXTS } from '../../texts.ts';
import { TableHead } from '../table-head.tsx';
import './field-changes.css';

/** Fields that differ, with their values before and after. */
export function FieldChanges({ changes }: { readonly changes: readonly FieldChange[] }) {
  return (
    <div className="field-changes">
      <table>
        <TableHead names={TEXTS.log.diff} />
        <tbody>
          {changes.map(({ path, before, after }) => (
            <tr key={path}>
              <th scope="row">{path}</th>
              <td>{before !== undefined && <del>{valueText(before)}</del>}</td>
              <td>{after !== undefined && <ins>{valueText(after)}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
