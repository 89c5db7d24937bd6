package translate

import (
	"fmt"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	meshconfig "istio.io/api/mesh/v1alpha1"
	networking "istio.io/api/networking/v1alpha3"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/networking/core"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/gvk"

	"meshgrant.test/mesh/adapt"
	"meshgrant.test/mesh/translate/addresses"
	"meshgrant.test/mesh/wire"
)

// told is what istiod tells one proxy.
type told struct {
	listeners []*listener.Listener
	routes    []*route.RouteConfiguration
	clusters  []*cluster.Cluster
	ztunnel   *wire.Conversion
}

// topology is an istiod that knows a mesh, its services and one proxy; policies come and go.
type topology struct {
	istiod *core.ConfigGenTest
}

// istioVersion is what the proxy says of itself. Below 1.31 istiod writes an older dialect.
const istioVersion = "1.31.0"

// askFast pushes the case's policies through a standing istiod and takes them out again. Measured equal to a whole server's
// answer; policies are read anew by each push context, so nothing of an earlier case remains.
func (t *Translator) askFast(job *Job, m *manifests) (*told, error) {
	others := m.others
	if job.Case.Enforcer.Kind == "gateway" {
		added := defaultGateway(&job.Case, m.others)
		if len(added) > 0 {
			m.adapted = append(m.adapted, "added: a Gateway for all hosts and a VirtualService that routes everything")
		}
		others = append(append([]config.Config{}, m.others...), added...)
	}
	key := topologyKey(&job.Case, others)
	standing := t.topologies[key]
	if standing == nil {
		configs := append(services(&job.Case), others...)
		standing = &topology{istiod: core.NewConfigGenTest(failer{}, core.TestOptions{
			Configs: configs, MeshConfig: meshConfig(&job.Case),
		})}
		t.topologies[key] = standing
	}
	store, env := standing.istiod.Store(), standing.istiod.Env()
	for _, object := range m.policies {
		if _, err := store.Create(object); err != nil {
			return nil, fmt.Errorf("%s: %w", object.Name, err)
		}
	}
	defer func() {
		for _, object := range m.policies {
			_ = store.Delete(object.GroupVersionKind, object.Name, object.Namespace, nil)
		}
	}()
	push := model.NewPushContext()
	push.InitContext(env, nil, nil)
	env.SetPushContext(push)
	proxy := standing.istiod.SetupProxy(proxyOf(&job.Case))
	answer := &told{listeners: standing.istiod.Listeners(proxy)}
	if job.Case.Enforcer.Kind == "gateway" {
		answer.routes = standing.istiod.RoutesFromListeners(proxy, answer.listeners)
	}
	return answer, nil
}

func proxyOf(c *wire.Case) *model.Proxy {
	workload := c.Enforcer.Workload
	account := workload.ServiceAccount
	if account == "" {
		account = "default"
	}
	kind := model.SidecarProxy
	if c.Enforcer.Kind == "gateway" {
		kind = model.Router
	}
	return &model.Proxy{
		Type: kind, ID: "pod." + workload.Namespace, ConfigNamespace: workload.Namespace, Labels: workload.Labels,
		IPAddresses: []string{addresses.Pod},
		Metadata: &model.NodeMetadata{
			Namespace: workload.Namespace, Labels: workload.Labels, ServiceAccount: account, IstioVersion: istioVersion,
		},
	}
}

func meshConfig(c *wire.Case) *meshconfig.MeshConfig {
	m := mesh.DefaultMeshConfig()
	if c.Mesh.TrustDomain != "" {
		m.TrustDomain = c.Mesh.TrustDomain
	}
	m.TrustDomainAliases = c.Mesh.TrustDomainAliases
	if c.Mesh.RootNamespace != "" {
		m.RootNamespace = c.Mesh.RootNamespace
	}
	if c.Mesh.PathNormalization != "" {
		m.PathNormalization = &meshconfig.MeshConfig_ProxyPathNormalization{
			Normalization: meshconfig.MeshConfig_ProxyPathNormalization_NormalizationType(
				meshconfig.MeshConfig_ProxyPathNormalization_NormalizationType_value[c.Mesh.PathNormalization]),
		}
	}
	for _, provider := range c.Mesh.ExtensionProviders {
		m.ExtensionProviders = append(m.ExtensionProviders, extensionProvider(provider))
	}
	return m
}

func extensionProvider(p wire.Provider) *meshconfig.MeshConfig_ExtensionProvider {
	if p.Protocol == "grpc" {
		return &meshconfig.MeshConfig_ExtensionProvider{Name: p.Name, Provider: &meshconfig.MeshConfig_ExtensionProvider_EnvoyExtAuthzGrpc{
			EnvoyExtAuthzGrpc: &meshconfig.MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationGrpcProvider{
				Service: adapt.AuthorizerHost(p.Name), Port: adapt.AuthorizerPortGRPC,
			},
		}}
	}
	return &meshconfig.MeshConfig_ExtensionProvider{Name: p.Name, Provider: &meshconfig.MeshConfig_ExtensionProvider_EnvoyExtAuthzHttp{
		EnvoyExtAuthzHttp: &meshconfig.MeshConfig_ExtensionProvider_EnvoyExternalAuthorizationHttpProvider{
			Service: adapt.AuthorizerHost(p.Name), Port: adapt.AuthorizerPortHTTP,
			IncludeRequestHeadersInCheck:    append([]string{adapt.DecisionHeader}, p.IncludeRequestHeaders...),
			IncludeAdditionalHeadersInCheck: map[string]string{adapt.ProviderHeader: p.Name},
			HeadersToUpstreamOnAllow:        append([]string{adapt.ExternalHeader}, p.HeadersToUpstreamOnAllow...),
		},
	}}
}

// services are the case's Services and authorizers as ServiceEntries whose only endpoint is the pod.
func services(c *wire.Case) []config.Config {
	namespace := c.Enforcer.Workload.Namespace
	entry := func(namespace, name, host string, ports []*networking.ServicePort, address string) config.Config {
		return config.Config{
			Meta: config.Meta{
				GroupVersionKind: gvk.ServiceEntry, Name: name, Namespace: namespace, CreationTimestamp: everyObjectIsThisOld,
			},
			Spec: &networking.ServiceEntry{
				Hosts: []string{host}, Ports: ports, Resolution: networking.ServiceEntry_STATIC,
				Location: networking.ServiceEntry_MESH_INTERNAL,
				Endpoints: []*networking.WorkloadEntry{{
					Address: address, Labels: c.Enforcer.Workload.Labels, ServiceAccount: c.Enforcer.Workload.ServiceAccount,
				}},
			},
		}
	}
	var result []config.Config
	for _, service := range servicesOf(c) {
		var ports []*networking.ServicePort
		for _, port := range service.Ports {
			ports = append(ports, &networking.ServicePort{
				Name: fmt.Sprintf("p-%d", port.Port), Number: port.Port, TargetPort: port.Target(), Protocol: protocolOf(port.Protocol),
			})
		}
		result = append(result, entry(namespace, service.Name, hostOf(service.Name, namespace), ports, addresses.Pod))
	}
	for _, provider := range c.Mesh.ExtensionProviders {
		ports := []*networking.ServicePort{
			{Name: "http", Number: adapt.AuthorizerPortHTTP, Protocol: "HTTP"},
			{Name: "grpc", Number: adapt.AuthorizerPortGRPC, Protocol: "GRPC"},
		}
		result = append(result, entry("oracle", provider.Name, adapt.AuthorizerHost(provider.Name), ports, "10.254.9.9"))
	}
	return result
}

// servicesOf gives a gateway the Service that maps its ports to the pod's.
func servicesOf(c *wire.Case) []wire.Service {
	if c.Enforcer.Kind != "gateway" {
		return c.Enforcer.Services
	}
	service := wire.Service{Name: c.Enforcer.Name}
	for _, l := range c.Enforcer.Listeners {
		protocol := map[string]string{"http": "http", "https": "tls", "tcp": "tcp"}[l.Protocol]
		service.Ports = append(service.Ports, wire.ServicePort{Port: l.Port, TargetPort: l.TargetPort, Protocol: protocol})
	}
	return []wire.Service{service}
}

func hostOf(service, namespace string) string {
	return service + "." + namespace + ".svc.cluster.local"
}

func protocolOf(name string) string {
	return map[string]string{"http": "HTTP", "http2": "HTTP2", "grpc": "GRPC", "tcp": "TCP", "tls": "TLS"}[name]
}

// defaultGateway is routing for everything, unless the manifests bring a Gateway of their own.
func defaultGateway(c *wire.Case, others []config.Config) []config.Config {
	for _, object := range others {
		if object.GroupVersionKind == gvk.Gateway {
			return nil
		}
	}
	e := c.Enforcer
	spec := &networking.Gateway{Selector: e.Workload.Labels}
	for _, l := range e.Listeners {
		server := &networking.Server{
			Hosts: []string{"*"},
			Port:  &networking.Port{Number: l.Port, Name: fmt.Sprintf("p-%d", l.Port), Protocol: "HTTP"},
		}
		switch l.Protocol {
		case "https":
			server.Port.Protocol = "HTTPS"
			server.Tls = &networking.ServerTLSSettings{Mode: networking.ServerTLSSettings_SIMPLE, CredentialName: "oracle"}
		case "tcp":
			server.Port.Protocol = "TCP"
		}
		spec.Servers = append(spec.Servers, server)
	}
	meta := func(kind config.GroupVersionKind) config.Meta {
		return config.Meta{
			GroupVersionKind: kind, Name: e.Name, Namespace: e.Workload.Namespace, CreationTimestamp: everyObjectIsThisOld,
		}
	}
	behind := &networking.Destination{Host: "behind.oracle.internal", Port: &networking.PortSelector{Number: 80}}
	routes := &networking.VirtualService{
		Hosts: []string{"*"}, Gateways: []string{e.Workload.Namespace + "/" + e.Name},
		Http: []*networking.HTTPRoute{{Route: []*networking.HTTPRouteDestination{{Destination: behind}}}},
	}
	if e.TakesBytes() {
		routes.Tcp = []*networking.TCPRoute{{Route: []*networking.RouteDestination{{Destination: behind}}}}
	}
	return []config.Config{{Meta: meta(gvk.Gateway), Spec: spec}, {Meta: meta(gvk.VirtualService), Spec: routes}}
}
