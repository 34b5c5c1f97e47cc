import type { ReactNode } from 'react';
import { dataText, keyText, type WhyStep } from '../model/why.ts';
import { type Selection, useAddress } from '../store/address.ts';
import { TEXTS } from '../texts.ts';
import { AddressLink } from './address-link.tsx';

/** Link from a step to its object at its moment. */
export function StepLink({ step, children }: { readonly step: WhyStep; readonly children: ReactNode }) {
  const to = { ...useAddress(), at: step.revision, selection: selectionOf(step) };
  return (
    <AddressLink to={to} title={causeText(step)}>
      {children}
    </AddressLink>
  );
}

/** Lab time, change, object, and what the change says of itself. */
export function StepText({ step }: { readonly step: WhyStep }) {
  return (
    <>
      <span>
        <time>{new Date(step.at).toISOString().slice(11, 23)}</time> <strong>{step.type}</strong>
      </span>{' '}
      <span>{keyText(step.key)}</span> <small>{[dataText(step), noteText(step)].join(' ').trim()}</small> <small>{causeText(step)}</small>
    </>
  );
}

function noteText({ note }: WhyStep): string {
  return note === undefined ? '' : TEXTS.why.note(note);
}

function causeText({ cause: { trigger, name = '', revision = 0, container } }: WhyStep): string {
  const { causes } = TEXTS.why;
  if (trigger === 'event') return causes.event(revision);
  if (trigger === 'timer') return causes.timer(name, revision);
  return trigger === 'runtime' ? causes.runtime(name, container?.name ?? '') : causes[trigger](name);
}

function selectionOf({ key: { group = '', resource, namespace, name } }: WhyStep): Selection {
  return { resource: group === '' ? resource : `${resource}.${group}`, key: namespace === '' ? name : `${namespace}/${name}` };
}
