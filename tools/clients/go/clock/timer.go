package clock

import (
	"container/heap"
	"time"
)

// timer is a pending or stopped timer, or a ticker with a period.
type timer struct {
	clock *Clock
	c     chan time.Time
	at    time.Time
	// Period of a ticker; 0 for a timer.
	period time.Duration
	call   func()
	// Position in the heap; -1 while not pending.
	index int
}

func (t *timer) C() <-chan time.Time { return t.c }

// Stop prevents the firing. Returns false for a fired or stopped timer.
func (t *timer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	return t.remove()
}

// Reset sets the timer anew. Returns true if it was pending.
func (t *timer) Reset(d time.Duration) bool {
	t.clock.mu.Lock()
	wasPending := t.remove()
	t.clock.mu.Unlock()
	t.clock.set(t, d)
	return wasPending
}

// remove requires the lock.
func (t *timer) remove() bool {
	if t.index < 0 {
		return false
	}
	wasFirst := t.index == 0
	heap.Remove(&t.clock.timers, t.index)
	if wasFirst {
		t.clock.changed()
	}
	return true
}

func (c *Clock) set(t *timer, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	t.at = now.Add(d)
	if d <= 0 {
		t.fire(now)
		return
	}
	heap.Push(&c.timers, t)
	if t.index == 0 {
		c.changed()
	}
}

// fire never blocks: a slow receiver of a ticker misses ticks, as with time.Ticker.
func (t *timer) fire(now time.Time) {
	if t.call != nil {
		go t.call()
		return
	}
	select {
	case t.c <- now:
	default:
	}
}

type ticker struct{ *timer }

func (t ticker) Stop() { t.timer.Stop() }

// timerHeap orders pending timers by deadline.
type timerHeap []*timer

func (h timerHeap) Len() int           { return len(h) }
func (h timerHeap) Less(i, j int) bool { return h[i].at.Before(h[j].at) }

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timerHeap) Push(x any) {
	t := x.(*timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timerHeap) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	t.index = -1
	return t
}

// fire fires all timers that are due, in order, and sets tickers for their next period.
func (h *timerHeap) fire(now time.Time) {
	for len(*h) > 0 && !(*h)[0].at.After(now) {
		t := heap.Pop(h).(*timer)
		t.fire(now)
		if t.period > 0 {
			t.at = t.at.Add(t.period)
			if !t.at.After(now) {
				t.at = now.Add(t.period)
			}
			heap.Push(h, t)
		}
	}
}
