// The program mesh-oracle: cases on standard input, what the real engines did on standard output, one JSON value a line.
// case.ts says what the lines mean. Diagnostics and the measures of a run go to standard error.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"

	"meshgrant.test/mesh/judge"
	"meshgrant.test/mesh/network"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "mesh-oracle:", err)
		os.Exit(1)
	}
}

func run() error {
	envoy := flag.String("envoy", "", "path of the Envoy binary")
	wanted := flag.String("network", "auto", "own: a network namespace, or fail; shared: none; auto: own if it can be had")
	perLoad := flag.Int("per-load", 200, "cases that stand in Envoy together")
	translators := flag.Int("translators", 2, "translations at a time")
	role := flag.String("role", "", "for the program's own children")
	flag.Parse()
	// Time is scarcer here than memory. The limit is for translating processes, in which istiod's test servers leak.
	debug.SetGCPercent(300)
	debug.SetMemoryLimit(512 << 20)
	if *role == "translate" {
		return judge.ServeTranslations(os.Stdin, os.Stdout)
	}
	if *envoy == "" {
		return errors.New("-envoy is missing")
	}
	options := judge.Options{Envoy: *envoy, PerLoad: *perLoad, Translators: *translators, Istio: istioVersion()}
	if *role == "inside" {
		if err := network.OwnEveryAddress(); err != nil {
			return err
		}
		options.OwnNetwork = true
		return judge.Run(options, os.Stdin, os.Stdout)
	}
	if *wanted != "shared" {
		err := inside()
		if err == nil || *wanted == "own" || !errors.Is(err, errNoNamespace) {
			return err
		}
		fmt.Fprintln(os.Stderr, "mesh-oracle:", err)
	}
	return judge.Run(options, os.Stdin, os.Stdout)
}

var errNoNamespace = errors.New("no network namespace can be had; addresses outside 127.0.0.0/8 cannot be asked for")

// inside runs the program again in a network namespace of its own.
func inside() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	probe := exec.Command(self, "-h")
	probe.SysProcAttr = network.Namespace()
	if err := probe.Start(); err != nil {
		return fmt.Errorf("%w (%v)", errNoNamespace, err)
	}
	_ = probe.Wait()
	command := exec.Command(self, append([]string{"-role=inside"}, os.Args[1:]...)...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = network.Namespace()
	return command.Run()
}

func istioVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "istio.io/istio" {
				return module.Version
			}
		}
	}
	return "unknown"
}
