import { useState } from 'react';
import { kindGroups } from '../../model/kind-groups.ts';
import type { Kind } from '../../model/kinds.ts';
import { useAddress } from '../../store/address.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';

interface KindListProps {
  readonly kinds: readonly Kind[];
  readonly chosen: string | undefined;
}

/** All kinds by group, with a search. */
export function KindList({ kinds, chosen }: KindListProps) {
  const [text, setText] = useState('');
  const { kind: _, filters, ...address } = useAddress();
  const groups = kindGroups(kinds, text);
  const namespace = filters?.namespace;
  return (
    <nav className="kinds" aria-label={TEXTS.objects.kinds}>
      <input
        type="search"
        placeholder={TEXTS.objects.findKind}
        aria-label={TEXTS.objects.findKind}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="groups">
        {groups.map((group) => (
          <section key={group.name}>
            <h3>{group.name === '' ? TEXTS.objects.core : group.name}</h3>
            <ul>
              {group.kinds.map(({ resource, kind }) => (
                <li key={resource} aria-current={resource === chosen ? 'true' : undefined}>
                  <AddressLink to={{ ...address, kind: resource, ...(namespace !== undefined && { filters: { namespace } }) }}>
                    {kind}
                  </AddressLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && kinds.length > 0 && <p>{TEXTS.objects.noKind}</p>}
      </div>
    </nav>
  );
}
