/** Kind of an operation's resource, and its subresource if any. */
export interface Subject {
  readonly kind: string;
  readonly subresource?: string;
}

/**
 * Returns the description of an operation, such as `read status of the specified Pod`. Models `registerResourceHandlers` of
 * `endpoints/installer.go`.
 */
export function operationText(action: string, { kind, subresource }: Subject): string {
  const of = subresource === undefined ? '' : ` ${subresource} of`;
  switch (action) {
    case 'get':
      return `read${of} the specified ${kind}`;
    case 'list':
      return `list or watch objects of kind ${kind}`;
    case 'put':
      return `replace${of} the specified ${kind}`;
    case 'patch':
      return `partially update${of} the specified ${kind}`;
    case 'post':
      return `create${of}${article(kind)}${kind}`;
    case 'delete':
      return `delete${of}${article(kind)}${kind}`;
    default:
      return `delete collection of ${kind}`;
  }
}

/** Returns the article of a noun; '' for a plural. Models `GetArticleForNoun`. */
function article(noun: string): string {
  if (noun.endsWith('s') && !noun.endsWith('ss')) return ' ';
  return /^[aeiou]/i.test(noun) ? ' an ' : ' a ';
}

/** Descriptions of query parameters, by name. */
export const QUERY_TEXTS: Readonly<Record<string, string>> = {
  allowWatchBookmarks: 'Asks a watch for events of type BOOKMARK, which carry a resourceVersion alone. Ignored without a watch.',
  continue: 'Token of the page before this one, from its metadata.continue. The other parameters must be those of the first page.',
  dryRun: 'Stages of the request that are carried out without a change that lasts. The only value is All.',
  fieldManager: 'Name of the actor that makes the change: at most 128 printable characters. By default the start of the user agent.',
  fieldSelector: 'Limits the answer to objects whose fields match.',
  fieldValidation:
    'Treatment of unknown and duplicate fields of the body: Ignore drops them, Warn adds a warning for each, Strict refuses the request.',
  force: 'Lets an apply take fields from their managers. May be set for apply patches only.',
  gracePeriodSeconds: 'Seconds until the object is deleted; 0 deletes at once. By default the value of the kind.',
  labelSelector: 'Limits the answer to objects whose labels match.',
  limit: 'Maximum number of objects in one answer. Where more exist the answer has a metadata.continue.',
  propagationPolicy: 'Treatment of dependents: Orphan leaves them, Background deletes them later, Foreground deletes them first.',
  resourceVersion: 'Version of the list, or version after which a watch begins. Its meaning depends on resourceVersionMatch.',
  resourceVersionMatch: 'Exact or NotOlderThan: how resourceVersion applies to a list.',
  sendInitialEvents: 'Begins a watch with an event for each object that exists, followed by a bookmark.',
  timeoutSeconds: 'Seconds after which a list or watch ends, whatever it has seen.',
  watch: 'Answers with a stream of changes instead of a list.',
};

/** Descriptions of path parameters. */
export const PATH_TEXTS = {
  name: (kind: string) => `name of the ${kind}`,
  namespace: () => 'object name and auth scope, such as for teams and projects',
} as const;
