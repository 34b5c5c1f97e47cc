import { objectText } from '@klockwork/event-store';
import { type Event, type PersistentVolumeClaim, resources, type StorageClass } from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, eventsAbout, revisionOf, type Subject } from '../subject.ts';

/** Explains an unbound claim by its class and the newest Event of binder or provisioner. */
export function diagnoseClaim(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { spec, status } = subject.object as PersistentVolumeClaim;
  if (subject.gone || (status?.phase ?? 'Pending') !== 'Pending') return undefined;
  const name = spec?.storageClassName;
  const storageClass = name === undefined ? undefined : view.get<StorageClass>(resources.storageClasses, { name });
  const events = eventsAbout(view, subject.object);
  const newest = events.at(-1);
  return {
    statement: `${objectText(subject.key)} is Pending: ${newest?.message?.trim() ?? 'nothing was reported about it yet'}`,
    findings: [
      { text: classText(name, storageClass) },
      ...newestOfEach(events).map((event) => ({ text: `${event.reason}: ${event.message?.trim()}`, revision: revisionOf(event) })),
    ],
    remedies: remediesFor(view, { name, storageClass }),
    revision: subject.history.at(-1)?.revision ?? 0,
  };
}

/** Recorders repeat an Event after expiry or restart, so the newest of each message suffices. */
function newestOfEach(candidates: readonly Event[]): readonly Event[] {
  return candidates.filter(({ message }, index) => !candidates.slice(index + 1).some((later) => later.message === message));
}

function classText(name: string | undefined, storageClass: StorageClass | undefined): string {
  if (name === undefined) return 'the claim names no StorageClass, and there was no default when it was created';
  if (name === '') return 'the claim asks for a volume without a StorageClass: one must be created by hand';
  if (storageClass === undefined) return `the StorageClass ${name} does not exist`;
  return `the StorageClass ${name} is provisioned by ${storageClass.provisioner}, ${storageClass.volumeBindingMode ?? 'Immediate'}`;
}

function remediesFor(
  view: ClusterView,
  { name, storageClass }: { name: string | undefined; storageClass: StorageClass | undefined },
): readonly string[] {
  if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer')
    return ['create a pod that mounts the claim: its node decides where the volume is'];
  if (storageClass !== undefined)
    return [`the provisioner ${storageClass.provisioner} must run, or a matching PersistentVolume must exist`];
  const classes = view.list<StorageClass>(resources.storageClasses).map(({ metadata }) => metadata?.name);
  if (!name) return ['create a PersistentVolume that matches the claim'];
  return [
    `use a StorageClass that exists: ${classes.join(', ') || 'there is none'}; the class of a claim is not changed: create the claim anew`,
  ];
}
