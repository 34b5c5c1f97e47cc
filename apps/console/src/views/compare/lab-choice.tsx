import type { LabList, OtherLab } from '@klockwork/console';
import { goTo, useAddress } from '../../store/address.ts';
import { TEXTS } from '../../texts.ts';

/** Name of the parameter that holds the id of another lab. */
export const WITH = 'with';

/** Choice of what this lab is compared with: its own past, or another lab. */
export function LabChoice({ labs }: { readonly labs: LabList }) {
  const { filters = {}, at } = useAddress();
  const choose = (id: string) => goTo(id === '' ? { view: 'compare' } : { view: 'compare', filters: { [WITH]: id } });
  return (
    <div className="actions">
      {TEXTS.labs.choose}
      <select
        aria-label={TEXTS.labs.choose}
        value={at === undefined ? (filters[WITH] ?? '') : ''}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{TEXTS.labs.past}</option>
        {labs.others.map((lab) => (
          <option key={lab.id} value={lab.id} disabled={!lab.isRunning} title={lab.path}>
            {TEXTS.labs.lab(lab.name, kindOf(lab))}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Teaches how another lab appears. */
export function NoLabs({ labs }: { readonly labs: LabList }) {
  return (
    <section className="empty">
      <p>{TEXTS.labs.none}</p>
      <pre>{TEXTS.labs.command}</pre>
      <p>{TEXTS.labs.beside}</p>
      <pre>{TEXTS.labs.besideCommand(labs.own.path)}</pre>
    </section>
  );
}

function kindOf({ isRunning, isTape, forkedAt }: OtherLab): string {
  if (!isRunning) return TEXTS.labs.kinds.stopped;
  if (isTape) return TEXTS.labs.kinds.tape;
  return forkedAt === undefined ? '' : TEXTS.labs.kinds.fork;
}
