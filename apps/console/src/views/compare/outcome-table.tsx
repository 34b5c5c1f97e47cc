import { humanDuration } from '@klockwork/api-machinery';
import { betterOf, boundOf, MEASURES, type Measure, type Outcome } from '../../model/outcome.ts';
import { TEXTS } from '../../texts.ts';
import { TableHead } from '../table-head.tsx';

interface OutcomeTableProps {
  /** Names of this lab and of the other one. */
  readonly names: readonly string[];
  readonly own: Outcome;
  readonly other: Outcome;
  readonly spanMs: number;
}

/** Measures of both labs side by side; the better value is marked. */
export function OutcomeTable({ names, own, other, spanMs }: OutcomeTableProps) {
  return (
    <section className="outcome" aria-label={TEXTS.labs.outcome(humanDuration(spanMs))}>
      <h2>{TEXTS.labs.outcome(humanDuration(spanMs))}</h2>
      <table>
        <TableHead names={[TEXTS.labs.measure, ...names]} />
        <tbody>
          {MEASURES.map((measure) => {
            const better = betterOf(measure, own, other);
            return (
              <tr key={measure}>
                <th scope="row">{TEXTS.labs.measures[measure]}</th>
                <Cell measure={measure} outcome={own} isBetter={better === 'own'} />
                <Cell measure={measure} outcome={other} isBetter={better === 'other'} />
              </tr>
            );
          })}
        </tbody>
      </table>
      {!(own.isWhole && other.isWhole) && <p className="soft">{TEXTS.labs.bounds}</p>}
    </section>
  );
}

interface CellProps {
  readonly measure: Measure;
  readonly outcome: Outcome;
  readonly isBetter: boolean;
}

function Cell({ measure, outcome, isBetter }: CellProps) {
  return (
    <td data-better={isBetter}>
      {boundOf(measure, outcome)} {valueText(measure, outcome)} {isBetter && <small>{TEXTS.labs.better}</small>}
    </td>
  );
}

/** Returns `5m`, or `2 / 3` for ready pods of those at the beginning. */
function valueText(measure: Measure, outcome: Outcome): string {
  if (measure === 'shortMs') return outcome.shortMs === 0 ? '0s' : humanDuration(outcome.shortMs);
  const isReady = measure === 'readyLeast' || measure === 'readyLast';
  return isReady ? `${outcome[measure]} / ${outcome.readyFirst}` : String(outcome[measure]);
}
