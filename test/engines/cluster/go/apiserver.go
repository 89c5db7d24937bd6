package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/pflag"
	"k8s.io/client-go/rest"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

type apiServer struct {
	url string
	// Gets one value, when the server has ended.
	ended chan error
}

// startAPIServer starts kube-apiserver in this process, on a loopback port that the kernel chooses. `flags` are given to it
// after ours.
func startAPIServer(ctx context.Context, keys *keys, etcd string, flags []string) (*apiServer, error) {
	run := options.NewServerRunOptions()
	// The listener is ours, so that no other process can take the port between choice and use.
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().(*net.TCPAddr)
	run.SecureServing.Listener = listener
	run.SecureServing.BindPort = address.Port
	run.SecureServing.ExternalAddress = address.IP

	set := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, each := range run.Flags().FlagSets {
		set.AddFlagSet(each)
	}
	if err := set.Parse(append(ownFlags(keys, etcd), flags...)); err != nil {
		return nil, err
	}
	if err := run.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return nil, err
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	completed, err := run.Complete(ctx)
	if err != nil {
		return nil, err
	}
	if errs := completed.Validate(); len(errs) != 0 {
		return nil, errors.Join(errs...)
	}
	server := &apiServer{url: fmt.Sprintf("https://%s", address), ended: make(chan error, 1)}
	go func() { server.ended <- app.Run(ctx, completed) }()
	return server, nil
}

func ownFlags(keys *keys, etcd string) []string {
	return []string{
		"--etcd-servers=http://" + etcd,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		// No other server shares this etcd, so nothing needs to be reconciled.
		"--endpoint-reconciler-type=none",
		"--service-cluster-ip-range=10.0.0.0/16",
		"--authorization-mode=RBAC",
		"--client-ca-file=" + keys.authority.certificateFile,
		"--tls-cert-file=" + keys.server.certificateFile,
		"--tls-private-key-file=" + keys.server.keyFile,
		"--service-account-issuer=https://kubernetes.default.svc",
		"--api-audiences=https://kubernetes.default.svc",
		"--service-account-signing-key-file=" + keys.server.keyFile,
		"--service-account-key-file=" + keys.server.keyFile,
		// Pods would be refused without the controller that makes default accounts.
		"--disable-admission-plugins=ServiceAccount",
	}
}
