package judge

import (
	"os/exec"
	"runtime"
)

var starts = make(chan func())

// A child that must die with its parent dies, on Linux, with the thread that started it. One thread that never ends starts
// them all.
func init() {
	go func() {
		runtime.LockOSThread()
		for do := range starts {
			do()
		}
	}()
}

func start(command *exec.Cmd) error {
	failed := make(chan error)
	starts <- func() { failed <- command.Start() }
	return <-failed
}
