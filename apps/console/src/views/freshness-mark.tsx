import { useEffect, useState } from 'react';
import { secondsBehind } from '../model/shown-freshness.ts';
import { hostNow } from '../store/host-time.ts';
import { useHeardAt } from '../store/lab.ts';
import type { Freshness } from '../store/rows.ts';
import { TEXTS } from '../texts.ts';

/** Tells whether the page shows the present. */
export function FreshnessMark({ freshness }: { readonly freshness: Freshness }) {
  const [now, setNow] = useState(() => hostNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(hostNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const behind = secondsBehind(freshness, useHeardAt(), now);
  const text = behind === undefined ? freshnessText(freshness, now) : TEXTS.freshness.behind(behind);
  return (
    <output className="freshness" data-state={behind === undefined ? freshness.type : 'behind'}>
      {text}
    </output>
  );
}

function freshnessText(freshness: Freshness, now: number): string {
  if (freshness.type === 'refused') return freshness.message;
  if (freshness.type === 'lost') return TEXTS.freshness.lost(Math.max(0, Math.round((now - freshness.sinceMs) / 1_000)));
  return TEXTS.freshness[freshness.type];
}
