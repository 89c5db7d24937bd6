package judge

import (
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sort"
	"strings"
	"sync"
	"syscall"

	"meshgrant.test/mesh/translate"
)

// workers are the translating processes: as many as there are translations at a time, and some idle ones with other flags.
type workers struct {
	mu    sync.Mutex
	idle  []*worker
	spare int
}

type worker struct {
	flags   string
	command *exec.Cmd
	input   io.WriteCloser
	encode  *gob.Encoder
	decode  *gob.Decoder
}

// translate runs one job in a process with the case's feature flags.
func (w *workers) translate(job *translate.Job) translate.Result {
	flags := translate.Flags(&job.Case)
	sort.Strings(flags)
	process, err := w.take(flags)
	if err != nil {
		return translate.Result{Kind: "failed", Why: "the translating process: " + err.Error()}
	}
	var result translate.Result
	err = process.encode.Encode(job)
	if err == nil {
		err = process.decode.Decode(&result)
	}
	if err != nil {
		process.end()
		return translate.Result{Kind: "failed", Why: "the translating process ended: " + err.Error()}
	}
	if result.Last {
		process.end()
		return result
	}
	w.mu.Lock()
	w.idle = append(w.idle, process)
	w.mu.Unlock()
	return result
}

func (w *workers) take(flags []string) (*worker, error) {
	key := strings.Join(flags, " ")
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, process := range w.idle {
		if process.flags == key {
			w.idle = append(w.idle[:i], w.idle[i+1:]...)
			return process, nil
		}
	}
	for len(w.idle) > w.spare {
		w.idle[0].end()
		w.idle = w.idle[1:]
	}
	return startWorker(key, flags)
}

func startWorker(key string, flags []string) (*worker, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w := &worker{flags: key, command: exec.Command(self, "-role=translate")}
	w.command.Env = append(os.Environ(), flags...)
	w.command.Stderr = os.Stderr
	w.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if w.input, err = w.command.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := w.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := start(w.command); err != nil {
		return nil, err
	}
	w.encode, w.decode = gob.NewEncoder(w.input), gob.NewDecoder(output)
	return w, nil
}

func (w *worker) end() {
	_ = w.input.Close()
	_ = w.command.Process.Kill()
	go func() { _ = w.command.Wait() }()
}

func (w *workers) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, process := range w.idle {
		process.end()
	}
	w.idle = nil
}

// ServeTranslations is the whole life of a translating process: jobs in, results out, until the input ends.
func ServeTranslations(input io.Reader, output io.Writer) error {
	translator, err := translate.New()
	if err != nil {
		return err
	}
	decode, encode := gob.NewDecoder(input), gob.NewEncoder(output)
	for {
		var job translate.Job
		if err := decode.Decode(&job); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("job: %w", err)
		}
		result := translator.Translate(&job)
		if err := encode.Encode(&result); err != nil {
			return err
		}
	}
}

// sum adds up a measure of the idle processes.
func sum[N int | float64](w *workers, measure func(process int) N) (total N) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, process := range w.idle {
		total += measure(process.command.Process.Pid)
	}
	return total
}
