export type { ApiAnswer, ApiRequest, ApiStream, ByteSink, HttpApi } from './http.ts';
