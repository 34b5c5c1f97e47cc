export { type CustomSchema, customDefinitionName } from './custom/custom-definitions.ts';
export type { GroupVersion, OpenApiDocument } from './document.ts';
export { groupVersionPath, openApiV3Document, openApiV3Index } from './document.ts';
export { klockworkDocument } from './klockwork-http/klockwork-document.ts';
export type { OpenApiResource, OpenApiSubresource, Verb } from './paths.ts';
export { schemaOf } from './schema-of.ts';
export { encodeSwagger } from './v2/encode-swagger.ts';
export type { Swagger, SwaggerOperation, SwaggerParameter, SwaggerPath, SwaggerSchema } from './v2/swagger.ts';
export { swagger } from './v2/swagger.ts';
