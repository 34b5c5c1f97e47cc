import { formatTime } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { type ApiService, availability, setLocal } from './api-service.ts';
import { validateApiService, validateApiServiceStatus, validateApiServiceUpdate } from './api-service.validation.ts';

const PORT = 443;

/** APIService. Models `pkg/registry/apiservice` of kube-aggregator. */
export const apiServiceKind: KindDefinition<ApiService> = {
  ...resources.apiServices,
  listKind: 'APIServiceList',
  singular: 'apiservice',
  shortNames: [],
  categories: ['api-extensions'],
  definition: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  strategy: {
    allowUnconditionalUpdate: false,
    default({ spec }) {
      if (spec?.service !== undefined) spec.service.port ??= PORT;
    },
    prepareForCreate(draft, { now }) {
      draft.status = {};
      if (draft.spec?.service === undefined) setLocal(draft, formatTime(now));
    },
    prepareForUpdate: (draft, previous) => keepPart(draft, previous, 'status'),
    validate: validateApiService,
    validateUpdate: validateApiServiceUpdate,
  },
  status: statusStrategy<ApiService>({ keepsMetadata: true, validate: validateApiServiceStatus }),
  columns: [
    nameColumn,
    {
      name: 'Service',
      type: 'string',
      description: 'The reference to the service that hosts this API endpoint.',
      cell: ({ spec }) => (spec?.service === undefined ? 'Local' : `${spec.service.namespace}/${spec.service.name}`),
    },
    { name: 'Available', type: 'string', description: 'Whether this service is available.', cell: availableCell },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('APIService', change),
};

function availableCell(object: ApiService): string {
  const { status = 'Unknown', reason = '' } = availability(object) ?? {};
  return status === 'True' || reason === '' ? status : `${status} (${reason})`;
}
