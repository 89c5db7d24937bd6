package behind

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	auth "github.com/envoyproxy/go-control-plane/envoy/service/auth/v3"
	types "github.com/envoyproxy/go-control-plane/envoy/type/v3"
	"google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"

	"meshgrant.test/mesh/adapt"
)

// Authorizer answers external authorization over HTTP and gRPC; the request itself says what it shall answer.
type Authorizer struct {
	auth.UnimplementedAuthorizationServer
	HTTPPort, GRPCPort int
}

func StartAuthorizer() (*Authorizer, error) {
	a := &Authorizer{}
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	remote, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	a.HTTPPort, a.GRPCPort = plain.Addr().(*net.TCPAddr).Port, remote.Addr().(*net.TCPAddr).Port
	server := grpc.NewServer()
	auth.RegisterAuthorizationServer(server, a)
	go func() { _ = server.Serve(remote) }()
	go func() {
		for {
			connection, err := plain.Accept()
			if err != nil {
				return
			}
			go serveHTTP(connection)
		}
	}()
	return a, nil
}

// serveHTTP answers the requests on a connection, whatever their targets are: a server of net/http refuses those that are no
// URLs, with a status that policies never asked for.
func serveHTTP(connection net.Conn) {
	defer func() { _ = connection.Close() }()
	reader := textproto.NewReader(bufio.NewReader(connection))
	for {
		if _, err := reader.ReadLineBytes(); err != nil {
			return
		}
		header, err := reader.ReadMIMEHeader()
		if err != nil {
			return
		}
		length, _ := strconv.ParseInt(header.Get("content-length"), 10, 64)
		if _, err := io.CopyN(io.Discard, reader.R, length); err != nil {
			return
		}
		code := decide(header.Get(adapt.DecisionHeader))
		answer := fmt.Sprintf("HTTP/1.1 %d %s\r\n", code, http.StatusText(code))
		if code != http.StatusNoContent && code != http.StatusNotModified {
			answer += "content-length: 0\r\n"
		}
		if code == http.StatusOK {
			answer += adapt.ExternalHeader + ": " + header.Get(adapt.ProviderHeader) + "\r\n"
		}
		if _, err := io.WriteString(connection, answer+"\r\n"); err != nil {
			return
		}
	}
}

// decide turns the decision header into a status: 200 agrees.
func decide(header string) int {
	switch header {
	case "", "allow":
		return http.StatusOK
	case "deny":
		return http.StatusForbidden
	}
	if code, err := strconv.Atoi(header); err == nil && code >= 200 && code < 600 {
		return code
	}
	return http.StatusForbidden
}

// Check is the gRPC side. A connection without an HTTP request is TCP: there the caller's principal decides.
func (a *Authorizer) Check(ctx context.Context, request *auth.CheckRequest) (*auth.CheckResponse, error) {
	attributes := request.GetAttributes()
	if attributes.GetRequest().GetHttp() == nil {
		principal := attributes.GetSource().GetPrincipal()
		if principal == "" || strings.HasSuffix(principal, "/deny") {
			return refuse(http.StatusForbidden), nil
		}
		return &auth.CheckResponse{Status: &status.Status{Code: int32(codes.OK)}}, nil
	}
	if code := decide(attributes.GetRequest().GetHttp().GetHeaders()[adapt.DecisionHeader]); code != http.StatusOK {
		return refuse(code), nil
	}
	provider := ""
	if incoming, ok := metadata.FromIncomingContext(ctx); ok && len(incoming.Get(":authority")) > 0 {
		provider, _, _ = strings.Cut(incoming.Get(":authority")[0], ".")
	}
	return &auth.CheckResponse{
		Status: &status.Status{Code: int32(codes.OK)},
		HttpResponse: &auth.CheckResponse_OkResponse{OkResponse: &auth.OkHttpResponse{Headers: []*core.HeaderValueOption{{
			Header: &core.HeaderValue{Key: adapt.ExternalHeader, Value: provider},
		}}}},
	}, nil
}

func refuse(code int) *auth.CheckResponse {
	return &auth.CheckResponse{
		Status: &status.Status{Code: int32(codes.PermissionDenied)},
		HttpResponse: &auth.CheckResponse_DeniedResponse{DeniedResponse: &auth.DeniedHttpResponse{
			Status: &types.HttpStatus{Code: types.StatusCode(code)},
		}},
	}
}
