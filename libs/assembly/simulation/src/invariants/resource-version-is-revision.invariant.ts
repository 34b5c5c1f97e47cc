import type { Invariant } from './invariant.ts';

/** Invariant of the log: an event contains its own object. */
export const resourceVersionIsRevision: Invariant = {
  name: 'resource-version-is-revision',
  statement: "an event's object carries the event's revision, key and UID",
  watch: () => {
    return ({ event }) => {
      const { resourceVersion, name, namespace = '', uid } = event.object.metadata ?? {};
      if (resourceVersion !== String(event.revision)) return `its object is at resourceVersion ${resourceVersion}`;
      if (name !== event.key.name || namespace !== event.key.namespace) return `its object is ${namespace}/${name}`;
      return uid === event.uid ? undefined : `its object has the UID ${uid}, not ${event.uid}`;
    };
  },
};
