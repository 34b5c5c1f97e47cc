/** Value that does not fit its schema, with upstream's message without path. */
export class SchemaMismatch extends Error {}
