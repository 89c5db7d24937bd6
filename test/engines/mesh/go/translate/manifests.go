package translate

import (
	"fmt"
	"sort"
	"strings"
	"time"

	security "istio.io/api/security/v1beta1"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/gvk"

	"meshgrant.test/mesh/tokens"
	"meshgrant.test/mesh/wire"
)

// manifests are a case's objects, apart: policies change with each case, the rest belongs to the topology.
type manifests struct {
	policies []config.Config
	others   []config.Config
	adapted  []string
}

// everyObjectIsThisOld is the age of objects without a creationTimestamp, so that only names decide among them.
var everyObjectIsThisOld = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func read(job *Job) (*manifests, error) {
	configs, unread, err := crd.ParseInputs(job.Case.Manifests)
	if err != nil {
		return nil, invalidf("%v", err)
	}
	result := &manifests{}
	left := map[string]bool{}
	for _, object := range unread {
		left[object.Kind] = true
	}
	for kind := range left {
		result.adapted = append(result.adapted, "left out, istiod does not read it: "+kind)
	}
	sort.Strings(result.adapted)
	keys := keySets(&job.Case)
	seen := map[string]bool{}
	for _, object := range configs {
		if object.Namespace == "" && object.GroupVersionKind != gvk.GatewayClass {
			object.Namespace = "default"
		}
		if object.CreationTimestamp.IsZero() {
			object.CreationTimestamp = everyObjectIsThisOld
		}
		name := fmt.Sprint(object.GroupVersionKind.Kind, " ", object.Namespace, "/", object.Name)
		if seen[name] {
			return nil, invalidf("two objects are called %s", name)
		}
		seen[name] = true
		switch object.GroupVersionKind {
		case gvk.AuthorizationPolicy, gvk.PeerAuthentication:
			result.policies = append(result.policies, object)
		case gvk.RequestAuthentication:
			given, err := giveKeys(object.Spec.(*security.RequestAuthentication), name, keys)
			if err != nil {
				return nil, err
			}
			result.adapted = append(result.adapted, given...)
			result.policies = append(result.policies, object)
		default:
			result.others = append(result.others, object)
		}
	}
	return result, nil
}

// keySets returns the JWKS text for an issuer: the case's own, or the oracle's.
func keySets(c *wire.Case) func(issuer string) (string, error) {
	withRSA := tokens.UsesRSA(c)
	return func(issuer string) (string, error) {
		if own, found := c.Keys[issuer]; found {
			return own, nil
		}
		return tokens.KeySet(issuer, withRSA)
	}
}

// giveKeys puts key sets where istiod would fetch them: nothing is listening at a jwksUri, and a failed fetch takes seconds.
func giveKeys(
	spec *security.RequestAuthentication, name string, keys func(issuer string) (string, error),
) (adapted []string, err error) {
	for _, rule := range spec.JwtRules {
		if rule.Jwks != "" {
			continue
		}
		issuer := rule.Issuer
		if issuer == "" {
			issuer = rule.JwksUri
		}
		if rule.Jwks, err = keys(issuer); err != nil {
			return nil, err
		}
		rule.JwksUri = ""
		adapted = append(adapted, fmt.Sprintf("%s: the key set of %s is inline", name, issuer))
	}
	return adapted, nil
}

// topologyKey is equal for cases that differ in nothing but policies and requests.
func topologyKey(c *wire.Case, others []config.Config) string {
	var key strings.Builder
	fmt.Fprintf(&key, "%+v\n%+v\n%+v\n", c.Mesh, c.Enforcer, c.Namespaces)
	for _, object := range others {
		fmt.Fprintf(&key, "%s %s/%s %v %v %v\n", object.GroupVersionKind, object.Namespace, object.Name, object.Labels, object.Annotations, object.Spec)
	}
	return key.String()
}
