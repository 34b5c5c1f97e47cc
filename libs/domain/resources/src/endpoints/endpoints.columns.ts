import { ageColumn, nameColumn } from '../generic/columns.ts';
import { shortList } from '../generic/short-list.ts';
import type { PrinterColumn } from '../kind.ts';
import type { EndpointSubset, Endpoints } from './endpoints.ts';

/** The columns of `kubectl get endpoints`. Models `printEndpoints` of `pkg/printers/internalversion/printers.go`. */
export const endpointsColumns: readonly PrinterColumn<Endpoints>[] = [
  nameColumn,
  {
    name: 'Endpoints',
    type: 'string',
    description: 'Addresses and ports of those that are ready',
    cell: ({ subsets = [] }) => (subsets.length === 0 ? '<none>' : shortList(subsets.flatMap(socketsOf))),
  },
  ageColumn,
];

/** Headless services may have no ports. */
function socketsOf({ addresses = [], ports = [] }: EndpointSubset): string[] {
  if (ports.length === 0) return addresses.map(({ ip }) => ip);
  return ports.flatMap(({ port }) => addresses.map(({ ip }) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)));
}
