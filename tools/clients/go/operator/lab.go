package operator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"k8s.io/client-go/rest"
)

// Lab moves the time of a lab over HTTP. Its requests are those of the OpenAPI document /openapi/v3/klockwork/v1.
type Lab struct {
	Client *http.Client
	Server string
}

// NewLab returns the lab of a config, such as envtest.Environment returns.
func NewLab(config *rest.Config) (*Lab, error) {
	client, err := rest.HTTPClientFor(config)
	return &Lab{Client: client, Server: strings.TrimSuffix(config.Host, "/")}, err
}

// Verdict of Until and Never.
type Verdict struct {
	Passed  bool   `json:"passed"`
	Message string `json:"message"`
	// First revision at which the condition held; 0 if it held at none.
	Revision int64 `json:"revision"`
}

// Pause stops lab time.
func (l *Lab) Pause(ctx context.Context) error {
	return l.post(ctx, "pause", map[string]string{}, nil)
}

// Advance lets lab time pass, timer by timer.
func (l *Lab) Advance(ctx context.Context, span time.Duration) error {
	var end struct{ Phase, Message string }
	if err := l.post(ctx, "advance", map[string]string{"advance": span.String()}, &end); err != nil {
		return err
	}
	if end.Phase != "Reached" {
		return fmt.Errorf("the advance of %s ended as %s: %s", span, end.Phase, end.Message)
	}
	return nil
}

// Settle waits until all processes of the lab are idle. Lab time does not move.
func (l *Lab) Settle(ctx context.Context) error {
	return l.send(ctx, http.MethodGet, "settled", nil, nil)
}

// Until lets lab time pass to the first instant at which a condition of `kubectl wait` held: "deploy/web condition=Available".
func (l *Lab) Until(ctx context.Context, condition string, within time.Duration) (Verdict, error) {
	return l.judge(ctx, "until", map[string]string{"condition": condition, "within": within.String()})
}

// Never lets a span pass. Fails at the first revision at which the condition held.
func (l *Lab) Never(ctx context.Context, condition string, span time.Duration) (Verdict, error) {
	return l.judge(ctx, "never", map[string]string{"condition": condition, "for": span.String()})
}

// IsPending returns whether the next deadline of a program with a clock adapter is known to the lab.
func (l *Lab) IsPending(ctx context.Context, program string) (bool, error) {
	var list struct {
		Items []struct{ Name, Object string }
	}
	if err := l.send(ctx, http.MethodGet, "pending", nil, &list); err != nil {
		return false, err
	}
	for _, timer := range list.Items {
		if timer.Name == "client-timer" && timer.Object == "clients/"+program {
			return true, nil
		}
	}
	return false, nil
}

func (l *Lab) judge(ctx context.Context, path string, body any) (Verdict, error) {
	var verdict Verdict
	err := l.post(ctx, path, body, &verdict)
	if err == nil && !verdict.Passed {
		err = fmt.Errorf("%s", verdict.Message)
	}
	return verdict, err
}

func (l *Lab) post(ctx context.Context, path string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return l.send(ctx, http.MethodPost, path, text, answer)
}

// send decodes the answer, unless it is nil. Other codes than 200 are errors with the words of the lab.
func (l *Lab) send(ctx context.Context, method, path string, body []byte, answer any) error {
	address, err := url.JoinPath(l.Server, "/klockwork/v1/clock", path)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := l.Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, path, text)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(text, answer)
}
