package client

import (
	"bytes"
	"fmt"
	"strings"

	"meshgrant.test/mesh/wire"
)

// head is the request as it goes out. Nothing is encoded or checked: a strange request is a question, too.
func (s *session) head(r *wire.Request) ([]byte, error) {
	h := r.HTTP
	path := h.Path
	var lines [][2]string
	for _, token := range h.Tokens {
		value, err := s.client.Mint.Token(token)
		if err != nil {
			return nil, err
		}
		place := wire.Place{Header: "Authorization", Prefix: "Bearer "}
		if token.In != nil {
			place = *token.In
		}
		switch {
		case place.Header != "":
			lines = append(lines, [2]string{place.Header, place.Prefix + value})
		case place.Query != "":
			path = withQuery(path, place.Query+"="+value)
		case place.Cookie != "":
			lines = append(lines, [2]string{"Cookie", place.Cookie + "=" + value})
		default:
			return nil, fmt.Errorf("a token without a place")
		}
	}
	method := h.Method
	if method == "" {
		method = "GET"
	}
	host := s.serviceHost(r)
	if h.Host != nil {
		host = *h.Host
	}
	var head bytes.Buffer
	write := func(text string) bool {
		bytes, ok := wire.Bytes(text)
		head.Write(bytes)
		return ok
	}
	ok := write(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n")
	for _, line := range append(lines, h.Headers...) {
		ok = write(line[0]+": "+line[1]+"\r\n") && ok
	}
	if !ok {
		return nil, fmt.Errorf("a character above U+00FF is no byte")
	}
	head.WriteString("\r\n")
	return head.Bytes(), nil
}

func withQuery(path, pair string) string {
	path, fragment, found := strings.Cut(path, "#")
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	path += separator + pair
	if found {
		path += "#" + fragment
	}
	return path
}

// service is the Service that a request is for, with its port there.
func (s *session) service(r *wire.Request) (name string, port uint32) {
	e := s.c.Enforcer
	if e.Kind == "gateway" {
		return e.Name, r.Port
	}
	if r.Service != "" {
		return r.Service, r.Port
	}
	for _, service := range e.Services {
		for _, declared := range service.Ports {
			if declared.Target() == r.Port && e.Kind != "waypoint" {
				return service.Name, declared.Port
			}
		}
	}
	if len(e.Services) > 0 {
		return e.Services[0].Name, r.Port
	}
	return "nothing", r.Port
}

func (s *session) serviceHost(r *wire.Request) string {
	name, _ := s.service(r)
	return name + "." + s.c.Enforcer.Workload.Namespace + ".svc.cluster.local"
}

func (s *session) serverName(r *wire.Request) string {
	if r.SNI != nil {
		return *r.SNI
	}
	if s.c.Enforcer.Kind == "gateway" {
		if r.HTTP == nil || r.HTTP.Host == nil {
			return s.serviceHost(r)
		}
		name, _, _ := strings.Cut(*r.HTTP.Host, ":")
		return name
	}
	_, port := s.service(r)
	return fmt.Sprintf("outbound_.%d_._.%s", port, s.serviceHost(r))
}

func (s *session) alpn(r *wire.Request) []string {
	switch {
	case r.ALPN != nil:
		return r.ALPN
	case s.c.Enforcer.Kind == "gateway":
		return []string{"http/1.1"}
	case r.TCP != nil:
		return []string{"istio"}
	}
	return []string{"istio-http/1.1"}
}
