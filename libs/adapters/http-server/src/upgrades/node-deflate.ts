import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Deflate } from '@klockwork/spdy';

/** DEFLATE of Node.js. Compresses each header block alone, with the previous ones as its dictionary. */
export const nodeDeflate: Deflate = {
  deflate: (bytes, history) => deflateRawSync(bytes, { dictionary: history, finishFlush: constants.Z_SYNC_FLUSH }),
  inflate: (bytes, history, bytesMax) =>
    inflateRawSync(bytes, { dictionary: history, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: bytesMax }),
};
