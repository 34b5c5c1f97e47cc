export { storedDeflate } from './stored-deflate.ts';
