// Package adapt turns a listener that istiod made for a proxy in a mesh into one that an Envoy standing alone can run. The
// filters that decide stay as they are. What is changed is listed here, said in the notes of each case, and nothing else is:
// a filter that this package does not know ends the case.
package adapt

import (
	"fmt"
	"sort"
	"strings"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	"google.golang.org/protobuf/proto"

	"meshgrant.test/mesh/wire"
)

// Names that the translation, the proxy's bootstrap and the servers behind it share.
const (
	EchoCluster           = "oracle_echo"
	AuthorizerClusterHTTP = "oracle_authorizer_http"
	AuthorizerClusterGRPC = "oracle_authorizer_grpc"
	AuthorizerPortHTTP    = 8000
	AuthorizerPortGRPC    = 9000
	DecisionHeader        = "x-oracle-decision"
	ProviderHeader        = "x-oracle-provider"
	ExternalHeader        = "x-oracle-external"
	// ReachedHeader is on answers that come from behind the proxy, WhyHeader and StatusHeader on those of the proxy itself.
	ReachedHeader = "x-oracle-reached"
	WhyHeader     = "x-oracle-why"
	StatusHeader  = "x-oracle-status"
	// ServerSecret and RootSecret are istiod's names of the workload's certificate and of the trust anchor.
	ServerSecret = "default"
	RootSecret   = "ROOTCA"
)

// AuthorizerHost is the host of an extension provider's server.
func AuthorizerHost(provider string) string { return provider + ".authorizer.oracle.internal" }

// UnknownFilter stops a case: with a filter missing or guessed at, a verdict would not be the engine's.
type UnknownFilter struct{ Where, Name, Type string }

func (u *UnknownFilter) Error() string {
	return fmt.Sprintf("%s: filter %s of type %s is not known to the adapter", u.Where, u.Name, u.Type)
}

type Given struct {
	Case      *wire.Case
	Name      string
	Address   string
	Listeners []*listener.Listener
	Routes    []*route.RouteConfiguration
	Clusters  []*cluster.Cluster
}

type Adapted struct {
	Listeners [][]byte
	Clusters  [][]byte
	Notes     []string
}

// Listeners adapts what istiod tells the proxy of one case.
func Listeners(given Given) (*Adapted, error) {
	a := &adapter{given: given, notes: map[string]bool{}}
	var listeners []*listener.Listener
	var err error
	switch given.Case.Enforcer.Kind {
	case "sidecar":
		listeners, err = a.sidecar()
	case "gateway":
		listeners, err = a.gateway()
	case "waypoint":
		listeners, err = a.waypoint()
	}
	if err != nil {
		return nil, err
	}
	result := &Adapted{}
	for _, l := range listeners {
		bytes, err := proto.Marshal(l)
		if err != nil {
			return nil, err
		}
		result.Listeners = append(result.Listeners, bytes)
	}
	for _, c := range a.clusters {
		bytes, err := proto.Marshal(c)
		if err != nil {
			return nil, err
		}
		result.Clusters = append(result.Clusters, bytes)
	}
	for note := range a.notes {
		result.Notes = append(result.Notes, note)
	}
	sort.Strings(result.Notes)
	return result, nil
}

type adapter struct {
	given    Given
	notes    map[string]bool
	clusters []*cluster.Cluster
}

func (a *adapter) note(format string, values ...any) { a.notes[fmt.Sprintf(format, values...)] = true }

// sidecar keeps `virtualInbound` alone, on the case's address with the real container ports.
func (a *adapter) sidecar() ([]*listener.Listener, error) {
	for _, given := range a.given.Listeners {
		if given.Name != "virtualInbound" {
			continue
		}
		l := proto.Clone(given).(*listener.Listener)
		interception := l.Address.GetSocketAddress().GetPortValue()
		l.FilterChains = a.reachable(l.FilterChains, interception)
		ports := map[uint32]bool{}
		for _, request := range a.given.Case.Requests {
			ports[request.Port] = true
		}
		if len(ports) == 0 {
			ports[interception] = true
		}
		a.note("listener: from 0.0.0.0:%d to an address of its own with the container ports; no interception", interception)
		a.bind(l, ports)
		return []*listener.Listener{l}, a.finish(l)
	}
	return nil, fmt.Errorf("istiod gave no listener virtualInbound")
}

// reachable leaves out the filter chains that no request of the case can meet. Envoy looks for the destination port first: a
// port with chains of its own never meets the chains of another port, nor those without a port, and it does not come back.
func (a *adapter) reachable(chains []*listener.FilterChain, interception uint32) []*listener.FilterChain {
	declared := map[uint32]bool{}
	for _, chain := range chains {
		declared[chain.FilterChainMatch.GetDestinationPort().GetValue()] = true
	}
	asked := map[uint32]bool{}
	for _, request := range a.given.Case.Requests {
		if port := request.Port; declared[port] && port != interception {
			asked[port] = true
		} else {
			asked[0] = true
		}
	}
	var kept []*listener.FilterChain
	for _, chain := range chains {
		if asked[chain.FilterChainMatch.GetDestinationPort().GetValue()] {
			kept = append(kept, chain)
		}
	}
	if len(kept) == 0 {
		return chains
	}
	if len(kept) < len(chains) {
		a.note("listener: without the filter chains of ports that no request names, the interception port %d among them", interception)
	}
	return kept
}

// gateway keeps each listener on its own port and writes its routes into it.
func (a *adapter) gateway() ([]*listener.Listener, error) {
	var result []*listener.Listener
	for _, given := range a.given.Listeners {
		l := proto.Clone(given).(*listener.Listener)
		port := l.Address.GetSocketAddress().GetPortValue()
		if port == 0 || !wanted(a.given.Case.Requests, port) {
			continue
		}
		a.note("listener: from 0.0.0.0 to an address of its own, the same port")
		a.bind(l, map[uint32]bool{port: true})
		l.Name = fmt.Sprintf("%s-%d", a.given.Name, port)
		if err := a.finish(l); err != nil {
			return nil, err
		}
		result = append(result, l)
	}
	if len(result) == 0 && len(a.given.Case.Requests) > 0 {
		return nil, fmt.Errorf("istiod gave the gateway no listener on the ports asked for; it gave %s", names(a.given.Listeners))
	}
	return result, nil
}

// waypoint keeps the HBONE listener and the internal listener behind it.
func (a *adapter) waypoint() ([]*listener.Listener, error) {
	inside := a.given.Name + "-main_internal"
	var result []*listener.Listener
	for _, given := range a.given.Listeners {
		l := proto.Clone(given).(*listener.Listener)
		switch l.Name {
		case "connect_terminate":
			a.note("listener: connect_terminate from 0.0.0.0 to an address of its own, port 15008")
			a.bind(l, map[uint32]bool{15008: true})
		case "main_internal":
			l.Name = inside
		default:
			continue
		}
		if err := a.finish(l); err != nil {
			return nil, err
		}
		result = append(result, l)
	}
	for _, given := range a.given.Clusters {
		if given.Name == "main_internal" {
			c := proto.Clone(given).(*cluster.Cluster)
			c.Name = inside
			rename(c.ProtoReflect(), "main_internal", inside)
			a.clusters = append(a.clusters, c)
		}
	}
	if len(result) != 2 || len(a.clusters) != 1 {
		return nil, fmt.Errorf("istiod gave no whole waypoint; it gave %s", names(a.given.Listeners))
	}
	a.note("listener: main_internal is called after the case")
	return result, nil
}

// finish does what all kinds of listeners need.
func (a *adapter) finish(l *listener.Listener) error {
	var kept []*listener.ListenerFilter
	for _, filter := range l.ListenerFilters {
		action, known := listenerFilters[typeOf(filter.GetTypedConfig())]
		if !known {
			return &UnknownFilter{Where: "listener " + l.Name, Name: filter.Name, Type: typeOf(filter.GetTypedConfig())}
		}
		// An internal listener takes the original destination from the tunnel; only a socket's is the kernel's.
		if action == leave && l.GetInternalListener() == nil {
			a.note("listener filter left out: %s", filter.Name)
			continue
		}
		kept = append(kept, filter)
	}
	l.ListenerFilters = kept
	for _, chain := range l.FilterChains {
		if err := a.chain(l.Name+" "+chain.Name, chain); err != nil {
			return err
		}
	}
	if l.DefaultFilterChain != nil {
		return a.chain(l.Name+" default", l.DefaultFilterChain)
	}
	return nil
}

// bind puts a listener on the case's address and on every destination address that a request names, with all its ports.
func (a *adapter) bind(l *listener.Listener, ports map[uint32]bool) {
	addresses := []string{a.given.Address}
	seen := map[string]bool{}
	for _, request := range a.given.Case.Requests {
		if other := request.DestinationAddress; other != "" && !seen[other] {
			seen[other] = true
			addresses = append(addresses, other)
		}
	}
	sorted := make([]uint32, 0, len(ports))
	for port := range ports {
		sorted = append(sorted, port)
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	l.Name = a.given.Name
	l.Address, l.AdditionalAddresses = nil, nil
	l.UseOriginalDst, l.BindToPort, l.Transparent = nil, nil, nil
	for _, address := range addresses {
		for _, port := range sorted {
			place := &core.Address{Address: &core.Address_SocketAddress{SocketAddress: &core.SocketAddress{
				Address: address, PortSpecifier: &core.SocketAddress_PortValue{PortValue: port},
			}}}
			if l.Address == nil {
				l.Address = place
			} else {
				l.AdditionalAddresses = append(l.AdditionalAddresses, &listener.AdditionalAddress{Address: place})
			}
		}
	}
}

func wanted(requests []wire.Request, port uint32) bool {
	for _, request := range requests {
		if request.Port == port {
			return true
		}
	}
	return false
}

func names(listeners []*listener.Listener) string {
	var result []string
	for _, l := range listeners {
		result = append(result, l.Name)
	}
	if len(result) == 0 {
		return "none"
	}
	return strings.Join(result, ", ")
}
