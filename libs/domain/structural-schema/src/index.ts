export type { JsonSchema, ValidationRule } from './json-schema.ts';
export { EmbeddedError } from './objects/embedded.ts';
export type { ObjectCheck, ObjectWrite, VersionSchemaOptions } from './version-schema.ts';
export { VersionSchema } from './version-schema.ts';
