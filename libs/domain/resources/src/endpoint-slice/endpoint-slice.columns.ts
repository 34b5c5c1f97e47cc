import { ageColumn, nameColumn } from '../generic/columns.ts';
import { shortList } from '../generic/short-list.ts';
import type { PrinterColumn } from '../kind.ts';
import type { EndpointPort, EndpointSlice } from './endpoint-slice.ts';

/** The columns of `kubectl get endpointslices`. Models `printEndpointSlice` of `pkg/printers/internalversion/printers.go`. */
export const endpointSliceColumns: readonly PrinterColumn<EndpointSlice>[] = [
  nameColumn,
  { name: 'AddressType', type: 'string', description: 'Kind of its addresses', cell: ({ addressType }) => addressType ?? '' },
  {
    name: 'Ports',
    type: 'string',
    description: 'Ports of every endpoint',
    cell: ({ ports }) => shortList((ports ?? []).map(portText)) || '<unset>',
  },
  {
    name: 'Endpoints',
    type: 'string',
    description: 'Addresses of the endpoints, ready or not',
    cell: ({ endpoints = [] }) => shortList(endpoints.flatMap(({ addresses = [] }) => addresses)) || '<unset>',
  },
  ageColumn,
];

/** Prints a star for all ports. */
function portText({ port, name }: EndpointPort): string {
  return port === undefined ? (name ?? '*') : String(port);
}
