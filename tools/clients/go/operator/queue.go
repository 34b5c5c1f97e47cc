package operator

import (
	"time"

	"k8s.io/client-go/util/workqueue"
	clocks "k8s.io/utils/clock"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

type queue = workqueue.TypedRateLimitingInterface[reconcile.Request]

// NewQueueOn returns a NewQueue for controller.Options: RequeueAfter and back-offs of the queue run on a clock.
func NewQueueOn(clock clocks.WithTicker) func(string, workqueue.TypedRateLimiter[reconcile.Request]) queue {
	return func(name string, limiter workqueue.TypedRateLimiter[reconcile.Request]) queue {
		config := workqueue.TypedRateLimitingQueueConfig[reconcile.Request]{Name: name, Clock: queueClock{clock}}
		return workqueue.NewTypedRateLimitingQueueWithConfig(limiter, config)
	}
}

// queueClock runs tickers on host time. A queue updates its metrics twice a second: on lab time, a day would stop 172,800 times.
type queueClock struct{ clocks.WithTicker }

func (queueClock) NewTicker(d time.Duration) clocks.Ticker { return clocks.RealClock{}.NewTicker(d) }
