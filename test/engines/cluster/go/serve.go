package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// A test may be killed at any moment, so the folder and the processes are tied to the starter's end of our stdin, and not to
// a promise that it will stop us.
const (
	startLimit = 60 * time.Second
	// Graceful shutdown waits for watches, which no test needs.
	stopLimit = 2 * time.Second
)

// What stdout says once the API server answers.
type ready struct {
	Server     string `json:"server"`
	Kubeconfig string `json:"kubeconfig"`
}

// serve runs etcd and the API server until stdin ends, a signal comes, or one of them fails. All files are in a temporary
// folder, which is removed.
func serve(flags []string) error {
	folder, err := os.MkdirTemp("", "meshgrant-cluster-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)

	// The last words of etcd and kube-apiserver go to a pipe that nobody may read any more.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()

	keys, err := makeKeys(folder)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	store, err := startEtcd(folder)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	defer store.Close()
	server, err := startAPIServer(ctx, keys, store.Clients[0].Addr().String(), flags)
	if err != nil {
		return fmt.Errorf("kube-apiserver: %w", err)
	}
	if err := server.waitUntilReady(ctx, keys); err != nil {
		return fmt.Errorf("kube-apiserver: %w", err)
	}
	kubeconfig, err := keys.writeKubeconfig(server.url)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(ready{server.url, kubeconfig}); err != nil {
		return err
	}

	select {
	case err := <-server.ended:
		return fmt.Errorf("kube-apiserver ended: %w", err)
	case err := <-store.Err():
		return fmt.Errorf("etcd ended: %w", err)
	case <-ctx.Done():
	}
	select {
	case <-server.ended:
	case <-time.After(stopLimit):
	}
	return nil
}

// waitUntilReady returns when /readyz says so, that is after the post-start hooks (RBAC roles, CRD handlers) have run.
func (server *apiServer) waitUntilReady(ctx context.Context, keys *keys) error {
	client := http.Client{Transport: &http.Transport{TLSClientConfig: keys.adminTLS()}, Timeout: 5 * time.Second}
	defer client.CloseIdleConnections()
	limit := time.After(startLimit)
	last := "no answer"
	for {
		if response, err := client.Get(server.url + "/readyz?verbose"); err != nil {
			last = err.Error()
		} else {
			body, _ := io.ReadAll(response.Body)
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
			last = string(body)
		}
		select {
		case err := <-server.ended:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-limit:
			return fmt.Errorf("not ready after %s: %s", startLimit, last)
		case <-time.After(100 * time.Millisecond):
		}
	}
}
