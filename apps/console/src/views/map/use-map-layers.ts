import { useDeferredValue, useMemo } from 'react';
import { type MapOwners, mapOwners } from '../../model/map-owners.ts';
import { endpointsByPod, type MapService, mapServices } from '../../model/map-services.ts';
import { useAddress } from '../../store/address.ts';
import { useCollection, useRows } from '../../store/lab.ts';
import { metadataOf } from '../../store/row-store.ts';
import { NO_ROWS, type Rows } from '../../store/rows.ts';
import { endpointText } from './layer-texts.ts';

/** Services, owners and marks of the map. */
export interface MapLayers {
  /** Undefined while they are not shown, and before they are loaded. */
  readonly services: readonly MapService[] | undefined;
  readonly owners: MapOwners | undefined;
  /** Texts of marked pods by their keys: those of the selected Service and owner. */
  readonly marks: ReadonlyMap<string, string>;
  /** The server's refusals of the shown kinds. */
  readonly problems: readonly string[];
}

const SERVICES = '/api/v1/services';
const SLICES = '/apis/discovery.k8s.io/v1/endpointslices';
const REPLICA_SETS = metadataOf('/apis/apps/v1/replicasets');
const JOBS = metadataOf('/apis/batch/v1/jobs');

/** Returns the layers that the address names: `services=1&owners=1`. Their kinds are followed meanwhile. */
export function useMapLayers(): MapLayers {
  const { filters = {} } = useAddress();
  const [hasServices, hasOwners] = [filters.services !== undefined, filters.owners !== undefined];
  const all = useRows('pods');
  const pods = useDeferredValue(hasServices || hasOwners ? all : NO_ROWS);
  const services = useCollection(hasServices ? SERVICES : undefined);
  const slices = useCollection(hasServices ? SLICES : undefined);
  const replicaSets = useCollection(hasOwners ? REPLICA_SETS : undefined);
  const jobs = useCollection(hasOwners ? JOBS : undefined);
  const shownServices = useMemo(
    () => (areLoaded([pods, services, slices]) ? mapServices(services, slices, pods) : undefined),
    [services, slices, pods],
  );
  const shownOwners = useMemo(
    () => (areLoaded([pods, replicaSets, jobs]) ? mapOwners(pods, { ReplicaSet: replicaSets, Job: jobs }) : undefined),
    [pods, replicaSets, jobs],
  );
  const marks = useMemo(() => {
    const service = shownServices?.find(({ key }) => key === filters.service);
    const owner = shownOwners?.owners.find(({ id }) => id === filters.owner);
    const endpoints = [...(service === undefined ? [] : endpointsByPod(service))];
    return new Map([
      ...(owner?.pods ?? []).map((key) => [key, `${owner?.kind} ${owner?.name}`] as const),
      ...endpoints.map(([key, endpoint]) => [key, endpointText(endpoint)] as const),
    ]);
  }, [shownServices, shownOwners, filters.service, filters.owner]);
  const problems = [services, slices, replicaSets, jobs].flatMap(({ freshness }) =>
    freshness.type === 'refused' ? [freshness.message] : [],
  );
  return { services: shownServices, owners: shownOwners, marks, problems };
}

function areLoaded(all: readonly Rows[]): boolean {
  return all.every(({ freshness: { type } }) => type === 'live' || type === 'lost');
}
