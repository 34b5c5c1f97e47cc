export type { GroupVersion, OpenApiDocument } from './document.ts';
export { groupVersionPath, openApiV3Document, openApiV3Index } from './document.ts';
export type { OpenApiResource, OpenApiSubresource, Verb } from './paths.ts';
export { schemaOf } from './schema-of.ts';
