import type { FieldChange } from '@klockwork/api-machinery';
import { valueText } from '../../model/event-change.ts';
import { TEXTS } from '../../texts.ts';
import { TableHead } from '../table-head.tsx';
import './field-changes.css';

interface FieldChangesProps {
  readonly changes: readonly FieldChange[];
  /** Names of the columns. */
  readonly names?: readonly string[];
}

/** Fields that differ, with their values before and after. */
export function FieldChanges({ changes, names = TEXTS.log.diff }: FieldChangesProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
    <section className="field-changes" aria-label={names.join(', ')} tabIndex={0}>
      <table>
        <TableHead names={names} />
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
    </section>
  );
}
