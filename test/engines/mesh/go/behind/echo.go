// Package behind holds the servers behind the proxy: the application, which tells what it received, and the external
// authorizer of CUSTOM policies.
package behind

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"

	"meshgrant.test/mesh/adapt"
	"meshgrant.test/mesh/wire"
)

// Greeting is what the echo answers first on a TCP connection.
const Greeting = "ORACLE "

var certificateHash = regexp.MustCompile(`Hash=[0-9a-f]+`)

// Echo serves HTTP/1.1 and plain TCP on one port, told apart by the first line.
type Echo struct {
	listener net.Listener
}

func StartEcho() (*Echo, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	e := &Echo{listener}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(connection)
		}
	}()
	return e, nil
}

func (e *Echo) Port() int { return e.listener.Addr().(*net.TCPAddr).Port }

func serve(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 1<<20)
	for {
		if _, err := reader.Peek(1); err != nil {
			return
		}
		line, _ := reader.Peek(reader.Buffered())
		end := bytes.IndexByte(line, '\n')
		if end < 0 || !bytes.HasSuffix(line[:end], []byte(" HTTP/1.1\r")) {
			read := bytes.Clone(line)
			_, _ = connection.Write(append([]byte(Greeting), read...))
			_, _ = io.Copy(io.Discard, reader)
			return
		}
		if answerHTTP(connection, reader) != nil {
			return
		}
	}
}

// answerHTTP reads one request as it stands on the wire and answers with it.
func answerHTTP(connection net.Conn, reader *bufio.Reader) error {
	line, err := reader.ReadString('\n')
	if err != nil {
		return err
	}
	received := wire.Received{}
	method, rest, _ := strings.Cut(strings.TrimSuffix(line, "\r\n"), " ")
	received.Method, received.Path = wire.Text([]byte(method)), wire.Text([]byte(strings.TrimSuffix(rest, " HTTP/1.1")))
	length := 0
	chunked := false
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return err
		}
		line = strings.TrimSuffix(line, "\r\n")
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		name, value = strings.ToLower(name), wire.Text([]byte(strings.TrimSpace(value)))
		switch {
		case name == "host":
			received.Host = value
		case name == "content-length":
			length, _ = strconv.Atoi(value)
		case name == "transfer-encoding":
			chunked = true
		case name == "x-forwarded-client-cert":
			// The certificate is new in each run, and with it the hash.
			received.Headers = append(received.Headers, [2]string{name, certificateHash.ReplaceAllString(value, "Hash=*")})
		case name == "x-request-id" || name == "x-forwarded-proto" || strings.HasPrefix(name, "x-envoy-"):
		default:
			received.Headers = append(received.Headers, [2]string{name, value})
		}
	}
	if err := skipBody(reader, length, chunked); err != nil {
		return err
	}
	body, err := json.Marshal(received)
	if err != nil {
		return err
	}
	head := "HTTP/1.1 200 OK\r\n" + adapt.ReachedHeader + ": 1\r\ncontent-length: " + strconv.Itoa(len(body)) + "\r\n"
	if received.Method == "HEAD" {
		// A body is not possible: the answer is in a header.
		head += "x-oracle-received: " + string(body) + "\r\n"
		body = nil
	}
	_, err = connection.Write(append([]byte(head+"\r\n"), body...))
	return err
}

func skipBody(reader *bufio.Reader, length int, chunked bool) error {
	if !chunked {
		_, err := io.CopyN(io.Discard, reader, int64(length))
		return err
	}
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(strings.TrimSpace(line), 16, 64)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, reader, size+2); err != nil || size == 0 {
			return err
		}
	}
}
