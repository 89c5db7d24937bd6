package proxy

import (
	"path/filepath"

	"meshgrant.test/mesh/adapt"
)

// Places are the addresses of the servers behind the proxy, and the secrets of its workload.
type Places struct {
	Echo, AuthorizerHTTP, AuthorizerGRPC int
	Root, Certificate, Key               string
}

type object = map[string]any

// bootstrap has the runtime flags of Istio's own bootstrap (pkg/bootstrap/config.go, 1.31) and its internal listeners.
func bootstrap(folder string, places Places) object {
	file := func(name string) object {
		return object{"resource_api_version": "V3", "path_config_source": object{
			"path": filepath.Join(folder, name), "watched_directory": object{"path": folder},
		}}
	}
	inline := func(text string) object { return object{"inline_string": text} }
	return object{
		"node":  object{"id": "oracle", "cluster": "oracle"},
		"admin": object{"address": object{"pipe": object{"path": filepath.Join(folder, "admin")}}},
		"layered_runtime": object{"layers": []object{{"name": "istio", "static_layer": object{
			"re2.max_program_size.error_level": "32768",
			"envoy.deprecated_features:envoy.config.listener.v3.Listener.hidden_envoy_deprecated_use_original_dst": true,
			"envoy.reloadable_features.http_reject_path_with_fragment":                                             false,
			"envoy.reloadable_features.fixed_heap_use_allocated":                                                   true,
			"envoy.reloadable_features.coalesce_lb_rebuilds_on_batch_update":                                       false,
		}}}},
		// Statistics of each listener cost more than the listener. Only those that tell when a load is done are kept.
		"stats_config": object{"stats_matcher": object{"inclusion_list": object{"patterns": []object{
			{"prefix": "listener_manager."}, {"prefix": "cluster_manager."},
		}}}},
		"bootstrap_extensions": []object{{"name": "envoy.bootstrap.internal_listener", "typed_config": object{
			"@type": "type.googleapis.com/envoy.extensions.bootstrap.internal_listener.v3.InternalListener",
		}}},
		"dynamic_resources": object{"lds_config": file("lds.pb"), "cds_config": file("cds.pb")},
		"static_resources": object{
			"secrets": []object{
				{"name": adapt.RootSecret, "validation_context": object{"trusted_ca": inline(places.Root)}},
				{"name": adapt.ServerSecret, "tls_certificate": object{
					"certificate_chain": inline(places.Certificate), "private_key": inline(places.Key),
				}},
			},
			"clusters": []object{
				staticCluster(adapt.EchoCluster, places.Echo, false),
				staticCluster(adapt.AuthorizerClusterHTTP, places.AuthorizerHTTP, false),
				staticCluster(adapt.AuthorizerClusterGRPC, places.AuthorizerGRPC, true),
			},
		},
	}
}

func staticCluster(name string, port int, http2 bool) object {
	cluster := object{
		"name": name, "type": "STATIC", "connect_timeout": "5s",
		"circuit_breakers": object{"thresholds": []object{{"max_connections": 10000, "max_pending_requests": 10000, "max_requests": 10000}}},
		"load_assignment": object{"cluster_name": name, "endpoints": []object{{"lb_endpoints": []object{{"endpoint": object{
			"address": object{"socket_address": object{"address": "127.0.0.1", "port_value": port}},
		}}}}}},
	}
	if http2 {
		cluster["typed_extension_protocol_options"] = object{"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": object{
			"@type":                "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
			"explicit_http_config": object{"http2_protocol_options": object{}},
		}}
	}
	return cluster
}
