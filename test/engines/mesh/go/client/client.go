// Package client sends a case's requests as they are written and reads what comes back. Connections are kept for the requests
// of one case that come from the same peer, unless the proxy looks at their first bytes to see what they speak; so a verdict
// never depends on the request before: each is a stream's own.
package client

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"meshgrant.test/mesh/adapt"
	"meshgrant.test/mesh/behind"
	"meshgrant.test/mesh/identity"
	"meshgrant.test/mesh/tokens"
	"meshgrant.test/mesh/wire"
)

// patience is long: on a busy machine an answer may take seconds, and a silence is a failure anyway.
const patience = 30 * time.Second

// Client has what all cases share.
type Client struct {
	Authority *identity.Authority
	Mint      *tokens.Mint
}

// session is one case's connections.
type session struct {
	client  *Client
	c       *wire.Case
	address string
	kept    map[peer]*connection
	tunnels map[string]*tunnel
}

// peer is what makes two requests able to share a connection.
type peer struct {
	from, source, address, sni, alpn, service string
	port                                      uint32
}

type connection struct {
	net.Conn
	reader *bufio.Reader
	used   bool
}

// Judge sends all requests of a case to the proxy at the address. An error is the instrument's, never a verdict.
func (client *Client) Judge(c *wire.Case, address string) ([]wire.Verdict, error) {
	s := &session{client: client, c: c, address: address, kept: map[peer]*connection{}, tunnels: map[string]*tunnel{}}
	defer s.close()
	verdicts := make([]wire.Verdict, 0, len(c.Requests))
	for i := range c.Requests {
		verdict, err := s.send(&c.Requests[i])
		if err != nil {
			return nil, fmt.Errorf("request %d: %w", i, err)
		}
		verdicts = append(verdicts, verdict)
	}
	return verdicts, nil
}

func (s *session) close() {
	for _, connection := range s.kept {
		_ = connection.Close()
	}
	for _, tunnel := range s.tunnels {
		tunnel.close()
	}
}

func (s *session) send(r *wire.Request) (wire.Verdict, error) {
	if (r.HTTP == nil) == (r.TCP == nil) {
		return wire.Verdict{}, errors.New("a request has http or tcp, not both")
	}
	if r.TCP != nil {
		return s.sendBytes(r)
	}
	head, err := s.head(r)
	if err != nil {
		return wire.Verdict{}, err
	}
	method, _, _ := strings.Cut(string(head), " ")
	if s.sniffs(r) {
		s.drop(r)
	}
	for {
		connection, err := s.connect(r)
		if err != nil {
			return refusal(err)
		}
		used := connection.used
		connection.used = true
		response, err := exchange(connection, head, method)
		if err == nil {
			return s.read(r, connection, response)
		}
		s.drop(r)
		var late net.Error
		if errors.As(err, &late) && late.Timeout() {
			return wire.Verdict{}, fmt.Errorf("no answer in %s", patience)
		}
		// The proxy may have ended a kept connection after the answer before: only a fresh one says something.
		if !used {
			return refusal(err)
		}
	}
}

func exchange(connection *connection, head []byte, method string) (*http.Response, error) {
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	_, writeErr := connection.Write(head)
	response, err := http.ReadResponse(connection.reader, &http.Request{Method: method})
	if err != nil && writeErr != nil {
		return nil, writeErr
	}
	return response, err
}

func (s *session) read(r *wire.Request, connection *connection, response *http.Response) (wire.Verdict, error) {
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	_ = response.Body.Close()
	if err != nil || response.Close || response.StatusCode == http.StatusSwitchingProtocols {
		s.drop(r)
	}
	if response.Header.Get(adapt.ReachedHeader) == "" {
		return wire.Verdict{Verdict: statusOf(response), Why: response.Header.Get(adapt.WhyHeader)}, nil
	}
	verdict := wire.Verdict{Verdict: "allow"}
	if s.c.Upstream == "echo" {
		if len(body) == 0 {
			body = []byte(response.Header.Get("x-oracle-received"))
		}
		verdict.Received = &wire.Received{}
		if err := json.Unmarshal(body, verdict.Received); err != nil {
			return wire.Verdict{}, fmt.Errorf("the echo's answer: %w", err)
		}
	}
	return verdict, nil
}

// statusOf is the status that the proxy means. Only to gRPC is it not the one on the wire.
func statusOf(response *http.Response) int {
	if meant, err := strconv.Atoi(response.Header.Get(adapt.StatusHeader)); err == nil {
		return meant
	}
	return response.StatusCode
}

// sendBytes judges a TCP connection: it is allowed when the application answers.
func (s *session) sendBytes(r *wire.Request) (wire.Verdict, error) {
	bytes, ok := wire.Bytes(*r.TCP)
	if !ok || len(bytes) == 0 {
		return wire.Verdict{}, errors.New("tcp: some bytes, each character one byte")
	}
	connection, err := s.connect(r)
	if err != nil {
		return refusal(err)
	}
	defer s.drop(r)
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return wire.Verdict{}, err
	}
	_, writeErr := connection.Write(bytes)
	answer := make([]byte, len(behind.Greeting)+len(bytes))
	n, err := io.ReadFull(connection.reader, answer)
	if strings.HasPrefix(string(answer[:n]), behind.Greeting) {
		verdict := wire.Verdict{Verdict: "allow"}
		if s.c.Upstream == "echo" {
			verdict.Received = &wire.Received{Bytes: wire.Text(answer[len(behind.Greeting):n])}
		}
		return verdict, nil
	}
	if n > 0 {
		return wire.Verdict{Verdict: "refused", Why: fmt.Sprintf("the proxy answered %q", answer[:n])}, nil
	}
	if err == nil {
		err = writeErr
	}
	return refusal(err)
}

// refusal turns the end of a connection into a verdict, and a silence into a failure.
func refusal(err error) (wire.Verdict, error) {
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		return wire.Verdict{}, fmt.Errorf("no answer in %s", patience)
	}
	// TLS met a plain port. When the bytes reached the application, nobody refused anything.
	var plain tls.RecordHeaderError
	if errors.As(err, &plain) && strings.HasPrefix(behind.Greeting, string(plain.RecordHeader[:])) {
		return wire.Verdict{Verdict: "allow", Why: "the application was handed the TLS handshake as bytes"}, nil
	}
	var broken *brokenRequest
	var unreached *unreachedProxy
	if errors.As(err, &broken) || errors.As(err, &unreached) {
		return wire.Verdict{}, err
	}
	return wire.Verdict{Verdict: "refused", Why: err.Error()}, nil
}

// brokenRequest is a request that cannot be sent at all.
type brokenRequest struct{ why string }

func (b *brokenRequest) Error() string { return b.why }

// unreachedProxy is a connection that could not even be opened: it says nothing about policies, for the proxy listens on every
// port that a request names.
type unreachedProxy struct{ cause error }

func (u *unreachedProxy) Error() string { return "the proxy is not reached: " + u.cause.Error() }
func (u *unreachedProxy) Unwrap() error { return u.cause }

func (s *session) peer(r *wire.Request) peer {
	address := r.DestinationAddress
	if address == "" {
		address = s.address
	}
	return peer{
		from: r.From, source: r.SourceAddress, address: address, sni: s.serverName(r), alpn: strings.Join(s.alpn(r), ","),
		service: r.Service, port: r.Port,
	}
}

// sniffs is true where the first bytes of a connection settle what the proxy takes all of it for: on ports of no declared
// protocol, when no other proxy says by ALPN what it speaks.
func (s *session) sniffs(r *wire.Request) bool {
	waypoint := s.c.Enforcer.Kind == "waypoint"
	if s.c.Enforcer.Kind == "gateway" || !waypoint && r.From != "plaintext" {
		return false
	}
	for _, service := range s.c.Enforcer.Services {
		for _, port := range service.Ports {
			if waypoint && port.Port == r.Port && service.Name == r.Service || !waypoint && port.Target() == r.Port {
				return port.Protocol == "undeclared"
			}
		}
	}
	return true
}

func (s *session) drop(r *wire.Request) {
	p := s.peer(r)
	if connection := s.kept[p]; connection != nil {
		_ = connection.Close()
		delete(s.kept, p)
	}
}

func (s *session) connect(r *wire.Request) (*connection, error) {
	p := s.peer(r)
	if kept := s.kept[p]; kept != nil {
		return kept, nil
	}
	var made net.Conn
	var err error
	if s.c.Enforcer.Kind == "waypoint" {
		made, err = s.throughTunnel(r, p)
	} else {
		made, err = s.dial(r, p, p.port, s.alpn(r))
	}
	if err != nil {
		return nil, err
	}
	kept := &connection{Conn: made, reader: bufio.NewReader(made)}
	s.kept[p] = kept
	return kept, nil
}

func (s *session) dial(r *wire.Request, p peer, port uint32, alpn []string) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: patience}
	if p.source != "" {
		source := net.ParseIP(p.source)
		if source == nil {
			return nil, &brokenRequest{"sourceAddress " + p.source + " is no address"}
		}
		dialer.LocalAddr = &net.TCPAddr{IP: source}
	}
	raw, err := dialer.Dial("tcp", net.JoinHostPort(p.address, strconv.Itoa(int(port))))
	if err != nil {
		return nil, &unreachedProxy{err}
	}
	if r.From == "plaintext" {
		return raw, nil
	}
	// The curve says nothing about the peer; P-256 is the fastest on both sides.
	config := &tls.Config{
		InsecureSkipVerify: true, ServerName: p.sni, NextProtos: alpn, MinVersion: tls.VersionTLS12,
		CurvePreferences: []tls.CurveID{tls.CurveP256},
	}
	if r.From != "tls" {
		certificate, err := s.client.Authority.Certificate(r.From)
		if err != nil {
			_ = raw.Close()
			return nil, &brokenRequest{"from: " + err.Error()}
		}
		config.Certificates = []tls.Certificate{*certificate}
	}
	secure := tls.Client(raw, config)
	_ = secure.SetDeadline(time.Now().Add(patience))
	if err := secure.Handshake(); err != nil {
		_ = raw.Close()
		return nil, err
	}
	return secure, nil
}
