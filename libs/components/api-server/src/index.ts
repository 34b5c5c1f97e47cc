export type { ApiServices } from './api-services.ts';
export { bootstrap } from './bootstrap.ts';
export type { DirectOptions } from './direct-request.ts';
export { drillNames } from './drills/drill-names.ts';
export type { ConsoleLinks } from './klockwork/console-links.ts';
export type { PodApiAnswers } from './pods/serve-pods.ts';
export type { ApiServer, ApiServerOptions, OpenApiServer } from './start-api-server.ts';
export { openApiServer, startApiServer } from './start-api-server.ts';
export type { HealthCheck } from './system/health.ts';
