// Package clock runs the timers of a Go program on the time of a Klockwork lab: a clock.WithTicker for controllers that take a clock. The
// lab knows the next deadline, so that an advance stops there and waits for the program.
package clock

import (
	"context"
	"net/http"
	"sync"
	"time"

	"k8s.io/utils/clock"
)

var _ clock.WithTickerAndDelayedExecution = (*Clock)(nil)

// Options of Follow.
type Options struct {
	// Client with the credentials and the authority of the kubeconfig, as rest.HTTPClientFor returns.
	Client *http.Client
	// Server is the address of the API: Host of a rest.Config.
	Server string
	// Name of the program in the list of `klockwork clock`: a DNS label.
	Name string
}

// Clock follows lab time. Its methods are safe for concurrent use.
type Clock struct {
	mu sync.Mutex
	// Lab time of the newest line, and the host's time at its arrival.
	labAt  time.Time
	hostAt time.Time
	// Lab seconds per host second; 0 while only lines move time.
	rate float64
	// Newest returned time: time never moves backwards.
	shown  time.Time
	timers timerHeap
	// Holds one value while a deadline waits to be reported.
	news chan struct{}
}

// Follow opens the stream of the lab, and returns after its first line. The stream reconnects until ctx ends; then the timer of the
// program ends too.
func Follow(ctx context.Context, options Options) (*Clock, error) {
	c := &Clock{news: make(chan struct{}, 1)}
	stream := &stream{Options: options, clock: c}
	first, err := stream.open(ctx)
	if err != nil {
		return nil, err
	}
	go stream.run(ctx, first)
	go stream.report(ctx)
	return c, nil
}

// Now returns lab time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

// Since returns the lab time since ts.
func (c *Clock) Since(ts time.Time) time.Duration { return c.Now().Sub(ts) }

// After returns the channel of a new timer.
func (c *Clock) After(d time.Duration) <-chan time.Time { return c.NewTimer(d).C() }

// Tick returns the channel of a new ticker.
func (c *Clock) Tick(d time.Duration) <-chan time.Time { return c.NewTicker(d).C() }

// Sleep returns after d of lab time.
func (c *Clock) Sleep(d time.Duration) { <-c.After(d) }

// NewTimer returns a timer that fires once, after d.
func (c *Clock) NewTimer(d time.Duration) clock.Timer {
	t := c.newTimer()
	c.set(t, d)
	return t
}

// AfterFunc calls f in a goroutine of its own, after d.
func (c *Clock) AfterFunc(d time.Duration, f func()) clock.Timer {
	t := c.newTimer()
	t.call = f
	c.set(t, d)
	return t
}

// NewTicker returns a ticker. Its period counts as upkeep of the lab. Panics for a period of zero or less, like time.NewTicker.
func (c *Clock) NewTicker(d time.Duration) clock.Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	t := c.newTimer()
	t.period = d
	c.set(t, d)
	return ticker{t}
}

func (c *Clock) newTimer() *timer {
	return &timer{clock: c, c: make(chan time.Time, 1), index: -1}
}

// now requires the lock.
func (c *Clock) now() time.Time {
	lab := c.labAt.Add(time.Duration(float64(time.Since(c.hostAt)) * c.rate))
	if lab.After(c.shown) {
		c.shown = lab
	}
	return c.shown
}

// arrived takes over the time of a line, and fires due timers.
func (c *Clock) arrived(line line) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.labAt, c.hostAt, c.rate = line.Now, time.Now(), line.Rate
	c.timers.fire(c.now())
	if line.Fired {
		// Lab time waits for the next deadline.
		c.changed()
	}
}

// next returns the least deadline; nil without timers.
func (c *Clock) next() *deadline {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.timers) == 0 {
		return &deadline{}
	}
	first := c.timers[0]
	// The lab counts whole milliseconds: a deadline within one fires at its end.
	at := first.at.Add(time.Millisecond - time.Nanosecond).Truncate(time.Millisecond).UTC()
	return &deadline{At: &at, Upkeep: first.period > 0}
}

func (c *Clock) changed() {
	select {
	case c.news <- struct{}{}:
	default:
	}
}
