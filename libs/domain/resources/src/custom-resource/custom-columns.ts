import { followJsonPath, parseJsonPath, parseTime, translateTimestamp } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { CustomResourceColumnDefinition } from '@klockwork/kubernetes-types';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { Cell, PrinterColumn } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** Conversion of a stored object to what clients read. */
type Conversion = (storedObject: KubeObject) => KubeObject;

/** Returns NAME and declared columns; NAME and AGE without any. Models `pkg/registry/customresource/tableconvertor`. */
export function customColumns(
  declaredDefinitions: readonly CustomResourceColumnDefinition[] = [],
  read: Conversion = (storedObject) => storedObject,
): readonly PrinterColumn<KubeObject>[] {
  return declaredDefinitions.length === 0
    ? [nameColumn, ageColumn]
    : [nameColumn, ...declaredDefinitions.map((column) => columnOf(column, read))];
}

function columnOf(column: CustomResourceColumnDefinition, read: Conversion): PrinterColumn<KubeObject> {
  const { name, type, priority, description = '', jsonPath } = column;
  const parsedJsonPath = parseJsonPath(jsonPath);
  return {
    name,
    type: type as PrinterColumn['type'],
    ...(priority !== undefined && { priority }),
    description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    cell(object, now) {
      const result = 'problem' in parsedJsonPath ? parsedJsonPath : followJsonPath(parsedJsonPath.path, read(object));
      return 'problem' in result || result.values.length === 0 ? null : cellOf(type, result.values[0], now);
    },
  };
}

/** Models `cellForJSONValue`: values of another type than the column's are absent. */
function cellOf(type: string, value: unknown, now: LabTime): Cell {
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? dateText(value, now) : null;
    default:
      return textOf(value);
  }
}

function dateText(value: string, now: LabTime): string {
  return parseTime(value) === undefined ? '<invalid>' : translateTimestamp(value, now);
}

function textOf(value: unknown): string {
  if (value === null) return '<nil>';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
