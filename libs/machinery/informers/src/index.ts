export type { Informer, InformerFactory, Lister, Notice } from './informer.ts';
