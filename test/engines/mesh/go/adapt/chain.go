package adapt

import (
	"fmt"
	"strings"

	accesslog "github.com/envoyproxy/go-control-plane/envoy/config/accesslog/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	extauthz "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_authz/v3"
	networkextauthz "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/ext_authz/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// chain adapts one filter chain: where its secrets come from, and where its traffic goes.
func (a *adapter) chain(where string, chain *listener.FilterChain) error {
	if err := a.secrets(where, chain.TransportSocket); err != nil {
		return err
	}
	var kept []*listener.Filter
	for _, filter := range chain.Filters {
		action, known := networkFilters[typeOf(filter.GetTypedConfig())]
		if !known {
			return &UnknownFilter{Where: where, Name: filter.Name, Type: typeOf(filter.GetTypedConfig())}
		}
		if action == leave {
			a.note("network filter left out: %s", filter.Name)
			continue
		}
		changed, err := a.network(where, filter.GetTypedConfig())
		if err != nil {
			return err
		}
		filter.ConfigType = &listener.Filter_TypedConfig{TypedConfig: changed}
		kept = append(kept, filter)
	}
	chain.Filters = kept
	return nil
}

// secrets makes TLS contexts take `default` and `ROOTCA` from the bootstrap instead of from istiod.
func (a *adapter) secrets(where string, socket *core.TransportSocket) error {
	if socket == nil {
		return nil
	}
	context := &tls.DownstreamTlsContext{}
	if err := socket.GetTypedConfig().UnmarshalTo(context); err != nil {
		return fmt.Errorf("%s: transport socket %s: %w", where, socket.Name, err)
	}
	common := context.CommonTlsContext
	for _, secret := range common.GetTlsCertificateSdsSecretConfigs() {
		secret.SdsConfig = nil
		if strings.HasPrefix(secret.Name, "kubernetes://") || strings.HasPrefix(secret.Name, "kubernetes-gateway://") {
			a.note("TLS: the certificate %s is the oracle's", secret.Name)
			secret.Name = ServerSecret
		}
	}
	for _, anchor := range []*tls.SdsSecretConfig{
		common.GetCombinedValidationContext().GetValidationContextSdsSecretConfig(), common.GetValidationContextSdsSecretConfig(),
	} {
		if anchor != nil {
			anchor.SdsConfig = nil
			anchor.Name = RootSecret
		}
	}
	a.note("TLS: certificates and trust anchor are static")
	packed, err := anypb.New(context)
	socket.ConfigType = &core.TransportSocket_TypedConfig{TypedConfig: packed}
	return err
}

func (a *adapter) network(where string, config *anypb.Any) (*anypb.Any, error) {
	switch {
	case config.MessageIs((*tcp.TcpProxy)(nil)):
		return edit(config, &tcp.TcpProxy{}, func(proxy *tcp.TcpProxy) error {
			proxy.ClusterSpecifier = &tcp.TcpProxy_Cluster{Cluster: EchoCluster}
			proxy.TunnelingConfig = nil
			a.note("TCP goes to the oracle's echo")
			return nil
		})
	case config.MessageIs((*networkextauthz.ExtAuthz)(nil)):
		return edit(config, &networkextauthz.ExtAuthz{}, func(filter *networkextauthz.ExtAuthz) error {
			a.authorizerGRPC(filter.GrpcService)
			return nil
		})
	case strings.HasSuffix(config.TypeUrl, ".set_filter_state.v3.Config"):
		return a.state(config)
	case config.MessageIs((*hcm.HttpConnectionManager)(nil)):
		return edit(config, &hcm.HttpConnectionManager{}, func(manager *hcm.HttpConnectionManager) error {
			return a.manager(where, manager)
		})
	}
	return config, nil
}

func (a *adapter) manager(where string, manager *hcm.HttpConnectionManager) error {
	var kept []*hcm.HttpFilter
	for _, filter := range manager.HttpFilters {
		action, known := httpFilters[typeOf(filter.GetTypedConfig())]
		if !known {
			return &UnknownFilter{Where: where, Name: filter.Name, Type: typeOf(filter.GetTypedConfig())}
		}
		if action == leave {
			a.note("HTTP filter left out: %s", filter.Name)
			continue
		}
		changed, err := a.http(filter.GetTypedConfig())
		if err != nil {
			return err
		}
		filter.ConfigType = &hcm.HttpFilter_TypedConfig{TypedConfig: changed}
		kept = append(kept, filter)
	}
	manager.HttpFilters = kept
	if rds := manager.GetRds(); rds != nil {
		for _, config := range a.given.Routes {
			if config.Name == rds.RouteConfigName {
				manager.RouteSpecifier = &hcm.HttpConnectionManager_RouteConfig{
					RouteConfig: proto.Clone(config).(*route.RouteConfiguration),
				}
				a.note("routes are written into the listener")
			}
		}
	}
	if manager.GetRouteConfig() == nil {
		return fmt.Errorf("%s: istiod gave no routes", where)
	}
	tunnel := false
	for _, host := range manager.GetRouteConfig().VirtualHosts {
		for _, r := range host.Routes {
			tunnel = tunnel || a.route(r)
		}
	}
	if !tunnel {
		tellWhy(manager)
	}
	return nil
}

// route sends a request to the echo, or answers for it. It returns true for a tunnel, which leads to the case's own listener.
func (a *adapter) route(r *route.Route) (tunnel bool) {
	action := r.GetRoute()
	if action == nil {
		return false
	}
	if r.GetMatch().GetConnectMatcher() != nil && a.given.Case.Enforcer.Kind == "waypoint" {
		action.ClusterSpecifier = &route.RouteAction_Cluster{Cluster: a.given.Name + "-main_internal"}
		return true
	}
	if a.given.Case.Upstream == "echo" {
		action.ClusterSpecifier = &route.RouteAction_Cluster{Cluster: EchoCluster}
		a.note("routes lead to the oracle's echo")
		return false
	}
	r.Action = &route.Route_DirectResponse{DirectResponse: &route.DirectResponseAction{Status: 200}}
	r.ResponseHeadersToAdd = append(r.ResponseHeadersToAdd, &core.HeaderValueOption{
		Header: &core.HeaderValue{Key: ReachedHeader, Value: "1"},
	})
	a.note("routes answer 200 themselves")
	return false
}

// tellWhy adds Envoy's reason to the answers that it gives itself, and the status that it means: to what says that it is gRPC
// it answers 200 with a grpc-status. What it decides does not depend on either.
func tellWhy(manager *hcm.HttpConnectionManager) {
	if manager.LocalReplyConfig != nil {
		return
	}
	manager.LocalReplyConfig = &hcm.LocalReplyConfig{Mappers: []*hcm.ResponseMapper{{
		Filter: &accesslog.AccessLogFilter{FilterSpecifier: &accesslog.AccessLogFilter_StatusCodeFilter{
			StatusCodeFilter: &accesslog.StatusCodeFilter{Comparison: &accesslog.ComparisonFilter{
				Op:    accesslog.ComparisonFilter_GE,
				Value: &core.RuntimeUInt32{DefaultValue: 300, RuntimeKey: "oracle.why"},
			}},
		}},
		HeadersToAdd: []*core.HeaderValueOption{
			{Header: &core.HeaderValue{Key: WhyHeader, Value: "%RESPONSE_CODE_DETAILS%"}},
			{Header: &core.HeaderValue{Key: StatusHeader, Value: "%RESPONSE_CODE%"}},
		},
	}}}
}

func (a *adapter) http(config *anypb.Any) (*anypb.Any, error) {
	if !config.MessageIs((*extauthz.ExtAuthz)(nil)) {
		return a.state(config)
	}
	return edit(config, &extauthz.ExtAuthz{}, func(filter *extauthz.ExtAuthz) error {
		if service := filter.GetHttpService(); service != nil {
			service.ServerUri.HttpUpstreamType = &core.HttpUri_Cluster{Cluster: AuthorizerClusterHTTP}
			a.note("CUSTOM: the authorizer is the oracle's")
		}
		a.authorizerGRPC(filter.GetGrpcService())
		return nil
	})
}

// authorizerGRPC keeps the authority, by which the authorizer knows which provider it is asked as.
func (a *adapter) authorizerGRPC(service *core.GrpcService) {
	if envoy := service.GetEnvoyGrpc(); envoy != nil {
		envoy.ClusterName = AuthorizerClusterGRPC
		a.note("CUSTOM: the authorizer is the oracle's")
	}
}

// state gives filter states of waypoints the type of plain Envoy that holds the same string.
func (a *adapter) state(config *anypb.Any) (*anypb.Any, error) {
	if !strings.HasSuffix(config.TypeUrl, ".set_filter_state.v3.Config") {
		return config, nil
	}
	message, err := config.UnmarshalNew()
	if err != nil {
		return nil, err
	}
	if rename(message.ProtoReflect(), "istio.hashable_string", "envoy.hashable_string") {
		a.note("waypoint: filter states are envoy.hashable_string instead of istio.hashable_string")
	}
	return anypb.New(message)
}

func edit[M proto.Message](config *anypb.Any, message M, change func(M) error) (*anypb.Any, error) {
	if err := config.UnmarshalTo(message); err != nil {
		return nil, err
	}
	if err := change(message); err != nil {
		return nil, err
	}
	return anypb.New(message)
}
