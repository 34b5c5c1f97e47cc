import { ageColumn, nameColumn } from '../generic/columns.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ConfigMap } from './config-map.ts';
import { validateConfigMap, validateConfigMapUpdate } from './config-map.validation.ts';

/** ConfigMap. Models `pkg/registry/core/configmap`. */
export const configMapKind: KindDefinition<ConfigMap> = {
  ...resources.configMaps,
  listKind: 'ConfigMapList',
  singular: 'configmap',
  shortNames: ['cm'],
  categories: [],
  definition: 'io.k8s.api.core.v1.ConfigMap',
  strategy: {
    default() {},
    prepareForCreate() {},
    prepareForUpdate() {},
    validate: validateConfigMap,
    validateUpdate: validateConfigMapUpdate,
  },
  columns: [
    nameColumn,
    {
      name: 'Data',
      type: 'string',
      description: 'Number of keys',
      cell: (configMap) => Object.keys(configMap.data ?? {}).length + Object.keys(configMap.binaryData ?? {}).length,
    },
    ageColumn,
  ],
  selectableFields: {},
  hint: 'metadata',
  event: (change) => lifeCycleEvent('ConfigMap', change),
};
