import { translateTimestamp } from '@klockwork/api-machinery';
import type { PrinterColumn } from '../kind.ts';
import type { KubeObject } from '../object.ts';

interface NamedContainer {
  readonly name: string;
  readonly image?: string;
}

export const nameColumn: PrinterColumn<KubeObject> = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object',
  cell: (object) => object.metadata?.name ?? '',
};

/** AGE column of any kind. A string, not a date: the server prints the age on the lab's clock. */
export const ageColumn: PrinterColumn<KubeObject> = {
  name: 'Age',
  type: 'string',
  description: 'Time since creation',
  cell: (object, now) => translateTimestamp(object.metadata?.creationTimestamp, now),
};

/** CREATED AT column of kinds without upstream printer: a time, not an age. Models `defaultTableConvertor`. */
export const createdAtColumn: PrinterColumn<KubeObject> = {
  name: 'Created At',
  type: 'date',
  description: 'Time of creation',
  cell: ({ metadata }) => metadata?.creationTimestamp ?? null,
};

/** `a=1,b=2`, sorted by key; `<none>` for no labels. Models `labels.FormatLabels`. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

/** Wide columns of kinds with a pod template: CONTAINERS and IMAGES. Models `layoutContainerCells`. */
export function containerColumns<T>(containersOf: (object: T) => readonly NamedContainer[]): readonly PrinterColumn<T & KubeObject>[] {
  return [
    {
      name: 'Containers',
      type: 'string',
      priority: 1,
      description: 'Names of the containers in the template',
      cell: (object) =>
        containersOf(object)
          .map((container) => container.name)
          .join(','),
    },
    {
      name: 'Images',
      type: 'string',
      priority: 1,
      description: 'Images of the containers in the template',
      cell: (object) =>
        containersOf(object)
          .map((container) => container.image ?? '')
          .join(','),
    },
  ];
}

/** Returns an integer column; absent values are 0. */
export function countColumn<T>(name: string, description: string, of: (object: T) => number | undefined): PrinterColumn<T & KubeObject> {
  return { name, type: 'integer', description, cell: (object) => of(object) ?? 0 };
}
