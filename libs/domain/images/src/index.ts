export type { Catalogue } from './catalogue.ts';
export { BUILT_IN_CATALOGUE, catalogueOf } from './catalogue.ts';
export { hexDigest, imageDigest } from './digest.ts';
export type { HttpStatus, Image, Listener, OnTerm, Program, Tools } from './image.ts';
export type { PullRefusal, ResolvedImage } from './pull.ts';
export { resolveImage } from './pull.ts';
export type { ImageReference } from './reference.ts';
export { defaultPullPolicy, invalidNameText, parseReference } from './reference.ts';
