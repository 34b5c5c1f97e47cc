import { dns1123Label, type FieldError, fieldErrors, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { type Connection, hostAddress } from './connection.ts';

/** Connection: a Service that leads to a program on the machine of the lab. A kind of this project. */
export const connectionKind: KindDefinition<Connection> = {
  ...resources.connections,
  listKind: 'ConnectionList',
  singular: 'connection',
  shortNames: [],
  categories: [],
  definition: 'dev.klockwork.v1alpha1.Connection',
  strategy: {
    default() {},
    prepareForCreate: startGeneration,
    prepareForUpdate: (draft, previous) => continueGeneration(draft, previous, specChanged(draft, previous)),
    validate,
    validateUpdate: (next, previous) => [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validate(next)],
  },
  columns: [
    nameColumn,
    { name: 'Port', type: 'string', description: 'The port of the Service', cell: ({ spec }) => String(spec?.port ?? '*') },
    { name: 'To', type: 'string', description: 'The program on this machine', cell: ({ spec }) => spec?.to ?? '' },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('Connection', change),
};

function validate({ metadata, spec = {} }: Connection): FieldError[] {
  return [
    ...validateObjectMeta(metadata ?? {}, { namespaced: true, nameFn: dns1123Label }),
    ...addressErrors(spec.to),
    ...portErrors(spec.port),
  ];
}

function addressErrors(to: string | undefined): FieldError[] {
  if (to === undefined || to === '') return [fieldErrors.required('spec.to', 'the address of a program: 127.0.0.1:9443')];
  const isLoopback = hostAddress(to) !== undefined;
  return isLoopback ? [] : [fieldErrors.invalid('spec.to', to, 'must be a loopback address with a port: 127.0.0.1:9443')];
}

function portErrors(port: number | string | undefined): FieldError[] {
  if (typeof port !== 'number' || (Number.isInteger(port) && port >= 1 && port <= 65_535)) return [];
  return [fieldErrors.invalid('spec.port', port, 'must be between 1 and 65535, inclusive')];
}
