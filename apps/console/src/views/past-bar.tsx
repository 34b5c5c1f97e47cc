import { goTo, inView, useAddress } from '../store/address.ts';
import { useLabTime } from '../store/lab.ts';
import { TEXTS } from '../texts.ts';
import { AddressLink } from './address-link.tsx';

/** Says that the page shows the past, and offers the ways from there. */
export function PastBar({ at }: { readonly at: number }) {
  const { at: _, ...present } = useAddress();
  const time = useLabTime();
  return (
    <section className="bar past" aria-label={TEXTS.past.label}>
      <strong>{TEXTS.past.title(at)}</strong>
      {time !== undefined && (
        <time dateTime={new Date(time.now).toISOString()}>{new Date(time.now).toISOString().slice(0, 23).replace('T', ' ')}</time>
      )}
      <button type="button" onClick={() => goTo(present)}>
        {TEXTS.past.present}
      </button>
      <AddressLink to={{ ...inView(present, 'compare'), at }}>{TEXTS.past.compare}</AddressLink>
      <span>
        {TEXTS.past.fork} <code>{TEXTS.past.forkCommand(at)}</code>{' '}
        <AddressLink to={{ view: 'compare' }}>{TEXTS.past.compareLabs}</AddressLink>
      </span>
    </section>
  );
}
