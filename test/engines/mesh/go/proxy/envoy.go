// Package proxy drives one Envoy: it starts it, gives it listeners by files in a watched folder, and waits until it has taken
// or refused them.
package proxy

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// Envoy is one running proxy.
type Envoy struct {
	folder  string
	command *exec.Cmd
	admin   *http.Client
	version int
	dead    chan struct{}
}

const (
	listenerType = "type.googleapis.com/envoy.config.listener.v3.Listener"
	clusterType  = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
	patience     = 60 * time.Second
)

// Start runs Envoy with a bootstrap that takes listeners and clusters from files in a folder of its own. `start` starts a
// process from a thread that lives as long as the oracle.
func Start(binary string, places Places, start func(*exec.Cmd) error) (*Envoy, error) {
	folder, err := ownFolder()
	if err != nil {
		return nil, err
	}
	e := &Envoy{folder: folder, dead: make(chan struct{})}
	e.admin = &http.Client{Timeout: patience, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(folder, "admin"))
		},
	}}
	if err := e.write("lds.pb", listenerType, nil); err != nil {
		return nil, err
	}
	if err := e.write("cds.pb", clusterType, nil); err != nil {
		return nil, err
	}
	bootstrap, err := json.Marshal(bootstrap(folder, places))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "bootstrap.json")
	if err := os.WriteFile(path, bootstrap, 0o600); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	e.command = exec.Command(binary, "-c", path, "--concurrency", "1", "--disable-hot-restart", "--drain-time-s", "0",
		"--drain-strategy", "immediate", "--log-level", "warning")
	e.command.Stdout, e.command.Stderr = log, log
	e.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := start(e.command); err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	go func() {
		_ = e.command.Wait()
		close(e.dead)
	}()
	if err := e.until(func() (bool, error) { return e.get("/ready") == "LIVE\n", nil }); err != nil {
		e.Stop()
		return nil, err
	}
	return e, nil
}

// ownFolder is named after this process, and takes away the folders of processes that were killed before they could.
func ownFolder() (string, error) {
	const name = "mesh-oracle-envoy-"
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), name+"*"))
	for _, folder := range left {
		var process int
		if n, _ := fmt.Sscanf(filepath.Base(folder), name+"%d-", &process); n != 1 {
			continue
		}
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", process)); os.IsNotExist(err) {
			_ = os.RemoveAll(folder)
		}
	}
	return os.MkdirTemp("", fmt.Sprintf("%s%d-", name, os.Getpid()))
}

// Stop ends Envoy and removes its folder.
func (e *Envoy) Stop() {
	_ = e.command.Process.Kill()
	<-e.dead
	_ = os.RemoveAll(e.folder)
}

// Version is Envoy's own.
func (e *Envoy) Version() string {
	var info struct{ Version string }
	_ = json.Unmarshal([]byte(e.get("/server_info")), &info)
	return info.Version
}

// Refusals are the listeners that Envoy does not take, by name, with its reasons.
type Refusals map[string]string

// Load replaces all listeners and clusters and returns when the new ones serve.
func (e *Envoy) Load(listeners, clusters [][]byte) (Refusals, error) {
	if err := e.replace("cds.pb", clusterType, clusters, "cluster_manager.cds."); err != nil {
		return nil, err
	}
	if err := e.replace("lds.pb", listenerType, listeners, "listener_manager.lds."); err != nil {
		return nil, err
	}
	err := e.until(func() (bool, error) {
		stats := e.stats("listener_manager.total_listeners_warming")
		return stats["listener_manager.total_listeners_warming"] == 0, nil
	})
	if err != nil {
		return nil, err
	}
	return e.refusals()
}

// Drained returns when removed listeners have closed their sockets.
func (e *Envoy) Drained() error {
	return e.until(func() (bool, error) {
		stat := "listener_manager.total_listeners_draining"
		return e.stats(stat)[stat] == 0, nil
	})
}

func (e *Envoy) replace(file, kind string, resources [][]byte, stat string) error {
	count := func() int {
		stats := e.stats(stat + "update_")
		return stats[stat+"update_success"] + stats[stat+"update_rejected"]
	}
	before := count()
	if err := e.write(file, kind, resources); err != nil {
		return err
	}
	return e.until(func() (bool, error) { return count() > before, nil })
}

func (e *Envoy) write(file, kind string, resources [][]byte) error {
	e.version++
	response := &discovery.DiscoveryResponse{VersionInfo: fmt.Sprint(e.version), TypeUrl: kind}
	for _, resource := range resources {
		response.Resources = append(response.Resources, &anypb.Any{TypeUrl: kind, Value: resource})
	}
	bytes, err := proto.Marshal(response)
	if err != nil {
		return err
	}
	beside := filepath.Join(e.folder, "new-"+file)
	if err := os.WriteFile(beside, bytes, 0o600); err != nil {
		return err
	}
	return os.Rename(beside, filepath.Join(e.folder, file))
}

func (e *Envoy) refusals() (Refusals, error) {
	if e.stats("listener_manager.lds.update_rejected")["listener_manager.lds.update_rejected"] == 0 {
		return nil, nil
	}
	var dump struct {
		Configs []struct {
			Name       string `json:"name"`
			ErrorState struct {
				Details string `json:"details"`
			} `json:"error_state"`
		} `json:"configs"`
	}
	if err := json.Unmarshal([]byte(e.get("/config_dump?resource=dynamic_listeners&mask=name,error_state.details")), &dump); err != nil {
		return nil, err
	}
	result := Refusals{}
	for _, l := range dump.Configs {
		if l.ErrorState.Details != "" {
			result[l.Name] = l.ErrorState.Details
		}
	}
	return result, nil
}

func (e *Envoy) stats(filter string) map[string]int {
	var answer struct {
		Stats []struct {
			Name  string `json:"name"`
			Value int    `json:"value"`
		} `json:"stats"`
	}
	_ = json.Unmarshal([]byte(e.get("/stats?format=json&filter=^"+strings.ReplaceAll(filter, ".", "%5C."))), &answer)
	result := map[string]int{}
	for _, stat := range answer.Stats {
		result[stat.Name] = stat.Value
	}
	return result
}

func (e *Envoy) get(path string) string {
	response, err := e.admin.Get("http://admin" + path)
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	var text strings.Builder
	_, _ = io.Copy(&text, response.Body)
	return text.String()
}

// until polls: Envoy has no way to tell a file that it was read.
func (e *Envoy) until(done func() (bool, error)) error {
	deadline := time.Now().Add(patience)
	for wait := time.Millisecond; ; wait = min(wait*2, 8*time.Millisecond) {
		ready, err := done()
		if ready || err != nil {
			return err
		}
		select {
		case <-e.dead:
			return fmt.Errorf("envoy ended: %s", e.LastWords())
		case <-time.After(wait):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("envoy is not ready after %s: %s", patience, e.LastWords())
		}
	}
}

// LastWords are the end of Envoy's log.
func (e *Envoy) LastWords() string {
	text, err := os.ReadFile(filepath.Join(e.folder, "log"))
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}

// Process is the process id of Envoy.
func (e *Envoy) Process() int { return e.command.Process.Pid }
