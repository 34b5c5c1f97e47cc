import { useEffect, useState } from 'react';
import { hostNow } from '../store/host-time.ts';
import type { Freshness } from '../store/rows.ts';
import { TEXTS } from '../texts.ts';

/** Tells whether the page shows the present. */
export function FreshnessMark({ freshness }: { readonly freshness: Freshness }) {
  const [now, setNow] = useState(() => hostNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(hostNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const text = freshnessText(freshness, now);
  return (
    <output className="freshness" data-state={freshness.type}>
      {text}
    </output>
  );
}

function freshnessText(freshness: Freshness, now: number): string {
  if (freshness.type === 'refused') return freshness.message;
  if (freshness.type === 'lost') return TEXTS.freshness.lost(Math.max(0, Math.round((now - freshness.sinceMs) / 1_000)));
  return TEXTS.freshness[freshness.type];
}
