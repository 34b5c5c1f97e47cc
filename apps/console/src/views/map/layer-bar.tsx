import type { MapOwner } from '../../model/map-owners.ts';
import type { MapService } from '../../model/map-services.ts';
import { changeAddress, useAddress } from '../../store/address.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import './layers.css';
import { conditionsText, serviceText } from './layer-texts.ts';
import type { MapLayers } from './use-map-layers.ts';

/** Toggles of the map, and the lists that they show. All of it stands in the address. */
export function LayerBar({ layers: { services, owners, problems } }: { readonly layers: MapLayers }) {
  return (
    <div className="layers">
      <div className="toggles">
        <Toggle name="services" choice="service" label={TEXTS.layers.services} />
        <Toggle name="owners" choice="owner" label={TEXTS.layers.owners} />
      </div>
      {problems.map((problem) => (
        <p key={problem} role="alert">
          {problem}
        </p>
      ))}
      {services !== undefined && <Services services={services} />}
      {owners !== undefined && <Owners owners={owners.owners} />}
    </div>
  );
}

/** Returns the parameters of the map, and a function that changes some of them. */
function useFilters() {
  const address = useAddress();
  const { filters = {} } = address;
  return {
    filters,
    set: (changes: Readonly<Record<string, string>>) => changeAddress({ ...address, filters: { ...filters, ...changes } }),
  };
}

interface ToggleProps {
  readonly name: 'services' | 'owners';
  /** Parameter of the selected item, which ends with the list. */
  readonly choice: 'service' | 'owner';
  readonly label: string;
}

function Toggle({ name, choice, label }: ToggleProps) {
  const { filters, set } = useFilters();
  return (
    <label>
      <input
        type="checkbox"
        checked={filters[name] !== undefined}
        onChange={({ target }) => set({ [name]: target.checked ? '1' : '', [choice]: '' })}
      />{' '}
      {label}
    </label>
  );
}

function Services({ services }: { readonly services: readonly MapService[] }) {
  const { filters, set } = useFilters();
  return (
    <section aria-label={TEXTS.layers.services}>
      {services.length === 0 && (
        <p className="empty">
          {TEXTS.layers.noServices} <code>{TEXTS.layers.command}</code>
        </p>
      )}
      <ul>
        {services.map((service) => {
          const { key, gap } = service;
          const isSelected = key === filters.service;
          return (
            <li key={key} data-tone={gap === undefined || gap.type === 'nodes' ? 'good' : 'bad'}>
              <button type="button" aria-pressed={isSelected} onClick={() => set({ service: isSelected ? '' : key })}>
                <strong>{key}</strong> <span>{serviceText(service)}</span>
              </button>
              {isSelected && <Endpoints service={service} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Endpoints({ service: { key, endpoints } }: { readonly service: MapService }) {
  const address = useAddress();
  return (
    <>
      <AddressLink to={{ ...address, selection: { resource: 'services', key } }}>{TEXTS.layers.show}</AddressLink>
      <ul>
        {endpoints.map((endpoint) => (
          <li key={endpoint.pod ?? endpoint.address}>
            {`${endpoint.address} `}
            {endpoint.pod !== undefined && (
              <AddressLink to={{ ...address, selection: { resource: 'pods', key: endpoint.pod } }}>{endpoint.pod}</AddressLink>
            )}
            {` ${conditionsText(endpoint)}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function Owners({ owners }: { readonly owners: readonly MapOwner[] }) {
  const { filters, set } = useFilters();
  return (
    <section aria-label={TEXTS.layers.owners}>
      {owners.length === 0 && <p className="empty">{TEXTS.layers.noOwners}</p>}
      <ul>
        {owners.map(({ id, kind, name, pods, readyPods }) => {
          const isSelected = id === filters.owner;
          return (
            <li key={id}>
              <button type="button" aria-pressed={isSelected} title={id} onClick={() => set({ owner: isSelected ? '' : id })}>
                <strong>{`${kind} ${name}`}</strong> <span>{TEXTS.layers.ready(readyPods, pods.length)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
