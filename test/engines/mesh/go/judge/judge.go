// Package judge is the way of a case: read, translated by istiod's code, loaded into Envoy with others, asked, answered in the
// order of asking. While one load is asked, the next is translated and loaded.
package judge

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"meshgrant.test/mesh/behind"
	"meshgrant.test/mesh/client"
	"meshgrant.test/mesh/identity"
	"meshgrant.test/mesh/proxy"
	"meshgrant.test/mesh/tokens"
	"meshgrant.test/mesh/translate"
	"meshgrant.test/mesh/wire"
)

type Options struct {
	Envoy       string
	PerLoad     int
	Translators int
	// OwnNetwork says that every address is the oracle's.
	OwnNetwork bool
	Istio      string
}

// Hello is the first line of output.
type Hello struct {
	V       int    `json:"v"`
	Kind    string `json:"kind"`
	Envoy   string `json:"envoy"`
	Istio   string `json:"istio"`
	Network string `json:"network"`
}

// item is one case on its way.
type item struct {
	seq      int
	c        wire.Case
	job      translate.Job
	result   translate.Result
	verdicts wire.Verdicts
	done     bool
}

type judge struct {
	options  Options
	client   *client.Client
	envoy    *proxy.Envoy
	places   proxy.Places
	workers  *workers
	jobs     chan *item
	ready    chan *item
	answered chan *item
	onTheWay atomic.Int64
	stats    Stats
}

// Run judges the cases of the input until it ends.
func Run(options Options, input io.Reader, output io.Writer) error {
	j, err := prepare(options)
	if err != nil {
		return err
	}
	defer func() {
		j.workers.stop()
		j.envoy.Stop()
	}()
	network := "shared"
	if options.OwnNetwork {
		network = "own"
	}
	hello, _ := json.Marshal(Hello{V: wire.Version, Kind: "hello", Envoy: j.envoy.Version(), Istio: options.Istio, Network: network})
	if _, err := output.Write(append(hello, '\n')); err != nil {
		return err
	}
	j.stats.started = time.Now()
	var reading error
	go func() { reading = j.read(input) }()
	var translating sync.WaitGroup
	for range options.Translators {
		translating.Go(j.translateAll)
	}
	go func() {
		translating.Wait()
		close(j.ready)
	}()
	go func() {
		j.loadAll()
		close(j.answered)
	}()
	if err := j.write(output); err != nil {
		return err
	}
	j.stats.report(j)
	return reading
}

func prepare(options Options) (*judge, error) {
	authority, err := identity.NewAuthority()
	if err != nil {
		return nil, err
	}
	echo, err := behind.StartEcho()
	if err != nil {
		return nil, err
	}
	authorizer, err := behind.StartAuthorizer()
	if err != nil {
		return nil, err
	}
	certificate, key, err := authority.PEM("spiffe://cluster.local/ns/oracle/sa/workload")
	if err != nil {
		return nil, err
	}
	j := &judge{
		options: options,
		client:  &client.Client{Authority: authority, Mint: tokens.NewMint()},
		places: proxy.Places{
			Echo: echo.Port(), AuthorizerHTTP: authorizer.HTTPPort, AuthorizerGRPC: authorizer.GRPCPort,
			Root: authority.RootPEM(), Certificate: certificate, Key: key,
		},
		workers: &workers{spare: options.Translators},
		jobs:    make(chan *item, 4), ready: make(chan *item, 2*options.PerLoad), answered: make(chan *item, options.PerLoad),
	}
	return j, j.startEnvoy()
}

func (j *judge) startEnvoy() (err error) {
	j.envoy, err = proxy.Start(j.options.Envoy, j.places, start)
	return err
}

// read turns lines into items. A line that cannot be read is answered in its place.
func (j *judge) read(input io.Reader) error {
	defer close(j.jobs)
	reader := bufio.NewReaderSize(input, 1<<20)
	for seq := 0; ; seq++ {
		line, err := reader.ReadBytes('\n')
		if len(line) > 1 {
			next := &item{seq: seq}
			j.onTheWay.Add(1)
			if broken := json.Unmarshal(line, &next.c); broken != nil {
				next.finish("invalid", "the line is no case: "+broken.Error())
			} else {
				j.begin(next)
			}
			j.jobs <- next
		} else {
			seq--
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (j *judge) begin(i *item) {
	if i.c.V != wire.Version {
		i.finish("invalid", fmt.Sprintf("version %d of the format; this oracle reads %d", i.c.V, wire.Version))
		return
	}
	if why := j.unreachable(&i.c); why != "" {
		i.finish("notExecutable", why)
		return
	}
	// 127.1.0.1 upwards: the first 65,535 addresses belong to the machine's own services.
	n := uint32(127<<24) + 1<<16 + 1 + uint32(i.seq)%(1<<23)
	i.job = translate.Job{
		Case: i.c, Name: fmt.Sprintf("case-%d", i.seq), Address: net.IPv4(byte(n>>24), byte(n>>16), byte(n>>8), byte(n)).String(),
	}
}

// unreachable says why a request's addresses cannot be had without a network namespace.
func (j *judge) unreachable(c *wire.Case) string {
	if j.options.OwnNetwork {
		return ""
	}
	for _, request := range c.Requests {
		for _, address := range []string{request.SourceAddress, request.DestinationAddress} {
			if ip := net.ParseIP(address); address != "" && (ip == nil || !ip.IsLoopback()) {
				return "address " + address + " needs a network namespace of the oracle's own"
			}
		}
	}
	return ""
}

func (i *item) finish(kind, why string) {
	i.done = true
	i.verdicts = wire.Verdicts{V: wire.Version, ID: i.c.ID, Kind: kind, Why: why}
}

func (j *judge) translateAll() {
	for next := range j.jobs {
		if !next.done {
			next.result = j.workers.translate(&next.job)
			j.stats.translated(next.result.Micros)
			if next.result.Kind != "" {
				next.finish(next.result.Kind, next.result.Why)
				next.verdicts.Ztunnel = next.result.Ztunnel
			}
		}
		j.ready <- next
		j.onTheWay.Add(-1)
	}
}

// write puts answers into the order of asking.
func (j *judge) write(output io.Writer) error {
	waiting := map[int]*item{}
	buffered := bufio.NewWriterSize(output, 1<<16)
	next := 0
	for answered := range j.answered {
		waiting[answered.seq] = answered
		for waiting[next] != nil {
			line, err := json.Marshal(waiting[next].verdicts)
			if err != nil {
				return err
			}
			if _, err := buffered.Write(append(line, '\n')); err != nil {
				return err
			}
			delete(waiting, next)
			next++
		}
		if len(j.answered) == 0 {
			if err := buffered.Flush(); err != nil {
				return err
			}
		}
	}
	return buffered.Flush()
}

// Stats are what a run measured.
type Stats struct {
	started                time.Time
	micros, translations   atomic.Int64
	cases, verdicts, loads int
	loading, asking        time.Duration
}

func (s *Stats) translated(micros int64) {
	s.micros.Add(micros)
	s.translations.Add(1)
}

func (s *Stats) report(j *judge) {
	seconds := time.Since(s.started).Seconds()
	translated := max(1, s.translations.Load())
	line, _ := json.Marshal(map[string]any{
		"cases": s.cases, "verdicts": s.verdicts, "loads": s.loads, "seconds": seconds,
		"verdictsPerSecond": float64(s.verdicts) / seconds, "translationMs": float64(s.micros.Load()) / 1000 / float64(translated),
		"loadingSeconds": s.loading.Seconds(), "askingSeconds": s.asking.Seconds(),
		"memoryMiB": map[string]int{"oracle": proxy.Memory(os.Getpid()), "envoy": proxy.Memory(j.envoy.Process()), "translators": sum(j.workers, proxy.Memory)},
		"processorSeconds": map[string]float64{
			"oracle": proxy.Seconds(os.Getpid()), "envoy": proxy.Seconds(j.envoy.Process()), "translators": sum(j.workers, proxy.Seconds),
		},
	})
	fmt.Fprintln(os.Stderr, string(line))
}
