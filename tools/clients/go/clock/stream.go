package clock

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Host time between two attempts to reach the lab.
const retryAfter = 100 * time.Millisecond

// line of the lab's stream.
type line struct {
	Now   time.Time `json:"now"`
	Rate  float64   `json:"rate"`
	Fired bool      `json:"fired"`
}

// deadline is the body of a PUT.
type deadline struct {
	At     *time.Time `json:"at"`
	Upkeep bool       `json:"upkeep"`
}

// stream is the connection of a Clock to the lab.
type stream struct {
	Options
	clock *Clock
}

func (s *stream) url() string {
	return fmt.Sprintf("%s/klockwork/v1/clock/timers/%s", strings.TrimSuffix(s.Server, "/"), s.Name)
}

// open returns the connected stream after its first line.
func (s *stream) open(ctx context.Context) (*lines, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url(), nil)
	if err != nil {
		return nil, err
	}
	response, err := s.Client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		defer response.Body.Close()
		return nil, refusal(response)
	}
	lines := &lines{body: response.Body, decoder: json.NewDecoder(response.Body)}
	if err := lines.pass(s.clock); err != nil {
		lines.body.Close()
		return nil, err
	}
	// The lab has forgotten the deadline of an earlier stream.
	s.clock.changed()
	return lines, nil
}

// run passes lines on to the clock, and reconnects.
func (s *stream) run(ctx context.Context, lines *lines) {
	for ctx.Err() == nil {
		if lines == nil || lines.pass(s.clock) != nil {
			lines.close()
			lines, _ = s.open(ctx)
			if lines == nil {
				wait(ctx)
			}
		}
	}
	lines.close()
}

// report sends the least deadline after each change. A failure is repeated: the stream may have to reconnect first.
func (s *stream) report(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.clock.news:
		}
		if err := s.put(ctx, s.clock.next()); err != nil {
			wait(ctx)
			s.clock.changed()
		}
	}
}

func (s *stream) put(ctx context.Context, next *deadline) error {
	body, err := json.Marshal(next)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, s.url(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := s.Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return refusal(response)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// refusal returns the words of the lab.
func refusal(response *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return err
	}
	return fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(text)))
}

func wait(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(retryAfter):
	}
}

// lines of an open stream.
type lines struct {
	body    io.ReadCloser
	decoder *json.Decoder
}

func (l *lines) pass(c *Clock) error {
	var next line
	if err := l.decoder.Decode(&next); err != nil {
		return err
	}
	c.arrived(next)
	return nil
}

func (l *lines) close() {
	if l != nil {
		l.body.Close()
	}
}
