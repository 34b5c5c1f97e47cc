import { whyPath } from './why.ts';

/** Object of a question. */
interface ExplainedObject {
  readonly resource: string;
  /** `name`, or `namespace/name`. */
  readonly key: string;
}

/** Returns the text of a question in the page's address: `pods/default/web`, or `pods/default/web@812` for a moment of the past. */
export function questionText({ resource, key }: ExplainedObject, at?: number): string {
  return `${resource}/${key}${at === undefined ? '' : `@${at}`}`;
}

/** Returns the path that answers a question: an object, an object in the past, or a revision of the log such as `812`. */
export function questionPath(text: string): string {
  const [, object = '', at] = /^(.*?)(?:@([1-9]\d*))?$/.exec(text.trim()) ?? [];
  if (/^\d+$/.test(object)) return `/klockwork/v1/why?revision=${object}`;
  const [resource = '', ...key] = object.split('/');
  return `${at === undefined ? '' : `/at/${at}`}${whyPath(resource, key.join('/'))}`;
}
