// The names are those of the definitions that tools/openapi generates.
export type * from './generated/types.ts';
