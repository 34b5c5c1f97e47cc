import { dns1035Label, type FieldError, fieldErrors, parseJsonPath } from '@klockwork/api-machinery';
import type { CustomResourceColumnDefinition, CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import { validateSchemas } from './schemas.validation.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** Validates names, schemas and columns of versions. Models the loop over versions of `validateCustomResourceDefinitionSpec`. */
export function validateVersions(
  versions: readonly CustomResourceDefinitionVersion[],
  previous?: readonly CustomResourceDefinitionVersion[],
): FieldError[] {
  const path = 'spec.versions';
  const areUnique = new Set(versions.map(({ name }) => name)).size === versions.length;
  const hasOneStored = versions.filter(({ storage }) => storage).length === 1;
  return [
    ...validateSchemas(versions, previous),
    ...versions.flatMap((version, index) => versionErrors(version, `${path}[${index}]`)),
    ...(areUnique ? [] : [fieldErrors.invalid(path, versions, 'must contain unique version names')]),
    ...(hasOneStored ? [] : [fieldErrors.invalid(path, versions, 'must have exactly one version marked as storage version')]),
  ];
}

function versionErrors(version: CustomResourceDefinitionVersion, path: string): FieldError[] {
  const { name = '', additionalPrinterColumns = [] } = version;
  const problems = dns1035Label(name);
  return [
    ...(problems.length === 0 ? [] : [fieldErrors.invalid(`${path}.name`, name, problems.join(','))]),
    ...deprecationErrors(version, `${path}.deprecationWarning`),
    ...additionalPrinterColumns.flatMap((column, index) => columnErrors(column, `${path}.additionalPrinterColumns[${index}]`)),
  ];
}

/** Models `validateDeprecationWarning`. */
function deprecationErrors({ deprecated, deprecationWarning }: CustomResourceDefinitionVersion, path: string): FieldError[] {
  if (deprecationWarning === undefined) return [];
  const refuse = (detail: string) => [fieldErrors.invalid(path, deprecationWarning, detail)];
  if (!deprecated) return refuse('can only be set for deprecated versions');
  if (deprecationWarning === '') return refuse('must not be an empty string');
  return deprecationWarning.length > 256 ? refuse('must be <= 256 characters long') : [];
}

/** Models `ValidateCustomResourceColumnDefinition`. */
function columnErrors({ name, type, format, jsonPath }: CustomResourceColumnDefinition, path: string): FieldError[] {
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  const formats = `must be one of ${COLUMN_FORMATS.join(',')}`;
  return [
    ...(name ? [] : [fieldErrors.required(`${path}.name`)]),
    ...(type ? [] : [fieldErrors.required(`${path}.type`, types)]),
    ...(type && !COLUMN_TYPES.includes(type) ? [fieldErrors.invalid(`${path}.type`, type, types)] : []),
    ...(format && !COLUMN_FORMATS.includes(format) ? [fieldErrors.invalid(`${path}.format`, format, formats)] : []),
    ...pathErrors(jsonPath, `${path}.jsonPath`),
  ];
}

function pathErrors(jsonPath: string | undefined, path: string): FieldError[] {
  if (!jsonPath) return [fieldErrors.required(path)];
  const parsedJsonPath = parseJsonPath(jsonPath);
  return 'problem' in parsedJsonPath ? [fieldErrors.invalid(path, jsonPath, parsedJsonPath.problem)] : [];
}
