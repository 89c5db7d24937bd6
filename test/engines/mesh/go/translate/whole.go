package translate

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"

	"istio.io/api/label"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/config/schema/gvk"
	"istio.io/istio/pkg/kube"

	"meshgrant.test/mesh/identity"
	"meshgrant.test/mesh/translate/addresses"
	"meshgrant.test/mesh/wire"
)

// askWhole starts a whole istiod of its own for the case: Gateway API conversion and ambient indexes live in its controllers,
// which read Kubernetes objects, so policies are given both ways.
func askWhole(job *Job, m *manifests) (*told, error) {
	c := &job.Case
	objects, err := kubernetesObjects(c, m)
	if err != nil {
		return nil, err
	}
	configs := append(append([]config.Config{}, m.policies...), m.others...)
	for _, service := range services(&wire.Case{Mesh: c.Mesh}) {
		configs = append(configs, service)
	}
	for _, object := range objects {
		if parsed := asConfig(object); parsed != nil {
			configs = append(configs, *parsed)
		}
	}
	var cleanups []func()
	defer func() {
		for i := len(cleanups) - 1; i >= 0; i-- {
			cleanups[i]()
		}
	}()
	server := xds.NewFakeDiscoveryServer(failer{&cleanups}, xds.FakeOptions{
		Configs: unique(configs), KubernetesObjects: objects, MeshConfig: meshConfig(c),
	})
	if c.Enforcer.Kind == "ztunnel" {
		conversion, err := conversionOf(server)
		return &told{ztunnel: conversion}, err
	}
	proxy := server.SetupProxy(wholeProxy(c))
	answer := &told{listeners: server.Listeners(proxy)}
	answer.routes = server.RoutesFromListeners(proxy, answer.listeners)
	answer.clusters = server.Clusters(proxy)
	return answer, nil
}

func wholeProxy(c *wire.Case) *model.Proxy {
	if c.Enforcer.Kind == "gateway" {
		proxy := proxyOf(c)
		proxy.Labels = gatewayLabels(c)
		proxy.Metadata.Labels = proxy.Labels
		return proxy
	}
	labels := map[string]string{
		label.IoK8sNetworkingGatewayGatewayName.Name: c.Enforcer.Name,
		label.GatewayManaged.Name:                    constants.ManagedGatewayMeshControllerLabel,
	}
	return &model.Proxy{
		Type: model.Waypoint, ID: "waypoint." + c.Enforcer.Namespace, ConfigNamespace: c.Enforcer.Namespace, Labels: labels,
		IPAddresses: []string{addresses.WaypointPod},
		Metadata: &model.NodeMetadata{
			Namespace: c.Enforcer.Namespace, Labels: labels, ServiceAccount: c.Enforcer.Name, IstioVersion: istioVersion,
		},
	}
}

func gatewayLabels(c *wire.Case) map[string]string {
	labels := map[string]string{label.IoK8sNetworkingGatewayGatewayName.Name: c.Enforcer.Name}
	for name, value := range c.Enforcer.Workload.Labels {
		labels[name] = value
	}
	return labels
}

func kubernetesObjects(c *wire.Case, m *manifests) ([]runtime.Object, error) {
	var objects []runtime.Object
	namespaces := map[string]map[string]string{c.Enforcer.Workload.Namespace: nil, c.Enforcer.Namespace: nil, "default": nil, "istio-system": nil}
	delete(namespaces, "")
	for name, labels := range c.Namespaces {
		namespaces[name] = labels
	}
	for _, object := range m.policies {
		if _, known := namespaces[object.Namespace]; !known {
			namespaces[object.Namespace] = nil
		}
	}
	for name, labels := range namespaces {
		objects = append(objects, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}})
	}
	objects = append(objects, pod(c))
	for n, service := range servicesOf(c) {
		objects = append(objects, kubernetesService(c, n, service))
	}
	for _, object := range append(append([]config.Config{}, m.policies...), m.others...) {
		if object.GroupVersionKind == gvk.RequestAuthentication {
			continue
		}
		converted, err := crd.ConvertConfig(object)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(converted)
		if err != nil {
			return nil, err
		}
		decoded, err := decode(string(text))
		if err != nil {
			return nil, invalidf("%s %s: %v", object.GroupVersionKind.Kind, object.Name, err)
		}
		objects = append(objects, decoded)
	}
	if c.Enforcer.Kind == "gateway" {
		secret, err := gatewaySecret(c.Enforcer.Workload.Namespace)
		if err != nil {
			return nil, err
		}
		objects = append(objects, secret)
	}
	added, err := infrastructure(c, m)
	return append(objects, added...), err
}

func decode(text string) (runtime.Object, error) {
	asJSON, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return nil, err
	}
	object, _, err := kube.IstioCodec.UniversalDeserializer().Decode(asJSON, nil, nil)
	return object, err
}

// gatewaySecret is the certificate that https listeners name. istiod only checks that it is one; the proxy has another.
func gatewaySecret(namespace string) (runtime.Object, error) {
	authority, err := identity.NewAuthority()
	if err != nil {
		return nil, err
	}
	certificate, key, err := authority.PEM("spiffe://cluster.local/ns/oracle/sa/gateway")
	if err != nil {
		return nil, err
	}
	return &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "oracle", Namespace: namespace}, Type: corev1.SecretTypeTLS,
		Data: map[string][]byte{corev1.TLSCertKey: []byte(certificate), corev1.TLSPrivateKeyKey: []byte(key)},
	}, nil
}

func pod(c *wire.Case) runtime.Object {
	workload := c.Enforcer.Workload
	labels := workload.Labels
	if c.Enforcer.Kind == "gateway" {
		labels = gatewayLabels(c)
	}
	account := workload.ServiceAccount
	if account == "" {
		account = "default"
	}
	annotations := map[string]string{}
	if c.Enforcer.Kind != "gateway" {
		annotations["ambient.istio.io/redirection"] = "enabled"
	}
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "pod", Namespace: workload.Namespace, Labels: labels, Annotations: annotations},
		Spec:       corev1.PodSpec{ServiceAccountName: account, NodeName: "node"},
		Status: corev1.PodStatus{
			Phase: corev1.PodRunning, PodIP: addresses.Pod, PodIPs: []corev1.PodIP{{IP: addresses.Pod}},
			Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}},
		},
	}
}

func kubernetesService(c *wire.Case, n int, service wire.Service) runtime.Object {
	e := c.Enforcer
	object := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: service.Name, Namespace: e.Workload.Namespace, Labels: map[string]string{}},
		Spec:       corev1.ServiceSpec{ClusterIP: addresses.Service(n), ClusterIPs: []string{addresses.Service(n)}, Selector: e.Workload.Labels},
	}
	switch e.Kind {
	case "waypoint":
		object.Labels["istio.io/use-waypoint"] = e.Name
		object.Labels["istio.io/use-waypoint-namespace"] = e.Namespace
	case "gateway":
		object.Name = e.Name + "-istio"
		object.Spec.Selector = map[string]string{label.IoK8sNetworkingGatewayGatewayName.Name: e.Name}
	}
	for _, port := range service.Ports {
		declared := corev1.ServicePort{
			Name: fmt.Sprintf("p-%d", port.Port), Port: int32(port.Port), TargetPort: intstr.FromInt32(int32(port.Target())),
			Protocol: corev1.ProtocolTCP,
		}
		if port.Protocol != "undeclared" {
			protocol := port.Protocol
			declared.AppProtocol = &protocol
		}
		object.Spec.Ports = append(object.Spec.Ports, declared)
	}
	return object
}

// infrastructure is what the enforcer itself consists of: a waypoint with its Service and pod, or a Gateway.
func infrastructure(c *wire.Case, m *manifests) ([]runtime.Object, error) {
	var texts []string
	switch c.Enforcer.Kind {
	case "waypoint":
		texts = waypointTexts(c.Enforcer)
	case "gateway":
		texts = gatewayTexts(c, m)
	}
	var objects []runtime.Object
	for _, text := range texts {
		object, err := decode(text)
		if err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}

func waypointTexts(e wire.Enforcer) []string {
	replace := strings.NewReplacer("NAMESPACE", e.Namespace, "NAME", e.Name, "SERVICE", addresses.WaypointService, "POD", addresses.WaypointPod)
	return []string{replace.Replace(`{apiVersion: v1, kind: Service, metadata: {name: NAME, namespace: "NAMESPACE", labels: {
  gateway.istio.io/managed: istio.io-mesh-controller, gateway.networking.k8s.io/gateway-name: NAME}}, spec: {
  clusterIP: SERVICE, ports: [{appProtocol: hbone, name: mesh, port: 15008}], selector: {gateway.networking.k8s.io/gateway-name: NAME}}}`),
		replace.Replace(`{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {name: NAME-pod, namespace: "NAMESPACE"}, spec: {
  address: POD, serviceAccount: NAME, labels: {gateway.networking.k8s.io/gateway-name: NAME}}}`),
		replace.Replace(`{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: NAME, namespace: "NAMESPACE"}, spec: {
  gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: {from: All}}}]}, status: {
  addresses: [{type: Hostname, value: NAME.NAMESPACE.svc.cluster.local}]}}`),
		`{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: istio-waypoint}, spec: {controllerName: istio.io/mesh-controller}}`}
}

func gatewayTexts(c *wire.Case, m *manifests) []string {
	e := c.Enforcer
	texts := []string{`{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: istio}, spec: {controllerName: istio.io/gateway-controller}}`}
	for _, object := range m.others {
		if object.GroupVersionKind == gvk.KubernetesGateway {
			return texts
		}
	}
	added, routes := "an HTTPRoute", []string{routeTo(e, "HTTPRoute")}
	if e.TakesBytes() {
		added, routes = "an HTTPRoute and a TCPRoute", append(routes, routeTo(e, "TCPRoute"))
	}
	m.adapted = append(m.adapted, "added: a Gateway for all hosts and "+added+" for everything")
	var listeners []string
	for _, l := range e.Listeners {
		text := fmt.Sprintf(`{name: p-%d, port: %d, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}`, l.Port, l.Port)
		switch l.Protocol {
		case "tcp":
			text = strings.Replace(text, "HTTP", "TCP", 1)
		case "https":
			text = fmt.Sprintf(`{name: p-%d, port: %d, protocol: HTTPS, allowedRoutes: {namespaces: {from: All}},
  tls: {mode: Terminate, certificateRefs: [{name: oracle}]}}`, l.Port, l.Port)
		}
		listeners = append(listeners, text)
	}
	replace := strings.NewReplacer("NAMESPACE", e.Workload.Namespace, "NAME", e.Name, "LISTENERS", strings.Join(listeners, ", "))
	texts = append(texts, replace.Replace(`{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {
  name: NAME, namespace: "NAMESPACE"}, spec: {gatewayClassName: istio, listeners: [LISTENERS]}}`))
	return append(texts, routes...)
}

// routeTo leads all traffic of its kind to the gateway's own Service.
func routeTo(e wire.Enforcer, kind string) string {
	port := uint32(80)
	if len(e.Listeners) > 0 {
		port = e.Listeners[0].Port
	}
	return fmt.Sprintf(`{apiVersion: gateway.networking.k8s.io/v1, kind: %s, metadata: {name: %s, namespace: %s}, spec: {
  parentRefs: [{name: %s}], rules: [{backendRefs: [{name: %s-istio, port: %d}]}]}}`, kind, e.Name, e.Workload.Namespace, e.Name, e.Name, port)
}

// asConfig reads an added object back as istiod's own form, for the parts of istiod that read its store.
func asConfig(object runtime.Object) *config.Config {
	kinds, _, err := kube.IstioScheme.ObjectKinds(object)
	if err != nil || len(kinds) == 0 {
		return nil
	}
	object.GetObjectKind().SetGroupVersionKind(kinds[0])
	text, err := json.Marshal(object)
	if err != nil {
		return nil
	}
	configs, _, err := crd.ParseInputs(string(text))
	if err != nil || len(configs) != 1 {
		return nil
	}
	configs[0].CreationTimestamp = everyObjectIsThisOld
	return &configs[0]
}

func unique(configs []config.Config) []config.Config {
	seen := map[string]bool{}
	var result []config.Config
	for _, object := range configs {
		if key := object.GroupVersionKind.Kind + " " + object.Namespace + "/" + object.Name; !seen[key] {
			seen[key] = true
			result = append(result, object)
		}
	}
	return result
}

func conversionOf(server *xds.FakeDiscoveryServer) (*wire.Conversion, error) {
	conversion := &wire.Conversion{Policies: []json.RawMessage{}, WorkloadPolicies: []string{}}
	policies := server.AmbientIndex.Policies(nil)
	sort.Slice(policies, func(i, j int) bool { return policies[i].ResourceName() < policies[j].ResourceName() })
	for _, policy := range policies {
		text, err := protojson.Marshal(policy.Authorization)
		if err != nil {
			return nil, err
		}
		conversion.Policies = append(conversion.Policies, text)
	}
	for _, address := range server.AmbientIndex.All() {
		if workload := address.GetWorkload(); workload != nil && workload.Name == "pod" {
			conversion.WorkloadPolicies = append(conversion.WorkloadPolicies, workload.AuthorizationPolicies...)
		}
	}
	sort.Strings(conversion.WorkloadPolicies)
	return conversion, nil
}
