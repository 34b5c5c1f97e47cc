import { semanticEqual } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Cell, KindDefinition, PrinterColumn, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { CSIDriver, CSIDriverSpec } from './csi-driver.ts';
import { validateCsiDriver, validateCsiDriverUpdate } from './csi-driver.validation.ts';

/** Fields whose changes increment the generation. */
const COUNTED = ['tokenRequests', 'requiresRepublish', 'seLinuxMount'] as const satisfies readonly (keyof CSIDriverSpec)[];

/** Models `pkg/registry/storage/csidriver/strategy.go`: a new driver has no generation. */
const strategy: Strategy<CSIDriver> = {
  allowUnconditionalUpdate: false,
  returnsDeletedObject: true,
  default: csiDriverDefaults,
  prepareForCreate() {},
  prepareForUpdate(draft, previous) {
    const changed = COUNTED.some((field) => !semanticEqual(draft.spec?.[field], previous.spec?.[field]));
    continueGeneration(draft, previous, changed);
  },
  validate: validateCsiDriver,
  validateUpdate: validateCsiDriverUpdate,
};

/** CSIDriver: the object alone; the lab has no such drivers. Models `pkg/registry/storage/csidriver`. */
export const csiDriverKind: KindDefinition<CSIDriver> = {
  ...resources.csiDrivers,
  listKind: 'CSIDriverList',
  singular: 'csidriver',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.storage.v1.CSIDriver',
  strategy,
  columns: [
    nameColumn,
    column('AttachRequired', 'boolean', 'Whether volumes are attached to nodes', (spec) => spec.attachRequired ?? true),
    column('PodInfoOnMount', 'boolean', 'Whether the driver is told of the pod', (spec) => spec.podInfoOnMount ?? false),
    column('StorageCapacity', 'boolean', 'Whether it tells how much is left', (spec) => spec.storageCapacity ?? false),
    column('TokenRequests', 'string', 'Audiences of the tokens it is given', audiencesText),
    column('RequiresRepublish', 'boolean', 'Whether volumes are published again and again', (spec) => spec.requiresRepublish ?? false),
    column('Modes', 'string', 'How long volumes live', (spec) => (spec.volumeLifecycleModes ?? []).join(',') || '<none>'),
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('CSIDriver', change),
};

/** Models `SetDefaults_CSIDriver` of `pkg/apis/storage/v1/defaults.go`. */
function csiDriverDefaults(draft: CSIDriver): void {
  draft.spec ??= {};
  const { spec } = draft;
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
  if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
}

function audiencesText({ tokenRequests }: CSIDriverSpec): string {
  return tokenRequests === undefined ? '<unset>' : tokenRequests.map(({ audience }) => audience).join(',');
}

function column(
  name: string,
  type: 'boolean' | 'string',
  description: string,
  cell: (spec: CSIDriverSpec) => Cell,
): PrinterColumn<CSIDriver> {
  return { name, type, description, cell: ({ spec }) => cell(spec ?? {}) };
}
