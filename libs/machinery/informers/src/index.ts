export type { Informer, InformerFactory, InformersStart, Lister, Notice } from './informer.ts';
export { Informers } from './informers.ts';
