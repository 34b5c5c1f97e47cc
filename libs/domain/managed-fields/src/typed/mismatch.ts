/** A value that its schema cannot take apart. The message is upstream's, without the path. */
export class SchemaMismatch extends Error {}
