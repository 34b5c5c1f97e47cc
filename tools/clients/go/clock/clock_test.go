package clock

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"
)

// lab is a running lab: `npm run operators -- go-clock` starts one.
type lab struct {
	t      *testing.T
	client *http.Client
	server string
}

type withToken struct {
	token string
	next  http.RoundTripper
}

func (w withToken) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+w.token)
	return w.next.RoundTrip(request)
}

func openLab(t *testing.T) *lab {
	server := os.Getenv("KLOCKWORK_SERVER")
	if server == "" {
		t.Skip("no lab: run npm run operators -- go-clock")
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(os.Getenv("KLOCKWORK_CA")))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	return &lab{t: t, server: server, client: &http.Client{Transport: withToken{os.Getenv("KLOCKWORK_TOKEN"), transport}}}
}

func (l *lab) follow(name string) *Clock {
	l.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	l.t.Cleanup(cancel)
	return l.followIn(ctx, name)
}

func (l *lab) followIn(ctx context.Context, name string) *Clock {
	l.t.Helper()
	c, err := Follow(ctx, Options{Client: l.client, Server: l.server, Name: name})
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

// call sends a request, and decodes its answer.
func (l *lab) call(method, path string, body, answer any) {
	l.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		l.t.Fatal(err)
	}
	request, err := http.NewRequest(method, l.server+path, bytes.NewReader(text))
	if err != nil {
		l.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := l.client.Do(request)
	if err != nil {
		l.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		l.t.Fatal(refusal(response))
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) advance(by string) {
	l.t.Helper()
	var end struct{ Phase string }
	l.call(http.MethodPost, "/klockwork/v1/clock/advance", map[string]string{"advance": by}, &end)
	if end.Phase != "Reached" {
		l.t.Fatalf("the advance of %s ended as %s", by, end.Phase)
	}
}

// deadlines returns the pending timers of programs, as `klockwork clock` lists them.
func (l *lab) deadlines() map[string]int64 {
	l.t.Helper()
	var report struct {
		Next []struct {
			At           int64
			Name, Object string
		}
	}
	l.call(http.MethodGet, "/klockwork/v1/clock", nil, &report)
	found := map[string]int64{}
	for _, timer := range report.Next {
		if timer.Name == "client-timer" {
			found[timer.Object] = timer.At
		}
	}
	return found
}

// eventually polls the lab for at most five seconds.
func (l *lab) eventually(what string, holds func() bool) {
	l.t.Helper()
	for end := time.Now().Add(5 * time.Second); !holds(); {
		if time.Now().After(end) {
			l.t.Fatalf("not within five seconds: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (l *lab) eventuallyPending(name string, pending bool) {
	l.t.Helper()
	l.eventually(fmt.Sprintf("timer of %s pending: %v", name, pending), func() bool {
		_, found := l.deadlines()["clients/"+name]
		return found == pending
	})
}

func TestAChainOfTimersRunsAtItsExactInstantsInOneAdvance(t *testing.T) {
	l := openLab(t)
	c := l.follow("chain")
	const step, all = 5 * time.Minute, 62 * time.Minute
	begin := c.Now()
	fired := make(chan time.Duration, 100)
	var link func(previous time.Time)
	link = func(previous time.Time) {
		c.AfterFunc(step, func() {
			now := c.Now()
			fired <- now.Sub(previous)
			link(now)
		})
	}
	link(begin)
	l.eventuallyPending("chain", true)
	l.advance(all.String())
	if len(fired) != 12 {
		t.Fatalf("%d timers of %s fired in %s", len(fired), step, all)
	}
	for n := 0; n < 12; n++ {
		if gap := <-fired; gap < step || gap > step+5*time.Millisecond {
			t.Errorf("timer %d fired after %s", n, gap)
		}
	}
	if passed := c.Now().Sub(begin); passed < all || passed > all+time.Minute {
		t.Errorf("after the advance %s had passed", passed)
	}
}

func TestTimersFireWithoutAnAdvance(t *testing.T) {
	c := openLab(t).follow("plain")
	begin, host := c.Now(), time.Now()
	<-c.After(300 * time.Millisecond)
	if passed := c.Since(begin); passed < 300*time.Millisecond {
		t.Errorf("the timer fired after %s", passed)
	}
	if passed := time.Since(host); passed < 250*time.Millisecond || passed > 5*time.Second {
		t.Errorf("the timer took %s of the host", passed)
	}
}

func TestATickerTicksUntilItStops(t *testing.T) {
	l := openLab(t)
	c := l.follow("ticks")
	ticker := c.NewTicker(10 * time.Minute)
	l.eventuallyPending("ticks", true)
	for n := 0; n < 3; n++ {
		l.advance("10m")
		select {
		case <-ticker.C():
		case <-time.After(5 * time.Second):
			t.Fatalf("no tick %d", n)
		}
	}
	ticker.Stop()
	l.eventuallyPending("ticks", false)
}

func TestAStoppedTimerIsNoDeadlineOfTheLab(t *testing.T) {
	l := openLab(t)
	c := l.follow("stops")
	timer := c.NewTimer(time.Hour)
	l.eventuallyPending("stops", true)
	if !timer.Stop() || timer.Stop() {
		t.Error("Stop returns true exactly once")
	}
	l.eventuallyPending("stops", false)
	if timer.Reset(time.Minute) {
		t.Error("Reset of a stopped timer returns false")
	}
	l.eventuallyPending("stops", true)
	l.advance("1m")
	select {
	case <-timer.C():
	case <-time.After(5 * time.Second):
		t.Fatal("the timer did not fire after Reset")
	}
}

func TestAProgramThatEndsDelaysNothing(t *testing.T) {
	l := openLab(t)
	ctx, end := context.WithCancel(context.Background())
	l.followIn(ctx, "ends").NewTimer(time.Minute)
	l.eventuallyPending("ends", true)
	end()
	l.eventuallyPending("ends", false)
	l.advance("5m")
}
