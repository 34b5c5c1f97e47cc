import { humanDuration } from '@klockwork/api-machinery';
import { useState } from 'react';
import { type ClockReport, pendingTimers } from '../../store/lab-time.ts';
import { TEXTS } from '../../texts.ts';
import { Dialog } from '../dialog.tsx';
import { TableHead } from '../table-head.tsx';

interface TimersDialogProps {
  readonly report: ClockReport;
  readonly now: number;
  readonly close: () => void;
}

/** Pending timers of all processes: what happens next, and in how long. */
export function TimersDialog({ report, now, close }: TimersDialogProps) {
  const [hasUpkeep, setHasUpkeep] = useState(false);
  const timers = pendingTimers(report, hasUpkeep);
  const { title, upkeep, columns } = TEXTS.clock.timers;
  return (
    <Dialog title={title} close={close}>
      <label className="inline">
        <input type="checkbox" checked={hasUpkeep} onChange={(event) => setHasUpkeep(event.target.checked)} /> {upkeep}
      </label>
      {timers.length === 0 && <p>{TEXTS.clock.quiet}</p>}
      <table className="timers">
        <TableHead names={columns} />
        <tbody>
          {timers.map((timer) => (
            <tr key={`${timer.process} ${timer.name} ${timer.object} ${timer.at}`}>
              <td>{humanDuration(Math.max(0, timer.at - now))}</td>
              <td>{timer.name}</td>
              <td>{timer.object}</td>
              <td>{timer.process}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
