// Package wire is case.ts in Go: what is asked and answered, one JSON value a line. case.ts holds the meaning of each field.
package wire

import (
	"encoding/json"
	"slices"
)

const Version = 1

type Case struct {
	V          int                          `json:"v"`
	ID         string                       `json:"id"`
	Manifests  string                       `json:"manifests"`
	Mesh       Mesh                         `json:"mesh"`
	Enforcer   Enforcer                     `json:"enforcer"`
	Namespaces map[string]map[string]string `json:"namespaces,omitempty"`
	Keys       map[string]string            `json:"keys,omitempty"`
	Upstream   string                       `json:"upstream,omitempty"`
	Requests   []Request                    `json:"requests"`
}

type Mesh struct {
	TrustDomain        string            `json:"trustDomain,omitempty"`
	TrustDomainAliases []string          `json:"trustDomainAliases,omitempty"`
	RootNamespace      string            `json:"rootNamespace,omitempty"`
	PathNormalization  string            `json:"pathNormalization,omitempty"`
	ExtensionProviders []Provider        `json:"extensionProviders,omitempty"`
	Istiod             map[string]string `json:"istiod,omitempty"`
}

type Provider struct {
	Name                     string   `json:"name"`
	Protocol                 string   `json:"protocol"`
	IncludeRequestHeaders    []string `json:"includeRequestHeaders,omitempty"`
	HeadersToUpstreamOnAllow []string `json:"headersToUpstreamOnAllow,omitempty"`
}

type Enforcer struct {
	Kind      string            `json:"kind"`
	API       string            `json:"api,omitempty"`
	Name      string            `json:"name,omitempty"`
	Namespace string            `json:"namespace,omitempty"`
	Workload  Workload          `json:"workload"`
	Services  []Service         `json:"services,omitempty"`
	Listeners []GatewayListener `json:"listeners,omitempty"`
}

type Workload struct {
	Namespace      string            `json:"namespace"`
	Labels         map[string]string `json:"labels"`
	ServiceAccount string            `json:"serviceAccount,omitempty"`
}

type GatewayListener struct {
	Port       uint32 `json:"port"`
	TargetPort uint32 `json:"targetPort,omitempty"`
	Protocol   string `json:"protocol"`
}

// TakesBytes is true where some listener of a gateway speaks TCP.
func (e Enforcer) TakesBytes() bool {
	return slices.ContainsFunc(e.Listeners, func(l GatewayListener) bool { return l.Protocol == "tcp" })
}

type Service struct {
	Name  string        `json:"name"`
	Ports []ServicePort `json:"ports"`
}

type ServicePort struct {
	Port       uint32 `json:"port"`
	TargetPort uint32 `json:"targetPort,omitempty"`
	Protocol   string `json:"protocol"`
}

// Target is the container port.
func (p ServicePort) Target() uint32 {
	if p.TargetPort != 0 {
		return p.TargetPort
	}
	return p.Port
}

// Target is the port on which the gateway pod listens.
func (l GatewayListener) Target() uint32 {
	if l.TargetPort != 0 {
		return l.TargetPort
	}
	return l.Port
}

type Request struct {
	From               string   `json:"from"`
	Port               uint32   `json:"port"`
	Service            string   `json:"service,omitempty"`
	SourceAddress      string   `json:"sourceAddress,omitempty"`
	DestinationAddress string   `json:"destinationAddress,omitempty"`
	SNI                *string  `json:"sni,omitempty"`
	ALPN               []string `json:"alpn,omitempty"`
	HTTP               *HTTP    `json:"http,omitempty"`
	TCP                *string  `json:"tcp,omitempty"`
}

type HTTP struct {
	Method  string      `json:"method,omitempty"`
	Path    string      `json:"path"`
	Host    *string     `json:"host,omitempty"`
	Headers [][2]string `json:"headers,omitempty"`
	Tokens  []Token     `json:"tokens,omitempty"`
}

type Token struct {
	In        *Place          `json:"in,omitempty"`
	Raw       *string         `json:"raw,omitempty"`
	State     string          `json:"state,omitempty"`
	Claims    json.RawMessage `json:"claims,omitempty"`
	Key       *string         `json:"key,omitempty"`
	Algorithm string          `json:"algorithm,omitempty"`
}

type Place struct {
	Header string `json:"header,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Query  string `json:"query,omitempty"`
	Cookie string `json:"cookie,omitempty"`
}

type Verdicts struct {
	V        int         `json:"v"`
	ID       string      `json:"id"`
	Kind     string      `json:"kind"`
	Verdicts []Verdict   `json:"verdicts,omitzero"`
	Adapted  []string    `json:"adapted,omitempty"`
	Why      string      `json:"why,omitempty"`
	Ztunnel  *Conversion `json:"ztunnel,omitempty"`
}

// Verdict has "allow", "refused" or a status number as its verdict.
type Verdict struct {
	Verdict  any       `json:"verdict"`
	Why      string    `json:"why,omitempty"`
	Received *Received `json:"received,omitempty"`
}

type Received struct {
	Method  string      `json:"method,omitempty"`
	Path    string      `json:"path,omitempty"`
	Host    string      `json:"host,omitempty"`
	Headers [][2]string `json:"headers,omitempty"`
	Bytes   string      `json:"bytes,omitempty"`
}

type Conversion struct {
	Policies         []json.RawMessage `json:"policies"`
	WorkloadPolicies []string          `json:"workloadPolicies"`
}

// Bytes turns text in which each character stands for one byte into these bytes; ok is false above U+00FF.
func Bytes(text string) (bytes []byte, ok bool) {
	bytes = make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return nil, false
		}
		bytes = append(bytes, byte(r))
	}
	return bytes, true
}

// Text is the inverse of Bytes.
func Text(bytes []byte) string {
	runes := make([]rune, len(bytes))
	for i, b := range bytes {
		runes[i] = rune(b)
	}
	return string(runes)
}
