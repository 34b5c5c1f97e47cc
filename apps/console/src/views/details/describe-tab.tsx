import type { ReactNode } from 'react';
import { conditionsOf, linkIn, ownersOf, summaryOf } from '../../model/described-object.ts';
import { useAddress } from '../../store/address.ts';
import { useKinds } from '../../store/lab.ts';
import type { LabObject } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import './history.css';
import type { DetailsTab, SelectedObject } from './selected-object.ts';

/** Metadata, conditions, and the fields of spec and status. */
export const describeTab: DetailsTab = { id: 'describe', title: TEXTS.describe.title, appliesTo: () => true, Panel: DescribePanel };

function DescribePanel({ row }: SelectedObject) {
  if (row === undefined) return undefined;
  const { object } = row;
  const { labels, annotations, creationTimestamp, finalizers = [] } = object.metadata;
  return (
    <div className="describe">
      {creationTimestamp !== undefined && <Part title={TEXTS.describe.created}>{creationTimestamp}</Part>}
      <Pairs title={TEXTS.describe.labels} pairs={Object.entries(labels ?? {})} />
      <Pairs title={TEXTS.describe.annotations} pairs={Object.entries(annotations ?? {})} />
      {finalizers.length > 0 && <Part title={TEXTS.describe.finalizers}>{finalizers.join(', ')}</Part>}
      <Owners object={object} />
      <Conditions object={object} />
      <Pairs title={TEXTS.describe.spec} pairs={summaryOf(object.spec)} />
      <Pairs title={TEXTS.describe.status} pairs={summaryOf(object.status)} />
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Pairs({ title, pairs }: { readonly title: string; readonly pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return undefined;
  return (
    <Part title={title}>
      <dl>
        {pairs.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Value text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

/** Text, or a link if the whole text is one of http. */
function Value({ text }: { readonly text: string }) {
  const link = linkIn(text);
  if (link === undefined) return text;
  return (
    <a href={link} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  );
}

function Owners({ object }: { readonly object: LabObject }) {
  const address = useAddress();
  const { kinds } = useKinds();
  const owners = ownersOf(object, kinds);
  if (owners.length === 0) return undefined;
  return (
    <Part title={TEXTS.describe.owners}>
      {owners.map(({ text, selection }) => (
        <p key={text}>{selection === undefined ? text : <AddressLink to={{ ...address, selection }}>{text}</AddressLink>}</p>
      ))}
    </Part>
  );
}

function Conditions({ object }: { readonly object: LabObject }) {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return undefined;
  return (
    <Part title={TEXTS.describe.conditions}>
      <div className="wide-table">
        <table>
          <tbody>
            {conditions.map(({ type, status, reason = '', message = '' }) => (
              <tr key={type}>
                <th scope="row">{type}</th>
                <td>{status}</td>
                <td>{reason}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Part>
  );
}
