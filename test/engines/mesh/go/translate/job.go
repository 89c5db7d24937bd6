// Package translate asks istiod's own code what a proxy would be told. It runs in worker processes of the oracle, because
// istiod reads its feature flags once, at the start of the process, and because its test servers leak memory.
package translate

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"istio.io/istio/pkg/config/schema/gatewayapi"
	"istio.io/istio/pkg/log"

	"meshgrant.test/mesh/adapt"
	"meshgrant.test/mesh/wire"
)

// Job is one case, with the place where its proxy will stand.
type Job struct {
	Case wire.Case `json:"case"`
	// Name distinguishes the case's listeners and clusters from those of others in one Envoy.
	Name string `json:"name"`
	// Address is the case's own address for its listeners.
	Address string `json:"address"`
}

// Result is what the proxy is told, adapted; or, with a Kind, why there is nothing to ask a proxy.
type Result struct {
	Kind      string           `json:"kind,omitempty"`
	Why       string           `json:"why,omitempty"`
	Listeners [][]byte         `json:"listeners,omitempty"`
	Clusters  [][]byte         `json:"clusters,omitempty"`
	Adapted   []string         `json:"adapted,omitempty"`
	Ztunnel   *wire.Conversion `json:"ztunnel,omitempty"`
	Micros    int64            `json:"micros"`
	// Last says that the worker ends after this answer, to give its memory back.
	Last bool `json:"last,omitempty"`
}

// wholeServersPerProcess bounds the 3 MiB that each of istiod's test servers leaks; topologies are small but not free.
const (
	wholeServersPerProcess = 80
	topologiesPerProcess   = 300
)

// Translator keeps one engine for each topology that it has met.
type Translator struct {
	topologies map[string]*topology
	servers    int
}

func New() (*Translator, error) {
	// The CRDs of istiod's test server say no version, so that TCPRoutes would pass for too old.
	delete(gatewayapi.MinimumCRDVersions, "tcproutes.gateway.networking.k8s.io")
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.ErrorOutputPaths = []string{"stderr"}
	for _, scope := range log.Scopes() {
		options.SetDefaultOutputLevel(scope.Name(), log.FatalLevel)
	}
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.FatalLevel)
	if err := log.Configure(options); err != nil {
		return nil, err
	}
	return &Translator{topologies: map[string]*topology{}}, nil
}

// Flags are the environment of a worker: Istio's own filters that a plain Envoy lacks are switched off, ambient is on.
func Flags(c *wire.Case) []string {
	flags := []string{
		"PILOT_ENABLE_METADATA_EXCHANGE=false", "PILOT_ENABLE_ALPN_FILTER=false", "PILOT_ENABLE_TELEMETRY_LABEL=false",
		"PILOT_ENABLE_AMBIENT=" + fmt.Sprint(c.Enforcer.Kind == "waypoint" || c.Enforcer.Kind == "ztunnel"),
	}
	for name, value := range c.Mesh.Istiod {
		flags = append(flags, name+"="+value)
	}
	return flags
}

// Translate never panics: a failure of the engine is a result of kind `failed`.
func (t *Translator) Translate(job *Job) (result Result) {
	started := time.Now()
	defer func() {
		if thrown := recover(); thrown != nil {
			result = Result{Kind: "failed", Why: fmt.Sprintf("istiod's code: %v", thrown)}
		}
		result.Micros = time.Since(started).Microseconds()
		result.Last = t.servers >= wholeServersPerProcess || len(t.topologies) >= topologiesPerProcess
	}()
	result, err := t.translate(job)
	var unknown *adapt.UnknownFilter
	var invalid *invalidCase
	switch {
	case errors.As(err, &unknown):
		return Result{Kind: "unknownFilter", Why: err.Error()}
	case errors.As(err, &invalid):
		return Result{Kind: "invalid", Why: err.Error()}
	case err != nil:
		return Result{Kind: "failed", Why: err.Error()}
	}
	return result
}

func (t *Translator) translate(job *Job) (Result, error) {
	manifests, err := read(job)
	if err != nil {
		return Result{}, err
	}
	given, err := t.ask(job, manifests)
	if err != nil {
		return Result{}, err
	}
	if job.Case.Enforcer.Kind == "ztunnel" {
		return Result{
			Kind: "notExecutable", Why: "no real ztunnel can be run; this is what istiod would send it", Ztunnel: given.ztunnel,
		}, nil
	}
	adapted, err := adapt.Listeners(adapt.Given{
		Case: &job.Case, Name: job.Name, Address: job.Address,
		Listeners: given.listeners, Routes: given.routes, Clusters: given.clusters,
	})
	if err != nil {
		return Result{}, err
	}
	return Result{
		Listeners: adapted.Listeners, Clusters: adapted.Clusters, Adapted: append(manifests.adapted, adapted.Notes...),
	}, nil
}

func (t *Translator) ask(job *Job, m *manifests) (*told, error) {
	kind := job.Case.Enforcer.Kind
	if kind == "sidecar" || (kind == "gateway" && job.Case.Enforcer.API != "kubernetes") {
		return t.askFast(job, m)
	}
	if kind == "waypoint" || kind == "ztunnel" || kind == "gateway" {
		t.servers++
		return askWhole(job, m)
	}
	return nil, invalidf("unknown kind %q of enforcer", kind)
}

type invalidCase struct{ why string }

func (i *invalidCase) Error() string { return i.why }

func invalidf(format string, values ...any) error {
	return &invalidCase{why: strings.TrimSpace(fmt.Sprintf(format, values...))}
}
