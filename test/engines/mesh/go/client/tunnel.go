package client

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"

	"meshgrant.test/mesh/translate/addresses"
	"meshgrant.test/mesh/wire"
)

// tunnel is one HBONE connection to a waypoint: HTTP/2 over mutual TLS, a CONNECT stream for each inner connection.
type tunnel struct {
	raw   net.Conn
	http2 *http2.ClientConn
}

func (t *tunnel) close() { _ = t.raw.Close() }

func (s *session) throughTunnel(r *wire.Request, p peer) (net.Conn, error) {
	name := p.from + "\x00" + p.source + "\x00" + p.address
	t := s.tunnels[name]
	if t == nil {
		outer := p
		outer.sni = ""
		raw, err := s.dial(r, outer, 15008, []string{"h2"})
		if err != nil {
			return nil, err
		}
		_ = raw.SetDeadline(time.Time{})
		made, err := (&http2.Transport{AllowHTTP: true}).NewClientConn(raw)
		if err != nil {
			_ = raw.Close()
			return nil, err
		}
		t = &tunnel{raw: raw, http2: made}
		s.tunnels[name] = t
	}
	stream, err := t.open(s.authority(r))
	if err != nil {
		t.close()
		delete(s.tunnels, name)
	}
	return stream, err
}

// authority is the address and port of the Service asked for, as a ztunnel names it.
func (s *session) authority(r *wire.Request) string {
	name, port := s.service(r)
	for n, service := range s.c.Enforcer.Services {
		if service.Name == name {
			return fmt.Sprintf("%s:%d", addresses.Service(n), port)
		}
	}
	return fmt.Sprintf("%s:%d", addresses.Pod, port)
}

func (t *tunnel) open(authority string) (net.Conn, error) {
	reader, writer := io.Pipe()
	type answer struct {
		response *http.Response
		err      error
	}
	answers := make(chan answer, 1)
	go func() {
		response, err := t.http2.RoundTrip(&http.Request{
			Method: http.MethodConnect, URL: &url.URL{Scheme: "https", Host: authority}, Host: authority, Header: http.Header{},
			Body: reader, ContentLength: -1,
		})
		answers <- answer{response, err}
	}()
	select {
	case got := <-answers:
		if got.err != nil {
			return nil, got.err
		}
		if got.response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("the waypoint answered %d to CONNECT", got.response.StatusCode)
		}
		return &stream{Conn: t.raw, reader: got.response.Body, writer: writer}, nil
	case <-time.After(patience):
		return nil, &late{}
	}
}

// late is a silence, like any other timeout of a connection.
type late struct{}

func (*late) Error() string   { return "no answer to CONNECT" }
func (*late) Timeout() bool   { return true }
func (*late) Temporary() bool { return false }

// stream is a connection inside a tunnel.
type stream struct {
	net.Conn
	reader io.ReadCloser
	writer *io.PipeWriter
	timer  *time.Timer
	silent atomic.Bool
}

func (s *stream) Read(bytes []byte) (int, error) {
	n, err := s.reader.Read(bytes)
	if err != nil && s.silent.Load() {
		return n, &late{}
	}
	return n, err
}

func (s *stream) Write(bytes []byte) (int, error) { return s.writer.Write(bytes) }

func (s *stream) Close() error {
	if s.timer != nil {
		s.timer.Stop()
	}
	_ = s.writer.Close()
	return s.reader.Close()
}

// SetDeadline ends the stream when its time is over: a body of HTTP/2 has no deadlines.
func (s *stream) SetDeadline(at time.Time) error {
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timer = time.AfterFunc(time.Until(at), func() {
		s.silent.Store(true)
		_ = s.reader.Close()
		_ = s.writer.Close()
	})
	return nil
}
