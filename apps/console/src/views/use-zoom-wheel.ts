import { type RefObject, useEffect, useRef } from 'react';
import type { FoldedAxis } from '../model/folded-axis.ts';
import { panned, type TimeRange, zoomed } from '../model/time-range.ts';

interface ZoomWheel {
  readonly axis: FoldedAxis;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
  /** True for an element that shows the whole axis; false: the range alone. */
  readonly isWhole: boolean;
}

/** Factor of a wheel's step of 100 units. */
const STEP = 1.25;
const WHEEL_UNITS = 100;

/** Zooms a range by the wheel over an element, and moves it by a sideways wheel. */
export function useZoomWheel(element: RefObject<HTMLElement | null>, wheel: ZoomWheel): void {
  const latest = useRef(wheel);
  latest.current = wheel;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent) => {
      const { axis, range, onRange, isWhole } = latest.current;
      event.preventDefault();
      const { left, width } = target.getBoundingClientRect();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) onRange(panned(axis, range, event.deltaX / width));
      else {
        const share = isWhole ? 0.5 : (event.clientX - left) / width;
        onRange(zoomed(axis, range, { factor: STEP ** (event.deltaY / WHEEL_UNITS), share }));
      }
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element]);
}
