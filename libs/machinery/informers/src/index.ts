export type { Informer, InformerFactory, Lister, Notice } from './informer.ts';
export { Informers } from './informers.ts';
