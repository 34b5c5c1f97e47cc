export type { InMemoryApiServer } from './in-memory-api-server.ts';
export { inMemoryApiServer, TEST_NOW } from './in-memory-api-server.ts';
export type { TestAnswer, TestRequest } from './test-client.ts';
export { TestClient, TestStream, utf8 } from './test-client.ts';
