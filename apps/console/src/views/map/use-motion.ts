import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { motionBetween, type Place } from '../../model/motion.ts';

/** Attribute with the key of a thing. */
const KEY = 'data-key';
const SLIDE: KeyframeAnimationOptions = { duration: 450, easing: 'ease-out' };
const LEAVE: KeyframeAnimationOptions = { duration: 350, easing: 'ease-in' };

interface Drawing {
  readonly content: unknown;
  readonly elements: ReadonlyMap<string, HTMLElement>;
  readonly places: ReadonlyMap<string, Place>;
}

/**
 * Moves elements with the attribute `data-key` from their former places when `content` changes; removed ones fade out. Other changes of the
 * layout, such as a resized window, move nothing. Obeys `prefers-reduced-motion`.
 */
export function useMotion(container: RefObject<HTMLElement | null>, content: unknown): void {
  const last = useRef<Drawing | undefined>(undefined);
  useLayoutEffect(() => {
    const { current } = container;
    if (current === null) return;
    const drawing = drawingOf(current, content);
    const former = last.current;
    last.current = drawing;
    const isStill = former === undefined || former.content === content || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!isStill) play(current, former, drawing);
  });
  useEffect(() => {
    const { current } = container;
    if (current === null) return;
    const observer = new ResizeObserver(() => {
      if (last.current !== undefined) last.current = drawingOf(current, last.current.content);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [container]);
}

function play(container: HTMLElement, former: Drawing, { elements, places }: Drawing): void {
  const { moved, gone } = motionBetween(former.places, places);
  for (const { key, dx, dy } of moved)
    elements.get(key)?.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: 'none' }], SLIDE);
  for (const key of gone) {
    const [element, place] = [former.elements.get(key), former.places.get(key)];
    if (element !== undefined && place !== undefined) leave(container, element, place);
  }
}

/** Fades out a copy of a removed element at its former place. */
function leave(container: HTMLElement, element: HTMLElement, { x, y }: Place): void {
  const ghost = element.cloneNode(true) as HTMLElement;
  ghost.removeAttribute(KEY);
  ghost.inert = true;
  ghost.classList.add('ghost');
  Object.assign(ghost.style, { left: `${x}px`, top: `${y}px` });
  container.append(ghost);
  const leaving = ghost.animate([{ opacity: 1 }, { opacity: 0, transform: 'scale(0.8)' }], LEAVE);
  leaving.onfinish = () => ghost.remove();
  leaving.oncancel = () => ghost.remove();
}

/** Places are those of the layout, without running animations. */
function drawingOf(container: HTMLElement, content: unknown): Drawing {
  const elements = new Map<string, HTMLElement>();
  const places = new Map<string, Place>();
  for (const element of container.querySelectorAll<HTMLElement>(`[${KEY}]`)) {
    const key = element.getAttribute(KEY) ?? '';
    elements.set(key, element);
    places.set(key, placeIn(container, element));
  }
  return { content, elements, places };
}

function placeIn(container: HTMLElement, element: HTMLElement): Place {
  let [x, y] = [0, 0];
  for (let each: HTMLElement | null = element; each !== null && each !== container; each = each.offsetParent as HTMLElement | null) {
    x += each.offsetLeft;
    y += each.offsetTop;
  }
  return { x, y };
}
