import { type FieldError, fieldErrors, semanticEqual } from '@klockwork/api-machinery';
import type { CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import { type JsonSchema, schemaErrors } from '@klockwork/structural-schema';

type Versions = readonly CustomResourceDefinitionVersion[];

/**
 * Validates the schemas of versions. A schema that all versions share is validated once, at `spec.validation`: upstream's internal type has
 * it there. Models `validateCustomResourceDefinitionValidation`.
 */
export function validateSchemas(versions: Versions, previous: Versions = []): FieldError[] {
  const earlier = previous.flatMap(({ schema }) => schemaOf(schema));
  const hasStatus = ({ subresources }: CustomResourceDefinitionVersion) => Boolean(subresources?.status);
  const errorsOf = ({ schema }: CustomResourceDefinitionVersion, path: string, status: boolean) =>
    schemaOf(schema).flatMap((one) => schemaErrors(one, { path, hasStatus: status, previous: earlier }));
  const [first] = versions;
  if (first === undefined) return [];
  return [
    ...missingErrors(versions),
    ...(areShared(versions)
      ? errorsOf(first, 'spec.validation', versions.some(hasStatus))
      : versions.flatMap((version, index) => errorsOf(version, `spec.versions[${index}].schema`, hasStatus(version)))),
  ];
}

function missingErrors(versions: Versions): FieldError[] {
  return versions.flatMap(({ schema }, index) =>
    schema?.openAPIV3Schema ? [] : [fieldErrors.required(`spec.versions[${index}].schema.openAPIV3Schema`)],
  );
}

function schemaOf(schema: CustomResourceDefinitionVersion['schema']): JsonSchema[] {
  return schema?.openAPIV3Schema === undefined ? [] : [schema.openAPIV3Schema as JsonSchema];
}

function areShared([first, ...others]: Versions): boolean {
  return others.every(({ schema }) => semanticEqual(schema, first?.schema));
}
