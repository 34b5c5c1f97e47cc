export type { InMemoryApiServer } from './in-memory-api-server.ts';
export { inMemoryApiServer } from './in-memory-api-server.ts';
export type { TestAnswer, TestRequest } from './test-client.ts';
