import { useAddress } from '../../store/address.ts';
import { useKinds } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';
import { KindList } from './kind-list.tsx';
import { NewObjects } from './new-objects.tsx';
import { ObjectList } from './object-list.tsx';
import './objects.css';

/** Namespace of new objects without one. */
const DEFAULT = 'default';

/** Kinds of the API, and a table of one kind. */
export function ObjectsView() {
  const { kind: resource, filters, at } = useAddress();
  const { kinds, isLoaded } = useKinds();
  const kind = kinds.find((each) => each.resource === resource);
  return (
    <section className={resource === undefined ? 'objects' : 'objects chosen'} aria-label={TEXTS.objects.title}>
      <KindList kinds={kinds} chosen={resource} />
      <div className="list">
        {at === undefined && <NewObjects namespace={filters?.namespace ?? DEFAULT} />}
        {resource === undefined && <p>{TEXTS.objects.choose}</p>}
        {resource !== undefined && isLoaded && kind === undefined && <p>{TEXTS.objects.unknownKind(resource)}</p>}
        {kind !== undefined && <ObjectList key={kind.resource} kind={kind} />}
      </div>
    </section>
  );
}
