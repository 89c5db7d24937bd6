// Command cluster is a Kubernetes API server for tests in one program: etcd, kube-apiserver and kubectl, no nodes and no
// controllers. It listens on loopback ports that nobody else has, and lives as long as whoever started it.
package main

import (
	"fmt"
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

const usage = `usage:
  cluster serve [FLAG OF kube-apiserver]...   one line of JSON on stdout when ready; ends when stdin does
  cluster kubectl ARGUMENT...
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	switch os.Args[1] {
	case "serve":
		if err := serve(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "cluster:", err)
			os.Exit(1)
		}
	case "kubectl":
		// kubectl reads os.Args itself, to find plugins and verbosity.
		os.Args = append([]string{"kubectl"}, os.Args[2:]...)
		if err := cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()); err != nil {
			util.CheckErr(err)
		}
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
}
