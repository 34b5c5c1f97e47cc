import { useEffect, useState } from 'react';
import { sendJson } from '../api/client.ts';
import { type FaultType, faultTypes, type Schemas } from '../model/fault-schema.ts';

/** Collection of Faults. */
export const FAULTS = '/apis/klockwork.dev/v1alpha1/faults';
const DOCUMENT = '/openapi/v3/apis/klockwork.dev/v1alpha1';

/** Types of Faults, or the server's refusal. */
interface KnownFaultTypes {
  readonly types: readonly FaultType[];
  readonly problem?: string;
}

/** Returns the types of Faults that the server describes; none before its answer. */
export function useFaultTypes(): KnownFaultTypes {
  const [known, setKnown] = useState<KnownFaultTypes>({ types: [] });
  useEffect(() => {
    const stop = new AbortController();
    sendJson<{ readonly components: { readonly schemas: Schemas } }>(DOCUMENT, { signal: stop.signal }).then(
      ({ components }) => setKnown({ types: faultTypes(components.schemas) }),
      (error: Error) => {
        if (!stop.signal.aborted) setKnown({ types: [], problem: error.message });
      },
    );
    return () => stop.abort();
  }, []);
  return known;
}
