/** Injection token of the OpenApiServer. */
export const API_SERVER = Symbol('ApiServer');
