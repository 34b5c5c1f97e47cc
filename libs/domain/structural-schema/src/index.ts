export type { SchemaPlace } from './definition/schema-errors.ts';
export { nonStructuralMessage, schemaErrors } from './definition/schema-errors.ts';
export type { JsonSchema, ValidationRule } from './json-schema.ts';
export { EmbeddedError } from './objects/embedded.ts';
export { ruleDefinitionErrors } from './rules/definition-errors.ts';
export { ruleTextErrors } from './rules/rule-texts.ts';
export type { ObjectCheck, ObjectWrite, VersionSchemaOptions } from './version-schema.ts';
export { VersionSchema } from './version-schema.ts';
