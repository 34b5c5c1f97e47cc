export type { HttpApiOptions } from './api-server.ts';
export { createHttpApi } from './api-server.ts';
export type { ApiAnswer, ApiRequest, ApiStream, ByteSink, HttpApi } from './http.ts';
export type { HealthCheck } from './system/health.ts';
