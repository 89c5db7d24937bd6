package adapt

import (
	udpa "github.com/cncf/xds/go/udpa/type/v1"
	xds "github.com/cncf/xds/go/xds/type/v3"
	"google.golang.org/protobuf/types/known/anypb"
)

type action int

const (
	// keep: a filter of plain Envoy, taken over as it is.
	keep action = iota
	// leave: a filter of Istio's build of Envoy that takes no part in decisions (telemetry, transport), left out.
	leave
)

const prefix = "type.googleapis.com/"

// The filters that the adapter knows, by the type of their configuration.
var (
	listenerFilters = map[string]action{
		prefix + "envoy.extensions.filters.listener.original_dst.v3.OriginalDst":     leave,
		prefix + "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector":   keep,
		prefix + "envoy.extensions.filters.listener.http_inspector.v3.HttpInspector": keep,
		prefix + "envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol": keep,
	}
	networkFilters = map[string]action{
		prefix + "envoy.extensions.filters.network.rbac.v3.RBAC":                                     keep,
		prefix + "envoy.extensions.filters.network.ext_authz.v3.ExtAuthz":                            keep,
		prefix + "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy":                            keep,
		prefix + "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager": keep,
		prefix + "envoy.extensions.filters.network.set_filter_state.v3.Config":                       keep,
		prefix + "envoy.extensions.network_filters.peer_metadata.Config":                             leave,
		prefix + "envoy.extensions.network_filters.peer_metadata.UpstreamConfig":                     leave,
	}
	httpFilters = map[string]action{
		prefix + "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication": keep,
		prefix + "envoy.extensions.filters.http.rbac.v3.RBAC":                   keep,
		prefix + "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz":          keep,
		prefix + "envoy.extensions.filters.http.cors.v3.Cors":                   keep,
		prefix + "envoy.extensions.filters.http.fault.v3.HTTPFault":             keep,
		prefix + "envoy.extensions.filters.http.grpc_stats.v3.FilterConfig":     keep,
		prefix + "envoy.extensions.filters.http.set_filter_state.v3.Config":     keep,
		prefix + "envoy.extensions.filters.http.router.v3.Router":               keep,
		prefix + "io.istio.http.peer_metadata.Config":                           leave,
		prefix + "istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig":    leave,
	}
)

// typeOf looks into the wrappers by which Istio writes configurations whose types it does not link.
func typeOf(config *anypb.Any) string {
	if config == nil {
		return "none"
	}
	var old udpa.TypedStruct
	var current xds.TypedStruct
	switch {
	case config.MessageIs(&old) && config.UnmarshalTo(&old) == nil:
		return old.TypeUrl
	case config.MessageIs(&current) && config.UnmarshalTo(&current) == nil:
		return current.TypeUrl
	}
	return config.TypeUrl
}
