import type { Revision } from '@klockwork/event-store';

/** In a token: the next page is what is there when it is read. Who takes such a token knows that its list is inconsistent. */
export const NOW: Revision = 0;

/** Where the next page of a LIST begins, and at which revision the whole list is read. */
export interface ContinueToken {
  readonly revision: Revision;
  readonly namespace: string;
  readonly name: string;
}

const FORM = /^v1\.(\d{1,15})\.([^/]*)\/([^/]+)$/;

/** The token as text. Clients must not look into it; people who debug may. */
export function writeContinueToken({ revision, namespace, name }: ContinueToken): string {
  return `v1.${revision}.${namespace}/${name}`;
}

/** The token a client sent back, or undefined when it is none of ours. */
export function readContinueToken(text: string): ContinueToken | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, revision, namespace, name] = match as unknown as [string, string, string, string];
  return { revision: Number(revision), namespace, name };
}
